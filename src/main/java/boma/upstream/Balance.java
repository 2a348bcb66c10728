package boma.upstream;

/// How a pool chooses among its nodes in service.
public enum Balance {
    /// In turn, each as often as its weight says.
    ROUND_ROBIN,
    /// The one with the fewest requests in flight for its weight; in turn among equals.
    LEAST_BUSY,
    /// The less busy of two drawn by lot.
    RANDOM_TWO
}
