package boma.client;

import static boma.client.ProxyOutcome.DONE;
import static boma.client.ProxyOutcome.INCOMPLETE;
import static boma.client.ProxyOutcome.NOT_A_HEADER;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import java.lang.foreign.MemorySegment;

/// Reads the header of the PROXY protocol, version 1 or 2, with which a trusted sender begins a connection to tell
/// whom it is relaying.
///
/// Strict where the specification is, and indifferent to how the bytes are cut: call [#read] again with all bytes so
/// far until it does not say [ProxyOutcome#INCOMPLETE]. Wrong bytes are refused as soon as their field shows it.
/// Source: doc/proxy-protocol.txt of HAProxy.
///
/// Reused, allocates nothing while reading. Confined to one event loop.
public final class ProxyHeader {
    /// Enough for any header without client certificates; the format could announce 65551 bytes.
    public static final int SIZE_MAX_DEFAULT = 4096;

    /// The longest version 1 line with its line end; no version 2 header of use is shorter than this bound.
    public static final int SIZE_MAX_LEAST = 107;

    private static final byte[] LINE_START = Ascii.bytes("PROXY ");
    private static final byte[] BLOCK_START = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    private final ProxyLine line = new ProxyLine();
    private final ProxyBlock block;
    private final ByteView uniqueId = new ByteView();

    private int length;
    private boolean hasSource;
    private long sourceHigh;
    private long sourceLow;
    private int sourcePort;
    private long destinationHigh;
    private long destinationLow;
    private int destinationPort;

    public ProxyHeader() {
        this(SIZE_MAX_DEFAULT);
    }

    /// @param sizeMax bytes of a whole header; longer ones are invalid
    public ProxyHeader(int sizeMax) {
        if (sizeMax < SIZE_MAX_LEAST) throw new IllegalArgumentException("size " + sizeMax + " is below 107");
        block = new ProxyBlock(sizeMax);
    }

    /// Reads the header at `from`. Bytes that follow it are left alone.
    ///
    /// @param to end of the bytes that have come so far
    public ProxyOutcome read(MemorySegment s, int from, int to) {
        clear();
        ProxyOutcome outcome = NOT_A_HEADER;
        if (agrees(s, from, to, LINE_START)) {
            outcome =
                    to - from < LINE_START.length ? INCOMPLETE : line.read(s, from, from + LINE_START.length, to, this);
        } else if (agrees(s, from, to, BLOCK_START)) {
            outcome = to - from < BLOCK_START.length ? INCOMPLETE : block.read(s, from, to, this);
        }
        if (outcome != DONE) clear();
        return outcome;
    }

    /// Bytes of the header, 0 unless the last [#read] was done.
    public int length() {
        return length;
    }

    /// Whether the sender named the client. It does not when the connection is its own (LOCAL), or of a kind that has
    /// no TCP address (UNKNOWN, Unix sockets, UDP); then the addresses are 0 and the sender is the client.
    public boolean hasSource() {
        return hasSource;
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    /// 0 is legal, and Tor sends it.
    public int sourcePort() {
        return sourcePort;
    }

    public long destinationHigh() {
        return destinationHigh;
    }

    public long destinationLow() {
        return destinationLow;
    }

    /// From Tor the onion service's virtual port, or 0.
    public int destinationPort() {
        return destinationPort;
    }

    /// The sender's id of the connection, at most 128 bytes of any value, or empty. A view of the bytes read.
    public ByteView uniqueId() {
        return uniqueId;
    }

    /// Whom the connection comes from, after [#read] was done.
    ///
    /// @param sender   the real far end of the connection
    /// @param listener where it came in
    public Peer peer(Peer sender, int listener) {
        return hasSource ? Peer.told(sourceHigh, sourceLow, sourcePort, listener) : sender;
    }

    void source(long high, long low) {
        sourceHigh = high;
        sourceLow = low;
    }

    void destination(long high, long low) {
        destinationHigh = high;
        destinationLow = low;
    }

    ProxyOutcome doneWithSource(int bytes, int fromPort, int toPort) {
        hasSource = true;
        sourcePort = fromPort;
        destinationPort = toPort;
        return done(bytes);
    }

    ProxyOutcome done(int bytes) {
        length = bytes;
        return DONE;
    }

    private void clear() {
        length = 0;
        hasSource = false;
        source(0, 0);
        destination(0, 0);
        sourcePort = 0;
        destinationPort = 0;
        uniqueId.clear();
    }

    /// Whether the bytes at `from` are that text, as far as they have come.
    static boolean agrees(MemorySegment s, int from, int to, byte[] text) {
        int length = Math.min(text.length, to - from);
        for (int i = 0; i < length; i++) {
            if (s.get(JAVA_BYTE, from + i) != text[i]) return false;
        }
        return true;
    }
}
