package boma.net;

import org.jspecify.annotations.Nullable;

/// A timing wheel: 1,024 slots of 2^26 ns (67 ms), so that deadlines up to 68 s ahead have a slot of their own and
/// later ones wait in the last slot and are put further back from there. Deadlines pass up to one tick late, never
/// early. Every operation takes constant time.
///
/// Confined to one event loop.
public final class Timers {
    private static final int TICK_SHIFT = 26;
    private static final int SLOTS = 1024;
    private static final int MASK = SLOTS - 1;
    private static final int DUE = SLOTS; // pseudo slot: in the chain that is being fired

    private final @Nullable Timer[] slots = new @Nullable Timer[SLOTS];
    private final long[] occupied = new long[SLOTS / 64];
    private final long origin;
    private long currentTick;
    private @Nullable Timer due; // the chain that is being fired
    private Timer.@Nullable Action fired;

    Timers(long nowNanos) {
        this.origin = nowNanos;
    }

    /// Sets the timer's deadline; an earlier one is forgotten.
    ///
    /// @param deadlineNanos on the event loop's clock, or [Timer#NEVER]
    public void set(Timer timer, long deadlineNanos) {
        timer.deadline = deadlineNanos;
        if (deadlineNanos == Timer.NEVER) return; // its slot, if any, will find nothing to do
        long tick = tickOf(deadlineNanos);
        if (timer.slot >= 0) {
            if (timer.slotTick <= tick) return;
            unlink(timer);
        }
        link(timer, tick);
    }

    /// Takes the timer out: its connection is gone.
    public void cancel(Timer timer) {
        timer.deadline = Timer.NEVER;
        if (timer.slot >= 0) unlink(timer);
    }

    /// Runs the actions of all deadlines that have passed. After an action that threw, the next call goes on with the
    /// others.
    void advance(long nowNanos) {
        fireDue(nowNanos);
        long nowTick = (nowNanos - origin) >>> TICK_SHIFT;
        if (nowTick - currentTick > SLOTS) currentTick = nowTick - SLOTS; // after a long sleep each slot is due once
        while (currentTick < nowTick) {
            int slot = (int) currentTick & MASK;
            currentTick++;
            detach(slot);
            fireDue(nowNanos);
        }
    }

    /// Takes the whole chain out first, for an action may set or cancel any timer, also those of this chain.
    private void detach(int slot) {
        due = slots[slot];
        slots[slot] = null;
        occupied[slot >>> 6] &= ~(1L << slot);
        for (Timer t = due; t != null; t = t.next) t.slot = DUE;
    }

    private void fireDue(long nowNanos) {
        for (Timer timer; (timer = due) != null; ) {
            unlink(timer);
            if (timer.deadline <= nowNanos) {
                timer.deadline = Timer.NEVER;
                fired = timer.action;
                timer.action.onDeadline();
            } else if (timer.deadline != Timer.NEVER) {
                link(timer, tickOf(timer.deadline));
            }
        }
    }

    /// The action that ran last: whose bug it is when [#advance] throws.
    Timer.@Nullable Action fired() {
        return fired;
    }

    /// Milliseconds until [#advance] has something to do, -1 when no timer is set.
    int millisToNext(long nowNanos) {
        for (int i = 0; i < SLOTS; ) {
            int slot = (int) (currentTick + i) & MASK;
            long word = occupied[slot >>> 6] >>> slot;
            if (word != 0) {
                long tick = currentTick + i + Long.numberOfTrailingZeros(word);
                long nanos = origin + ((tick + 1) << TICK_SHIFT) - nowNanos;
                return (int) Math.max(0, (nanos + 999_999) / 1_000_000);
            }
            i += 64 - (slot & 63);
        }
        return -1;
    }

    private long tickOf(long deadlineNanos) {
        long tick = Math.max(deadlineNanos - origin, 0) >>> TICK_SHIFT;
        return Math.max(currentTick, Math.min(tick, currentTick + SLOTS - 1));
    }

    private void link(Timer timer, long tick) {
        int slot = (int) tick & MASK;
        Timer first = slots[slot];
        timer.slot = slot;
        timer.slotTick = tick;
        timer.previous = null;
        timer.next = first;
        if (first != null) first.previous = timer;
        slots[slot] = timer;
        occupied[slot >>> 6] |= 1L << slot;
    }

    private void unlink(Timer timer) {
        Timer previous = timer.previous;
        Timer next = timer.next;
        if (previous != null) previous.next = next;
        if (next != null) next.previous = previous;
        if (timer.slot == DUE) {
            if (due == timer) due = next;
        } else if (previous == null) {
            slots[timer.slot] = next;
            if (next == null) occupied[timer.slot >>> 6] &= ~(1L << timer.slot);
        }
        timer.next = null;
        timer.previous = null;
        timer.slot = -1;
    }
}
