package boma.server;

import org.jspecify.annotations.Nullable;

/// The open connections of one listener on one event loop, a list in themselves. Confined to that loop.
///
/// When there is no room for another one, a connection that nobody uses ends for it: otherwise a few clients with many
/// idle connections could keep everybody else out. Which one is found as by a clock with a second chance: of the oldest
/// ones, the first whose client asked for nothing since it was last looked at.
final class OpenConnections {
    private static final int LOOKS_MAX = 64; // for one newcomer; the next one goes on from there

    private @Nullable ClientConnection newest;
    private @Nullable ClientConnection oldest;
    private int size;

    int size() {
        return size;
    }

    void add(ClientConnection c) {
        size++;
        c.older = newest;
        if (newest != null) newest.newer = c;
        else oldest = c;
        newest = c;
    }

    void remove(ClientConnection c) {
        size--;
        if (c.newer != null) c.newer.older = c.older;
        else newest = c.older;
        if (c.older != null) c.older.newer = c.newer;
        else oldest = c.newer;
        c.newer = null;
        c.older = null;
    }

    /// Ends a connection that nobody uses.
    ///
    /// @return false when none was found
    boolean makeRoom() {
        int looks = Math.min(2 * size, LOOKS_MAX); // where there are few, none has a third chance
        for (ClientConnection c; looks > 0 && (c = oldest) != null; looks--) {
            remove(c);
            add(c); // first of all: if its end fails by a bug, the next newcomer does not find it here again
            if (!c.isDispensable()) continue;
            c.close();
            return true;
        }
        return false;
    }

    /// Ends those on which no request is in flight.
    ///
    /// @return how many are left
    int closeIdle() {
        int left = 0;
        for (ClientConnection c = newest; c != null; ) {
            ClientConnection older = c.older;
            if (c.idle()) c.close();
            else left++;
            c = older;
        }
        return left;
    }

    /// Ends all, whatever they are at.
    void closeAll() {
        while (newest != null) newest.close();
    }
}
