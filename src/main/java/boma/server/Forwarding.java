package boma.server;

import boma.antelope.EndpointGroup;
import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.http.HeadFault;
import boma.http.Method;
import boma.http.Request;
import boma.http.RequestEdit;
import boma.net.Buffer;
import boma.upstream.Lease;
import boma.upstream.NodeConnection;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Brings one connection's requests to a node: finds one, composes the head, sends, and tries once more where that
/// is harmless.
///
/// A push never reaches a node twice. A request without a body, or a read call with a small one, is sent again on a
/// new connection when the first gave no byte of an answer; anything may go to another node while the connection to
/// the first was not even made.
///
/// Confined to one event loop.
final class Forwarding {
    private static final int RETAINED_MAX = 16 * 1024;
    private static final int CONNECTS_MAX = 3;

    private final ClientConnection client;
    private final Worker worker;
    private final Reply reply;
    private @Nullable NodeConnection node;
    private @Nullable Buffer retained; // the request as it was decided on, for another try
    private int retainedHead;
    private boolean whole;
    private boolean repeatable; // does no harm when a node gets it twice
    private boolean upgrade; // the node was asked for another protocol

    Forwarding(ClientConnection client) {
        this.client = client;
        this.worker = client.worker;
        this.reply = client.reply;
    }

    /// Sends a request, or the part of it that is there, to a node of the pool that the gate chose.
    ///
    /// @param whole whether the body is complete and without chunk framing
    void forward(Request r, MemorySegment bytes, int bodyAt, int bodyTo, boolean whole) {
        this.whole = whole;
        forward(r, bytes, bodyAt, bodyTo, Exchange.NONE);
    }

    private void forward(Request r, MemorySegment bytes, int bodyAt, int bodyTo, int except) {
        Exchange x = client.exchange;
        upgrade = r.upgrade() && (!worker.isAntelope(x) || x.endpoint.group() == EndpointGroup.HYPERION);
        boolean brief = client.intake.body().done() && !upgrade;
        switch (worker.pool(x.pool).acquire(x, reply, brief, except)) {
            case Lease.Ready(NodeConnection connection) -> send(connection, r, bytes, bodyAt, bodyTo);
            case Lease.NoneHealthy _ -> refuse(Reason.NO_HEALTHY_NODE);
            case Lease.Busy _ -> refuse(Reason.NODES_BUSY);
            case Lease.Failed(Failure failure) -> {
                x.failure = failure;
                refuse(failure.reason());
            }
        }
    }

    private void refuse(Reason reason) {
        release();
        reply.refuse(worker.gate.policy().denials().of(reason));
    }

    private void send(NodeConnection connection, Request r, MemorySegment bytes, int bodyAt, int bodyTo) {
        boolean complete = client.intake.body().done();
        boolean sayContinue = !complete && r.expectContinue() && bodyAt == bodyTo;
        retain(connection, r, bytes, bodyAt, bodyTo, complete);
        int length = composeHead(connection, r, bodyTo - bodyAt, complete);
        if (length < 0 || length > bodyAt) {
            connection.giveBack();
            refuse(Reason.HEAD_TOO_LARGE);
            return;
        }
        int start = bodyAt - length;
        MemorySegment.copy(worker.loop.scratch(), 0, bytes, start, length);
        node = connection;
        client.exchange.sentNanos = worker.loop.now();
        if (complete) client.awaitAnswer();
        else client.streaming();
        if (sayContinue) reply.sayContinue();
        if (complete) connection.requestComplete();
        connection.send(bytes, start, bodyTo - start);
    }

    private int composeHead(NodeConnection connection, Request r, int bodyLength, boolean complete) {
        Exchange x = client.exchange;
        RequestEdit e = worker.requestEdit;
        e.clear();
        e.host = connection.node().host();
        e.keepForwardedFor = client.asker.isNamed();
        e.client = client.asker.self().address();
        e.scheme = client.asker.scheme();
        e.added = client.asker.asking().realIp();
        worker.showId(x.id, e.requestId);
        e.plainAnswer = x.endpoint.carriesTransactions();
        e.asGet = worker.isAntelope(x) && x.method == Method.HEAD;
        e.upgrade = upgrade;
        if (client.intake.body().chunked() && !whole) e.chunked = true;
        else if (r.chunked() || r.contentLength() >= 0) e.contentLength = complete ? bodyLength : r.contentLength();
        return worker.headWriter.requestHead(r, worker.loop.scratch(), 0, e);
    }

    /// More of the body.
    void pass(MemorySegment bytes, int from, int to) {
        NodeConnection n = node;
        if (n == null) return; // the node has answered already, or failed
        boolean complete = client.intake.body().done();
        if (complete) {
            n.requestComplete();
            client.awaitAnswer();
        }
        n.send(bytes, from, to - from);
    }

    int tunnel(MemorySegment bytes, int from, int to) {
        client.exchange.bytesIn += to - from;
        if (node != null) node.send(bytes, from, to - from);
        return to;
    }

    /// The client sends no more; the node may go on.
    void endTunnel() {
        if (node != null) node.endTunnel();
    }

    /// Whether the node was asked for another protocol.
    boolean asksForTunnel() {
        return upgrade;
    }

    /// Whether the node takes more at the moment.
    boolean ready() {
        return node == null || node.pending() < Worker.PENDING_MAX;
    }

    void resumeAnswer() {
        if (node != null) node.resume();
    }

    // ---- another try

    private void retain(
            NodeConnection connection, Request r, MemorySegment bytes, int bodyAt, int bodyTo, boolean complete) {
        release();
        repeatable = repeatable(r);
        int from = bodyAt - r.head().length();
        if (!complete || bodyTo - from > RETAINED_MAX) return;
        if (!repeatable && !connection.connecting()) return;
        retained = worker.copyOf(bytes, from, bodyTo, client.asker.asking().quota()); // no memory, no second try
        retainedHead = bodyAt - from;
    }

    private boolean repeatable(Request r) {
        Exchange x = client.exchange;
        if (x.endpoint.carriesTransactions()) return false;
        boolean safe = x.method == Method.GET || x.method == Method.HEAD;
        if (safe && !r.hasBody()) return true;
        return worker.isAntelope(x) && x.endpoint.retriable();
    }

    /// Sends the request again after a failure.
    ///
    /// @return false when it must not be, or cannot be, sent again
    boolean retry(Failure failure) {
        node = null;
        Buffer b = retained;
        Exchange x = client.exchange;
        boolean connect = failure.moment() == Moment.NODE_CONNECT;
        if (b == null || !failure.retriable() || x.retries >= (connect ? CONNECTS_MAX : 1)) return false;
        if (!connect && !repeatable) return false;
        retained = null;
        x.retries++;
        worker.recorder.retried(x.node, failure);
        Request r = worker.reading.request;
        r.clear();
        if (client.listener.requestReader.read(b.bytes(), b.from, b.from + retainedHead, r) != HeadFault.NONE) {
            throw new IllegalStateException("a head that was good is not any more");
        }
        forward(r, b.bytes(), b.from + retainedHead, b.to, x.node);
        worker.loop.buffers().giveBack(b);
        return true;
    }

    /// The node is there and has the request: from now on only what does no harm can be sent again.
    void delivered() {
        if (!repeatable) release();
    }

    /// The node has begun to answer, or nothing more is to be tried.
    void release() {
        if (retained == null) return;
        worker.loop.buffers().giveBack(retained);
        retained = null;
    }

    /// The answer is complete, and the connection belongs to the pool again.
    void finished() {
        node = null;
        release();
    }

    /// Whether a push is at the node, so that its outcome counts though the client has left.
    boolean outlivesClient() {
        return node != null && !node.connecting() && client.exchange.endpoint.carriesTransactions();
    }

    /// The outcome is there, of which no client will hear.
    void concluded() {
        finished();
        client.concluded();
    }

    /// Whatever the node is doing is of no interest any more.
    void abandon() {
        release();
        if (node == null) return;
        node.close();
        node = null;
    }
}
