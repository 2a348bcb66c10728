package boma.server;

import boma.ledger.Entry;
import boma.net.Buffers;

/// One client's quota of the memory for what cannot pass through at once, on all of its connections together: a
/// sixteenth, so that nobody's large bodies, unfinished heads or slow reading take it from everybody else.
///
/// Confined to one event loop, but the [Entry] counts for all.
final class MemoryQuota implements Buffers.Owner {
    private static final int PARTS = 16;

    private final Entry entry;
    private final long most;
    private boolean used;

    /// @param whole bytes that there are for all clients
    MemoryQuota(Entry entry, long whole) {
        this.entry = entry;
        this.most = Math.max(whole / PARTS, Buffers.largest());
    }

    @Override
    public boolean hold(int bytes) {
        used = !entry.hold(bytes, most);
        return !used;
    }

    @Override
    public void letGo(int bytes) {
        entry.letGo(bytes);
    }

    @Override
    public boolean scarce() {
        return entry.held() > most / 2;
    }

    /// Whether it was this quota that had no room for the last buffer, and not the whole.
    boolean isUsed() {
        return used;
    }
}
