package boma.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a refusal stands on: a reason and, where there is one, the operator's rule or limit behind it, or the rule of
/// reading that was broken.
///
/// Grounds are interned when a configuration is loaded and keep their small `id` for the life of the process, so
/// that counters are plain arrays and survive a reload.
public final class Ground {
    /// Grounds that one process can hold: rules, limits and reasons of all configurations loaded so far.
    public static final int MAX = 4096;

    private static final Map<String, Ground> BY_TEXT = new ConcurrentHashMap<>();
    private static final List<Ground> BY_ID = new ArrayList<>();

    private final int id;
    private final Reason reason;
    private final String by;

    private Ground(int id, Reason reason, String by) {
        this.id = id;
        this.reason = reason;
        this.by = by;
    }

    /// The ground for a reason that needs no rule or limit, such as a malformed request.
    public static Ground of(Reason reason) {
        return of(reason, "");
    }

    /// The ground for a reason with a rule or limit behind it, or with the rule of reading that was broken.
    ///
    /// @param by the name that the operator gave it, or the word that we have for it; empty for none
    public static Ground of(Reason reason, String by) {
        return BY_TEXT.computeIfAbsent(reason.label() + '\0' + by, _ -> add(reason, by));
    }

    private static Ground add(Reason reason, String by) {
        synchronized (BY_ID) {
            if (BY_ID.size() == MAX)
                throw new IllegalStateException("more than " + MAX + " rules and limits were loaded");
            var ground = new Ground(BY_ID.size(), reason, by);
            BY_ID.add(ground);
            return ground;
        }
    }

    /// All grounds known so far, by id.
    public static List<Ground> all() {
        synchronized (BY_ID) {
            return List.copyOf(BY_ID);
        }
    }

    /// Index for counters, from 0 and below [#MAX].
    public int id() {
        return id;
    }

    public Reason reason() {
        return reason;
    }

    /// Name of the rule or limit, or which rule of reading was broken; empty for none.
    public String by() {
        return by;
    }

    @Override
    public String toString() {
        return by.isEmpty() ? reason.label() : reason.label() + " by \"" + by + '"';
    }
}
