package boma.demo;

import java.io.IOException;
import java.time.Duration;

/// One client of the demo on a thread of its own.
final class Actor implements Runnable {
    /// Whoever is banned does not hammer at the door as fast as it was let through before.
    private static final Duration PAUSE_AFTER_CUT = Duration.ofMillis(250);

    private final String address;
    private final boolean honest;
    private final Habit habit;
    private final Caller caller;
    private final Tally tally = new Tally();

    /// @param address where it comes from
    /// @param honest  whether nothing of what it does should be refused
    Actor(String address, boolean honest, Habit habit, Caller caller) {
        this.address = address;
        this.honest = honest;
        this.habit = habit;
        this.caller = caller;
    }

    String address() {
        return address;
    }

    boolean honest() {
        return honest;
    }

    String does() {
        return habit.does();
    }

    Tally.Numbers numbers() {
        return tally.numbers();
    }

    /// Goes on until it is interrupted.
    @Override
    public void run() {
        try (caller) {
            for (int round = 0; !Thread.currentThread().isInterrupted(); round++) {
                Outcome outcome = ask(habit.next(round));
                Thread.sleep(outcome instanceof Outcome.Cut ? PAUSE_AFTER_CUT : habit.pause());
            }
        } catch (InterruptedException _) {
            // the demo ends
        }
    }

    private Outcome ask(Ask ask) throws InterruptedException {
        long start = System.nanoTime();
        Outcome outcome;
        try {
            outcome = Outcome.of(caller.call(ask.path(), ask.body()));
        } catch (IOException _) { // which is what a client sees of a ban
            if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
            outcome = Outcome.CUT;
        }
        long now = System.nanoTime();
        tally.count(ask, outcome, now - start, now);
        return outcome;
    }
}
