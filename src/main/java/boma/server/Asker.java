package boma.server;

import boma.bytes.Ascii;
import boma.client.ForwardedFor;
import boma.client.Peer;
import boma.client.TrustedProxies;
import boma.exchange.Exchange;
import boma.http.Field;
import boma.http.Head;
import boma.ledger.Entry;

/// Who asks on one connection: its peer, or whom a trusted proxy names with each request. Writes it into the exchange.
///
/// Confined to one event loop.
final class Asker {
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");

    private final Worker worker;
    private final Exchange exchange;
    private final Listener listener;
    private final TrustedProxies trusted;
    private Peer peer;
    private Caller self;
    private Caller asking;
    private byte[] scheme = HTTP;

    Asker(Worker worker, Exchange exchange, Listener listener, Peer peer) {
        this.worker = worker;
        this.exchange = exchange;
        this.listener = listener;
        this.trusted = listener.config.trustedProxies();
        this.peer = peer;
        self = Caller.of(peer);
        asking = self;
    }

    /// The PROXY header named another peer than the one that connected.
    void isReally(Peer named) {
        peer = named;
    }

    /// Whether the peer is a proxy that tells for whom it asks.
    boolean isTrustedProxy() {
        return trusted.trusts(peer);
    }

    /// Looks up what is remembered of the peer, who is to be let in.
    Entry remember() {
        Entry entry = worker.ledger.track(peer.client());
        self = Caller.of(peer, entry, isTrustedProxy() ? null : worker.quota(entry));
        describePeer();
        return entry;
    }

    /// Nobody else than the peer asks, as far as is known.
    void describePeer() {
        describe(self);
    }

    /// Finds out who makes this request.
    void identify(Head head) {
        boolean behindProxy = isTrustedProxy();
        describe(behindProxy ? namedIn(head) : self);
        scheme = behindProxy && saysHttps(head) ? HTTPS : HTTP;
    }

    /// The last proxy has the last word.
    private static boolean saysHttps(Head head) {
        if (!head.has(Field.FORWARDED_PROTO)) return false;
        for (int i = head.fields() - 1; i >= 0; i--) {
            if (head.field(i) != Field.FORWARDED_PROTO) continue;
            return Ascii.equalsIgnoreCase(head.bytes(), head.from() + head.valueFrom(i), head.valueLength(i), HTTPS);
        }
        return false;
    }

    private Caller namedIn(Head head) {
        ForwardedFor walk = worker.forwardedFor;
        walk.begin(trusted, peer);
        for (int i = head.fields() - 1; i >= 0 && walk.wantsMore(); i--) {
            if (head.field(i) != Field.FORWARDED_FOR) continue;
            int at = head.from() + head.valueFrom(i);
            walk.line(head.bytes(), at, at + head.valueLength(i));
        }
        return walk.named() ? listener.callers.named(walk.high(), walk.low()) : self;
    }

    private void describe(Caller who) {
        asking = who;
        exchange.addressHigh = who.peer().high();
        exchange.addressLow = who.peer().low();
        exchange.port = who.peer().port();
        exchange.client = who.entry();
        exchange.clientIsPeer = !isTrustedProxy();
    }

    /// What the client speaks, as far as is known: `http`, or `https` to a trusted proxy.
    byte[] scheme() {
        return scheme;
    }

    /// The peer of the connection.
    Caller self() {
        return self;
    }

    /// Whoever asks: the peer, or the client behind it.
    Caller asking() {
        return asking;
    }

    /// Whether the peer said for whom it asks.
    @SuppressWarnings("ReferenceEquality") // one caller is the peer itself
    boolean isNamed() {
        return asking != self;
    }
}
