package boma.net;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Buffers of one event loop, in seven sizes from 4 KiB to 4 MiB. Some small ones are kept for reuse, large ones
/// go back to the system.
///
/// What all loops together hold is bounded by a budget: when it is spent, [#take] gives nothing and the connection
/// that asked has to end. Requests and answers that pass through at once need no buffer at all, so honest traffic
/// goes on while somebody tries to fill the memory; and the last quarter is for small buffers only, so that large
/// bodies cannot leave honest requests that come in two pieces without any.
@SuppressWarnings("restricted") // calling C is what this class is for
public final class Buffers {
    private static final int KIB = 1024;

    /// The one before the last is for the largest body that nodeos takes by default, with its head.
    private static final int[] SIZES = {4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, 1024 * KIB, 2112 * KIB, 4096 * KIB};

    private static final int KEPT_CLASSES = 3;
    private static final int KEPT_BYTES = 1024 * KIB; // of each of these sizes
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle MALLOC = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("malloc"), FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FREE =
            LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(JAVA_LONG));

    /// Whom a buffer is for, such as a client, that may hold so many bytes and no more.
    public interface Owner {
        /// Counts bytes, unless they are too many.
        boolean hold(int bytes);

        void letGo(int bytes);

        /// Whether half of what it may hold is spent.
        boolean scarce();
    }

    /// Bytes that the connections of all event loops may own together.
    public static final class Budget {
        private final long max;
        private final AtomicLong used = new AtomicLong();

        public Budget(long max) {
            this.max = max;
        }

        boolean take(int bytes) {
            long most = bytes <= SIZES[KEPT_CLASSES - 1] ? max : max / 4 * 3;
            if (used.addAndGet(bytes) <= most) return true;
            used.addAndGet(-bytes);
            return false;
        }

        void giveBack(long bytes) {
            used.addAndGet(-bytes);
        }

        /// Bytes owned by connections at this moment.
        public long used() {
            return used.get();
        }

        public long max() {
            return max;
        }
    }

    private final Budget budget;
    private final @Nullable Buffer[] free = new @Nullable Buffer[KEPT_CLASSES];
    private final int[] freeCount = new int[KEPT_CLASSES];

    public Buffers(Budget budget) {
        this.budget = budget;
    }

    /// Bytes that all connections may own together.
    public long max() {
        return budget.max();
    }

    /// Whether half of the budget is spent, or half of the owner's part, so that memory should be asked for by those
    /// only who cannot do without.
    boolean scarce(@Nullable Owner owner) {
        return budget.used() > budget.max() / 2 || (owner != null && owner.scarce());
    }

    /// Largest capacity that [#take] can give.
    public static int largest() {
        return SIZES[SIZES.length - 1];
    }

    /// A buffer with at least `capacity` bytes and nothing in use, or null when the budget is spent or `capacity` above
    /// [#largest].
    public @Nullable Buffer take(int capacity) {
        return take(capacity, null);
    }

    /// The same, counted for somebody; null also when the owner holds enough.
    public @Nullable Buffer take(int capacity, @Nullable Owner owner) {
        if (capacity > largest()) return null;
        int sizeClass = 0;
        while (SIZES[sizeClass] < capacity) sizeClass++;
        if (owner != null && !owner.hold(SIZES[sizeClass])) return null;
        Buffer buffer = takeOf(sizeClass);
        if (buffer == null) {
            if (owner != null) owner.letGo(SIZES[sizeClass]);
            return null;
        }
        buffer.from = 0;
        buffer.to = 0;
        buffer.owner = owner;
        return buffer;
    }

    private @Nullable Buffer takeOf(int sizeClass) {
        if (!budget.take(SIZES[sizeClass])) return null;
        Buffer buffer = reuse(sizeClass);
        if (buffer == null) buffer = allocate(sizeClass);
        if (buffer == null) budget.giveBack(SIZES[sizeClass]);
        return buffer;
    }

    /// Gives a buffer back; it must not be used any more.
    public void giveBack(Buffer buffer) {
        budget.giveBack(buffer.capacity());
        if (buffer.owner != null) buffer.owner.letGo(buffer.capacity());
        buffer.owner = null;
        int c = buffer.sizeClass;
        if (c < KEPT_CLASSES && freeCount[c] < KEPT_BYTES / SIZES[c]) {
            buffer.next = free[c];
            free[c] = buffer;
            freeCount[c]++;
        } else {
            release(buffer.memory);
        }
    }

    /// Gives the kept ones back to the system.
    void close() {
        for (int c = 0; c < KEPT_CLASSES; c++) {
            for (Buffer buffer; (buffer = reuse(c)) != null; ) release(buffer.memory);
        }
    }

    /// The same bytes in a larger buffer, the old one given back; null, and the old one kept, when the budget is spent.
    public @Nullable Buffer grow(Buffer buffer, int capacity) {
        Buffer larger = take(capacity, buffer.owner);
        if (larger == null) return null;
        larger.from = buffer.from;
        larger.to = buffer.to;
        MemorySegment.copy(buffer.memory, buffer.from, larger.memory, larger.from, buffer.length());
        giveBack(buffer);
        return larger;
    }

    private @Nullable Buffer reuse(int sizeClass) {
        if (sizeClass >= KEPT_CLASSES) return null;
        Buffer buffer = free[sizeClass];
        if (buffer == null) return null;
        free[sizeClass] = buffer.next;
        freeCount[sizeClass]--;
        buffer.next = null;
        return buffer;
    }

    /// Null when the system has no memory left either.
    private static @Nullable Buffer allocate(int sizeClass) {
        long bytes = SIZES[sizeClass];
        try {
            long address = (long) MALLOC.invokeExact(bytes);
            if (address == 0) return null;
            return new Buffer(sizeClass, MemorySegment.ofAddress(address).reinterpret(bytes));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static void release(MemorySegment memory) {
        try {
            FREE.invokeExact(memory.address());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
