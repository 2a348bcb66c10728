package boma.gate;

import boma.config.Section;
import boma.exchange.Exchange;
import boma.ledger.Entry;

/// The `[clients]` section: how much one client may hold at once. High enough for many people behind one address;
/// who cannot be told from others has no bound of his own, only that of the listener.
///
/// @param maxConnections    of one client, open at the same time
/// @param maxRequestsAtOnce of one client, being served or waiting at the same time
public record ClientBounds(int maxConnections, int maxRequestsAtOnce) {
    static final int CONNECTIONS_DEFAULT = 1000;
    static final int REQUESTS_AT_ONCE_DEFAULT = 200;

    private static final int MOST = 1_000_000;

    public static ClientBounds read(Section s) {
        return new ClientBounds(
                s.count("max-connections", 1, MOST, CONNECTIONS_DEFAULT),
                s.count("max-requests-at-once", 1, MOST, REQUESTS_AT_ONCE_DEFAULT));
    }

    /// Counts a connection unless there are too many. Each true needs an [Entry#disconnect].
    ///
    /// A trusted proxy's connection, which carries many clients, always fits.
    boolean connect(Exchange x, Entry client) {
        boolean bounded = x.clientIsPeer && client.client().isOne();
        return client.connect(bounded ? maxConnections : Integer.MAX_VALUE);
    }

    /// Counts a request unless there are too many. Each true needs an [Entry#end].
    boolean begin(Entry client) {
        return client.begin(client.client().isOne() ? maxRequestsAtOnce : Integer.MAX_VALUE);
    }
}
