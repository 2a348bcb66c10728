package boma.server;

import boma.bytes.Ascii;
import boma.client.Peer;
import boma.ledger.Entry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Who asks, with what is remembered of him and what nodes are told of him.
///
/// @param entry   null before the connection is let in
/// @param quota   of memory; null for those who have no bounds, because they are many
/// @param address as text; empty when unknown
/// @param realIp  `X-Real-IP` as a whole header line; empty when the address is unknown
@SuppressWarnings("ArrayRecordComponent") // made once, and written to nodes as they are
record Caller(Peer peer, @Nullable Entry entry, @Nullable MemoryQuota quota, byte[] address, byte[] realIp) {
    private static final byte[] NOTHING = new byte[0];

    /// Somebody of whom nothing is known yet.
    static Caller of(Peer peer) {
        return new Caller(peer, null, null, peer.addressBytes(), NOTHING);
    }

    static Caller of(Peer peer, Entry entry, @Nullable MemoryQuota quota) {
        byte[] address = peer.addressBytes();
        if (address.length == 0) return new Caller(peer, entry, quota, address, NOTHING);
        String text = new String(address, StandardCharsets.ISO_8859_1);
        return new Caller(peer, entry, quota, address, Ascii.bytes("X-Real-IP: " + text + "\r\n"));
    }
}
