package boma.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds our reading of requests against what a real nodeos made of the same bytes.
final class NodeosTrafficTest {
    /// What the node answered, oddly or with an error that is as good from us, and we refuse.
    private static final Map<String, HeadFault> STRICTER = Map.ofEntries(
            Map.entry("path: fragment", HeadFault.BAD_TARGET),
            Map.entry("path: backslash", HeadFault.BAD_TARGET),
            Map.entry("path: absolute form", HeadFault.BAD_TARGET_FORM),
            Map.entry("path: absolute form, other host", HeadFault.BAD_TARGET_FORM),
            Map.entry("path: asterisk", HeadFault.BAD_TARGET_FORM),
            Map.entry("path: no leading slash", HeadFault.BAD_TARGET_FORM),
            Map.entry("path: utf-8 byte in path", HeadFault.BAD_TARGET),
            Map.entry("method: TRACE get_info", HeadFault.METHOD_NOT_IMPLEMENTED),
            Map.entry("method: TRACE get_account with body", HeadFault.METHOD_NOT_IMPLEMENTED),
            Map.entry("method: CONNECT get_info", HeadFault.METHOD_NOT_IMPLEMENTED),
            Map.entry("method: CONNECT get_account with body", HeadFault.METHOD_NOT_IMPLEMENTED),
            Map.entry("host: missing (1.1)", HeadFault.NO_HOST),
            Map.entry("host: empty", HeadFault.BAD_HOST),
            Map.entry("host: twice", HeadFault.SEVERAL_HOSTS),
            Map.entry("host: twice, bad first", HeadFault.SEVERAL_HOSTS),
            Map.entry("body: transfer-encoding gzip, chunked", HeadFault.UNKNOWN_TRANSFER_CODING),
            Map.entry("body: transfer-encoding identity", HeadFault.UNKNOWN_TRANSFER_CODING),
            Map.entry("body: transfer-encoding xchunked", HeadFault.UNKNOWN_TRANSFER_CODING),
            Map.entry("body: two equal content-lengths", HeadFault.SEVERAL_CONTENT_LENGTHS),
            Map.entry("body: content-length list", HeadFault.BAD_CONTENT_LENGTH),
            Map.entry("expect: something else", HeadFault.UNKNOWN_EXPECTATION),
            Map.entry("header: 200 small ones", HeadFault.TOO_MANY_FIELDS),
            Map.entry("header: folded", HeadFault.FOLDED_FIELD));

    private final RequestReader reader = new RequestReader();
    private final Request request = new Request();
    private final ChunkedBody body = new ChunkedBody();

    /// Requests accepted whole, and why there were no more.
    private record Reading(int requests, HeadFault head, ChunkFault body, boolean unfinished) {
        boolean refused() {
            return head.refused() || body != ChunkFault.NONE;
        }
    }

    @TestFactory
    Stream<DynamicTest> whatRealClientsSendIsAccepted() {
        return Traffic.all("clients.jsonl").stream()
                .map(t -> dynamicTest(t.name(), () -> {
                    byte[] head = t.head();
                    request.clear();

                    HeadFault fault = reader.read(MemorySegment.ofArray(head), 0, head.length, request);

                    assertThat(fault).isEqualTo(HeadFault.NONE);
                    assertThat(request.head().length()).isEqualTo(head.length);
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatWeAcceptTheNodeReadsAsTheSameNumberOfRequests() {
        return Traffic.all("http-behaviour.jsonl").stream()
                .filter(Traffic::isWhole)
                .map(t -> dynamicTest(t.name(), () -> check(t)));
    }

    @Test
    void whereTheNodeIsOddWeRefuse() {
        var names = Traffic.all("http-behaviour.jsonl").stream().map(Traffic::name);

        assertThat(names).containsAll(STRICTER.keySet());
    }

    private void check(Traffic t) {
        byte[] raw = t.raw();

        Reading reading = read(raw);

        HeadFault stricter = STRICTER.get(t.name());
        if (stricter != null) {
            assertThat(reading).isEqualTo(new Reading(0, stricter, ChunkFault.NONE, false));
            assertThat(t.answers()).isEqualTo(1);
        } else {
            assertThat(reading.requests()).as("%s", reading).isEqualTo(t.answers());
            if (reading.refused())
                assertThat(t.closedByNode()).as("%s", reading).isTrue();
        }
    }

    /// Reads requests as the proxy would, one after the other.
    private Reading read(byte[] raw) {
        MemorySegment s = MemorySegment.ofArray(raw);
        long at = 0;
        for (int requests = 0; ; requests++) {
            if (at >= raw.length) {
                return at == raw.length
                        ? new Reading(requests, HeadFault.NONE, ChunkFault.NONE, false)
                        : new Reading(requests - 1, HeadFault.NONE, ChunkFault.NONE, true);
            }
            request.clear();
            HeadFault fault = reader.read(s, (int) at, raw.length, request);
            if (fault != HeadFault.NONE) {
                return new Reading(requests, fault, ChunkFault.NONE, fault == HeadFault.INCOMPLETE);
            }
            at += request.head().length() + Math.max(0, request.contentLength());
            if (request.chunked()) {
                body.reset(true);
                body.walk(s, (int) at, raw.length);
                if (!body.done()) return new Reading(requests, HeadFault.NONE, body.fault(), true);
                at += body.consumed();
            }
        }
    }
}
