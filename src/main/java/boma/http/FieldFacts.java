package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// What the fields of a head say about its body, its connection and its host.
///
/// One framing field or none, and one Host: whoever sends two wants two readers to disagree.
final class FieldFacts {
    /// The largest integer that every JSON and JavaScript peer can hold; far over any body limit.
    private static final long LENGTH_MAX = 1L << 53;

    private static final byte[] CHUNKED = Ascii.bytes("chunked");
    private static final byte[] WEBSOCKET = Ascii.bytes("websocket");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");

    /// The fields of an answer that [#take] has to see.
    static final long OF_RESPONSE =
            Field.CONTENT_LENGTH.bit() | Field.TRANSFER_ENCODING.bit() | Field.CONNECTION.bit() | Field.UPGRADE.bit();

    /// The fields of a request that [#take] has to see.
    static final long OF_REQUEST = OF_RESPONSE | Field.HOST.bit() | Field.EXPECT.bit();

    long contentLength = -1;
    boolean chunked;
    boolean close;
    boolean keepAliveNamed;
    boolean connectionUpgrade;
    boolean webSocket;
    private boolean upgradeSeen;

    /// Of all `Connection` lines so far.
    int connectionOptions;

    /// Bytes of the values of all `Connection` lines so far.
    int connectionLength;

    /// Whether `Connection` names fields that are not known here.
    boolean namesFields;

    /// The number of the Host line, -1 while there is none.
    int hostLine = -1;

    boolean expectContinue;

    void clear() {
        contentLength = -1;
        chunked = false;
        close = false;
        keepAliveNamed = false;
        connectionUpgrade = false;
        webSocket = false;
        upgradeSeen = false;
        connectionOptions = 0;
        connectionLength = 0;
        namesFields = false;
        hostLine = -1;
        expectContinue = false;
    }

    boolean keepAlive(int version) {
        return !close && (version == 11 || keepAliveNamed);
    }

    /// Takes in the last field line of the head, one of [#OF_REQUEST].
    HeadFault take(Head head, int version) {
        int i = head.fields() - 1;
        MemorySegment s = head.bytes();
        int at = head.from() + head.valueFrom(i);
        int length = head.valueLength(i);
        return switch (head.field(i)) {
            case HOST -> host(s, at, at + length, i);
            case CONTENT_LENGTH -> contentLength(s, at, at + length);
            case TRANSFER_ENCODING -> transferEncoding(s, at, length, version);
            case CONNECTION -> ConnectionOptions.take(s, at, at + length, this);
            case UPGRADE -> upgrade(s, at, length);
            case EXPECT -> expect(s, at, length, version);
            default -> throw new IllegalStateException(head.field(i).name());
        };
    }

    private HeadFault host(MemorySegment s, int at, int to, int line) {
        if (hostLine >= 0) return HeadFault.SEVERAL_HOSTS;
        hostLine = line;
        return HostText.isValid(s, at, to) ? HeadFault.NONE : HeadFault.BAD_HOST;
    }

    private HeadFault upgrade(MemorySegment s, int at, int length) {
        webSocket = !upgradeSeen && Ascii.equalsIgnoreCase(s, at, length, WEBSOCKET);
        upgradeSeen = true;
        return HeadFault.NONE;
    }

    /// HTTP/1.0 does not know it, so there whatever it says is ignored. Source: RFC 9110 section 10.1.1.
    private HeadFault expect(MemorySegment s, int at, int length, int version) {
        if (version == 10) return HeadFault.NONE;
        expectContinue = Ascii.equalsIgnoreCase(s, at, length, CONTINUE);
        return expectContinue ? HeadFault.NONE : HeadFault.UNKNOWN_EXPECTATION;
    }

    private HeadFault contentLength(MemorySegment s, int at, int to) {
        if (chunked) return HeadFault.TWO_FRAMINGS;
        if (contentLength >= 0) return HeadFault.SEVERAL_CONTENT_LENGTHS;
        long value = Ascii.decimal(s, at, to);
        if (value < 0) return HeadFault.BAD_CONTENT_LENGTH;
        if (value > LENGTH_MAX) return HeadFault.CONTENT_LENGTH_TOO_LARGE;
        contentLength = value;
        return HeadFault.NONE;
    }

    private HeadFault transferEncoding(MemorySegment s, int at, int length, int version) {
        if (contentLength >= 0) return HeadFault.TWO_FRAMINGS;
        if (chunked) return HeadFault.SEVERAL_TRANSFER_ENCODINGS;
        if (version == 10) return HeadFault.CHUNKED_IN_HTTP_1_0;
        if (!Ascii.equalsIgnoreCase(s, at, length, CHUNKED)) return HeadFault.UNKNOWN_TRANSFER_CODING;
        chunked = true;
        return HeadFault.NONE;
    }
}
