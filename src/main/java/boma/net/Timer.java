package boma.net;

import org.jspecify.annotations.Nullable;

/// A deadline of one connection. Moving it later, which happens at every request, only writes a field: the timer is
/// looked at when its old place in [Timers] comes up, and is put further back then.
public final class Timer {
    /// No deadline.
    public static final long NEVER = Long.MAX_VALUE;

    /// What happens when the deadline has passed.
    public interface Action {
        void onDeadline();
    }

    final Action action;
    long deadline = NEVER;
    int slot = -1; // where it is queued, -1 for nowhere
    long slotTick;

    @Nullable
    Timer next;

    @Nullable
    Timer previous;

    public Timer(Action action) {
        this.action = action;
    }
}
