package boma.time;

/// What time it is; a value that tests can replace.
///
/// Code that decides never asks the system for the time: it is given the reading of a clock, once per event.
public interface Clock {
    /// The real clock of this machine.
    Clock SYSTEM = new SystemClock();

    /// Monotonic nanoseconds from an unknown start, possibly negative: only differences mean something.
    long nanos();

    /// Milliseconds since 1970 in UTC, for people and for other machines. It jumps when the machine's clock is set.
    long epochMillis();

    /// The clock of the machine.
    record SystemClock() implements Clock {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long epochMillis() {
            return System.currentTimeMillis();
        }
    }
}
