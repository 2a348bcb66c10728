package boma.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import boma.bytes.Ascii;
import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Reason;
import boma.exchange.Refusal;
import boma.exchange.Verdict;
import boma.http.HeadFault;
import boma.http.Method;
import boma.http.Response;
import boma.http.ResponseEdit;
import boma.net.EventLoop;
import boma.upstream.AnswerSink;
import java.lang.foreign.MemorySegment;

/// What goes back to one connection's client: the node's answer as it comes, or an answer of our own.
///
/// Confined to one event loop.
final class Reply implements AnswerSink {
    private static final byte[] CONTINUE = Ascii.bytes("HTTP/1.1 100 Continue\r\n\r\n");
    private static final int DISCARD_MAX = 64 * 1024; // of a refused body, so that the connection can stay
    private static final int ABSORBED_MAX = 1024 * 1024; // of a node's answer

    private final ClientConnection client;
    private final Worker worker;
    private boolean oldClient; // HTTP/1.0
    private boolean begun;
    private boolean closing;
    private boolean full; // takes no more until the client has taken all: only then is the node read on
    private boolean cutShort; // only a reset can tell this client that the answer is not complete

    Reply(ClientConnection client) {
        this.client = client;
        this.worker = client.worker;
    }

    /// A request begins.
    void begin(boolean oldClient) {
        this.oldClient = oldClient;
        begun = false;
        closing = false;
        cutShort = false;
        full = false;
    }

    /// Whether the client has seen the beginning of an answer.
    boolean begun() {
        return begun;
    }

    /// Whether the end of the connection would look like the end of the answer.
    boolean cutShort() {
        return begun && cutShort;
    }

    /// Ends the connection, for the answer that has begun cannot be completed.
    void breakOff() {
        client.close();
    }

    // ---- answers of our own

    void sayContinue() {
        client.intake.body().askedFor();
        if (!oldClient) client.socket.write(scratch(CONTINUE), 0, CONTINUE.length);
    }

    private MemorySegment scratch(byte[] bytes) {
        MemorySegment s = worker.loop.scratch();
        MemorySegment.copy(bytes, 0, s, JAVA_BYTE, 0, bytes.length);
        return s;
    }

    /// Refuses the request; the connection stays if the rest of the body is short.
    void refuse(Verdict.Deny deny) {
        Exchange x = client.exchange;
        closing = lastAnswer();
        x.verdict = deny;
        Refusal refusal = deny.refusal();
        x.status = refusal.status();
        long seconds = Math.max(1, (x.waitNanos + 999_999_999) / 1_000_000_000);
        MemorySegment s = worker.loop.scratch();
        int length = refusal.write(s, 0, seconds, x.id, connection(), x.method != Method.HEAD);
        deliver(x, s, length);
    }

    /// Whether the connection ends with an answer of our own, also because the rest of the request is too long to be
    /// read for nothing.
    private boolean lastAnswer() {
        return !client.keepAlive || worker.draining() || !client.intake.body().restIsShort(DISCARD_MAX);
    }

    /// Refuses what cannot be answered otherwise than by ending the connection.
    void refuseAndClose(Reason reason) {
        client.keepAlive = false;
        refuse(worker.gate.policy().denials().of(reason));
        client.goOn();
    }

    void refuseAndClose(HeadFault fault) {
        client.keepAlive = false;
        begin(false);
        refuse(worker.gate.policy().denials().of(fault));
    }

    /// Answers without a node.
    void answer(Verdict.Answer verdict) {
        Exchange x = client.exchange;
        closing = lastAnswer();
        x.verdict = verdict;
        x.status = verdict.response().status();
        MemorySegment s = worker.loop.scratch();
        deliver(x, s, verdict.response().write(s, 0, x.id, connection(), x.method != Method.HEAD));
    }

    /// What the client is told about its connection.
    private ResponseEdit.Connection connection() {
        if (closing) return ResponseEdit.Connection.CLOSE;
        return oldClient ? ResponseEdit.Connection.KEEP_ALIVE : ResponseEdit.Connection.UNSAID;
    }

    private void deliver(Exchange x, MemorySegment s, int length) {
        begun = true;
        x.bytesOut = length;
        if (client.socket.write(s, 0, length)) client.answered(closing);
        else client.close();
    }

    // ---- the node's answer

    @Override
    public Exchange exchange() {
        return client.exchange;
    }

    @Override
    public boolean ready() {
        int pending = client.socket.pending();
        if (pending == 0) full = false;
        else if (!full && pending >= Worker.PENDING_MAX) full = !absorbs();
        return !full;
    }

    /// Whether an answer is read on for a client that is slow to take it: its node is then soon free for others.
    private boolean absorbs() {
        return client.state != State.TUNNEL && client.socket.provide(EventLoop.READ_MAX, ABSORBED_MAX);
    }

    @Override
    public boolean decodesChunks() {
        return oldClient;
    }

    @Override
    public boolean asksForTunnel() {
        return client.forwarding.asksForTunnel();
    }

    @Override
    public void onInterim(Response head) {
        if (oldClient || client.gone()) return;
        ResponseEdit e = worker.responseEdit;
        e.clear();
        MemorySegment s = worker.loop.scratch();
        int length = worker.headWriter.responseHead(head, s, 0, e);
        if (length > 0 && !client.socket.write(s, 0, length)) client.close();
    }

    @Override
    public void onAnswer(Response head, MemorySegment bytes, int from, int to, boolean end) {
        client.forwarding.release();
        if (client.gone()) {
            if (end) client.forwarding.concluded();
            return;
        }
        Exchange x = client.exchange;
        ResponseEdit e = edit(head, x);
        MemorySegment scratch = worker.loop.scratch();
        int length = worker.headWriter.responseHead(head, scratch, 0, e);
        if (length < 0 || length > from) {
            closing = true;
            client.close();
            return;
        }
        int start = from - length;
        MemorySegment.copy(scratch, 0, bytes, start, length);
        begun = true;
        write(bytes, start, to, end);
    }

    private ResponseEdit edit(Response head, Exchange x) {
        ResponseEdit e = worker.responseEdit;
        e.clear();
        worker.showId(x.id, e.requestId);
        if (worker.isAntelope(x)) {
            e.added = worker.gate.policy().answerFields();
            e.dropCors = e.added.length > 0;
        }
        boolean bodyless = head.bodyless(x.method);
        boolean untilClose = !bodyless && (head.untilClose() || (oldClient && head.chunked()));
        cutShort = untilClose;
        if (!untilClose) e.framingOf(head, x.method, oldClient);
        closing = !client.keepAlive
                || worker.draining()
                || untilClose
                || !client.intake.body().done();
        e.connection = connection();
        return e;
    }

    @Override
    public void onBody(MemorySegment bytes, int from, int to, boolean end) {
        write(bytes, from, to, end);
    }

    private void write(MemorySegment bytes, int from, int to, boolean end) {
        if (client.gone()) {
            if (end) client.forwarding.concluded();
            return;
        }
        client.exchange.bytesOut += to - from;
        if (end) client.forwarding.finished();
        if (to > from && !client.socket.write(bytes, from, to - from)) {
            client.close();
            return;
        }
        if (end) {
            client.answered(closing);
            client.goOn();
        } else if (client.socket.pending() > 0) {
            client.deadlines.awaitReader();
        } else if (client.state == State.TUNNEL) {
            client.tunnelMoved();
        }
    }

    @Override
    public void onTunnel(Response head, MemorySegment bytes, int from, int to) {
        client.forwarding.release();
        ResponseEdit e = worker.responseEdit;
        e.clear();
        e.connection = ResponseEdit.Connection.UPGRADE;
        MemorySegment s = worker.loop.scratch();
        int length = worker.headWriter.responseHead(head, s, 0, e);
        begun = true;
        closing = true;
        cutShort = false;
        client.tunnel();
        if (!client.socket.write(s, 0, length)) client.close();
        else if (to > from) onBody(bytes, from, to, false);
        client.goOn();
    }

    @Override
    public void onNodeFailed(Failure failure) {
        Exchange x = client.exchange;
        if (client.gone()) {
            client.forwarding.concluded();
            return;
        }
        if (!begun && client.forwarding.retry(failure)) {
            client.goOn();
            return;
        }
        client.forwarding.abandon(); // Why: after a bug the exchange may be at another node already
        x.failure = failure;
        if (begun) {
            breakOff();
        } else {
            refuse(worker.gate.policy().denials().of(failure.reason()));
            client.goOn();
        }
    }

    @Override
    public void onNodeWritable() {
        if (client.gone()) return;
        client.forwarding.delivered();
        if (client.state == State.STREAM || client.state == State.TUNNEL) {
            client.onReadable();
        }
    }
}
