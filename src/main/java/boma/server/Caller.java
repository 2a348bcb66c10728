package boma.server;

import boma.bytes.Ascii;
import boma.client.Peer;
import boma.ledger.Entry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Who asks, with what is remembered of him and what nodes are told of him.
///
/// @param entry  null before the connection is let in
/// @param fields `X-Real-IP` and `X-Forwarded-Proto` as whole header lines
@SuppressWarnings("ArrayRecordComponent") // made once, and written to nodes as they are
record Caller(Peer peer, @Nullable Entry entry, byte[] address, byte[] fields) {
    private static final byte[] NO_ADDRESS_FIELDS = Ascii.bytes("X-Forwarded-Proto: http\r\n");

    static Caller of(Peer peer, @Nullable Entry entry) {
        byte[] address = peer.addressBytes();
        if (entry == null || address.length == 0) return new Caller(peer, entry, address, NO_ADDRESS_FIELDS);
        String text = new String(address, StandardCharsets.ISO_8859_1);
        return new Caller(peer, entry, address, Ascii.bytes("X-Real-IP: " + text + "\r\nX-Forwarded-Proto: http\r\n"));
    }
}
