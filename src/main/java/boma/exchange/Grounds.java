package boma.exchange;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A few grounds, each once, in the order in which they came. It grows to what the configuration can bring about and
/// stays so. Confined to one event loop.
public final class Grounds {
    private static final Ground[] NONE = {};
    private static final int SIZE_AT_FIRST = 4;

    private Ground[] grounds = NONE;
    private int size;

    /// Adds a ground unless it is there: who is asked twice about a request says the same twice.
    public void add(Ground ground) {
        for (int i = 0; i < size; i++) if (grounds[i].id() == ground.id()) return;
        if (size == grounds.length) grounds = Arrays.copyOf(grounds, Math.max(SIZE_AT_FIRST, 2 * size));
        grounds[size++] = ground;
    }

    public int size() {
        return size;
    }

    public Ground get(int i) {
        if (i >= size) throw new IndexOutOfBoundsException(i);
        return grounds[i];
    }

    public @Nullable Ground first() {
        return size == 0 ? null : grounds[0];
    }

    void clear() {
        size = 0;
    }

    @Override
    public String toString() {
        return Arrays.asList(grounds).subList(0, size).toString();
    }
}
