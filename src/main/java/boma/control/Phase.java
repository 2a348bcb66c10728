package boma.control;

/// Where the process is in its life.
public enum Phase {
    /// Not every listener accepts yet.
    STARTING,
    SERVING,
    /// Lets what is in flight finish, and accepts no more.
    STOPPING
}
