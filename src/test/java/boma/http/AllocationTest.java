package boma.http;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// Reading and writing heads and chunks allocates nothing once warm.
final class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 20_000;

    /// What the measuring itself may allocate.
    private static final long SLACK = 20_000;

    private static final byte[] REQUEST = Ascii.bytes("""
        POST /v1/chain/push_transaction?x HTTP/1.1\r
        host: 127.0.0.1:18801\r
        connection: keep-alive, X-Hop\r
        x-hop: 1\r
        X_Forwarded_For: 1\r
        x-unusual-field-name: 1 \r
        user-agent: node\r
        transfer-encoding: chunked\r
        \r
        5;x=y\r
        hello\r
        0\r
        Trailer: x\r
        \r
        """);

    private static final byte[] ANSWER = Ascii.bytes("""
        HTTP/1.1 200 OK\r
        Server: nodeos/v1.2.2\r
        Content-Type: application/json\r
        Content-Length: 919\r
        \r
        """);

    private final RequestReader reader = new RequestReader();
    private final ResponseReader responseReader = new ResponseReader();
    private final Request request = new Request();
    private final Response response = new Response();
    private final RequestEdit edit = new RequestEdit();
    private final ResponseEdit responseEdit = new ResponseEdit();
    private final HeadWriter writer = new HeadWriter();
    private final ChunkedBody body = new ChunkedBody();
    private final ByteView view = new ByteView();

    @Test
    void readingAndWritingAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment s = arena.allocate(8192);
            run(s, WARM_UP);

            long before = threads.getCurrentThreadAllocatedBytes();
            run(s, ROUNDS);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated).isLessThan(SLACK);
        }
    }

    private void run(MemorySegment s, int rounds) {
        for (int i = 0; i < rounds; i++) {
            request(s);
            answer(s);
            refused(s);
        }
    }

    private void request(MemorySegment s) {
        MemorySegment.copy(REQUEST, 0, s, Ascii.BYTE, 1000, REQUEST.length);
        request.clear();
        reader.read(s, 1000, 1100, request);
        HeadFault fault = reader.read(s, 1000, 1000 + REQUEST.length, request);
        edit.clear();
        edit.framingOf(request);
        int length = writer.requestHead(request, s, 2000, edit);
        int bodyFrom = 1000 + request.head().length();
        body.reset(false);
        int kept = body.walk(s, bodyFrom, 1000 + REQUEST.length);
        long hash = request.path(view).hash(1);
        if (fault != HeadFault.NONE || length < 0 || !body.done() || kept != 15 || hash == 0 || !request.host(view)) {
            throw new AssertionError(fault + " " + length + " " + kept);
        }
    }

    private void answer(MemorySegment s) {
        MemorySegment.copy(ANSWER, 0, s, Ascii.BYTE, 1000, ANSWER.length);
        response.clear();
        HeadFault fault = responseReader.read(s, 1000, 1000 + ANSWER.length, response);
        responseEdit.clear();
        responseEdit.framingOf(response, Method.GET, false);
        int length = writer.responseHead(response, s, 2000, responseEdit);
        if (fault != HeadFault.NONE || length != ANSWER.length) throw new AssertionError(fault + " " + length);
    }

    private void refused(MemorySegment s) {
        MemorySegment.copy(REQUEST, 0, s, Ascii.BYTE, 1000, REQUEST.length);
        s.set(Ascii.BYTE, 1060, (byte) 0);
        request.clear();
        if (!reader.read(s, 1000, 1000 + REQUEST.length, request).refused()) throw new AssertionError();
    }
}
