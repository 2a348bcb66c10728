package boma.server;

import boma.bytes.Hash;
import boma.client.Peer;
import boma.ledger.Entry;
import org.jspecify.annotations.Nullable;

/// The clients whom trusted proxies named lately on one listener, so that one who comes again costs no memory: each has
/// one place by its address, and keeps it until another client with the same place comes.
///
/// Confined to one event loop.
final class Callers {
    private static final int PLACES = 4096;

    private final Worker worker;
    private final int listener;
    private final @Nullable Caller[] places = new @Nullable Caller[PLACES];

    Callers(Worker worker, int listener) {
        this.worker = worker;
        this.listener = listener;
    }

    @SuppressWarnings("ReferenceEquality") // what was forgotten and came back is another entry
    Caller named(long high, long low) {
        int place = (int) Hash.of(high, low, Hash.SEED) & (PLACES - 1);
        Caller last = places[place];
        if (last != null && last.peer().high() == high && last.peer().low() == low) {
            // Each time, for what is not looked up may be forgotten, and a ban of it with it.
            if (worker.ledger.track(last.peer().client()) == last.entry()) return last;
        }
        Peer peer = Peer.told(high, low, 0, listener);
        Entry entry = worker.ledger.track(peer.client());
        Caller caller = Caller.of(peer, entry, worker.quota(entry));
        places[place] = caller;
        return caller;
    }
}
