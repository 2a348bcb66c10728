package boma.upstream;

import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.http.HeadFault;
import boma.http.Method;
import boma.http.Response;
import boma.net.Errno;
import boma.net.EventLoop;
import boma.net.Handler;
import boma.net.Socket;
import boma.net.SocketAddress;
import boma.net.Timer;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One connection to a node, which serves one exchange at a time and waits in [LoopPool] between two.
///
/// The answer is checked as strictly as a request: two lengths, a bad chunk size, bytes behind the end or an early
/// close never reach the client as a complete answer, and such a connection is never used again.
///
/// Confined to one event loop.
public final class NodeConnection implements Handler, Timer.Action {
    private static final int READS_MAX = 2; // of 128 KiB, before other sockets have their turn
    private static final int INTERIM_MAX = 16; // 1xx answers before the final one

    private enum State {
        IDLE,
        HEAD,
        BODY,
        TUNNEL,
        CLOSED
    }

    private final LoopPool owner;
    private final int place;
    private final Node node;
    final SocketAddress address; // where the node was when this was opened
    private final PoolConfig config;
    private final EventLoop loop;
    private final Timer timer = new Timer(this);
    private final AnswerBody body;
    final Lease.Ready lease = new Lease.Ready(this);
    private @Nullable Socket socket;
    private State state = State.IDLE;
    private @Nullable AnswerSink sink;
    private @Nullable AnswerSink told; // is being told that its exchange is over
    private final PartialHead partialHead;
    private boolean fresh = true; // has not answered yet
    private boolean requestComplete;
    private boolean answerSeen;
    private boolean keepAlive;
    private boolean tunnelEnded; // by the client
    private int interims;

    @Nullable
    NodeConnection nextIdle;

    @Nullable
    NodeConnection previousIdle;

    NodeConnection(LoopPool owner, int place, Node node, SocketAddress address, PoolConfig config) {
        this.owner = owner;
        this.place = place;
        this.node = node;
        this.address = address;
        this.config = config;
        this.loop = owner.loop();
        this.body = new AnswerBody(loop.scratch());
        this.partialHead = new PartialHead(loop.buffers());
    }

    boolean open(int[] failed) {
        socket = loop.connect(address, this, failed);
        return socket != null;
    }

    int place() {
        return place;
    }

    public Node node() {
        return node;
    }

    /// Takes an exchange on; its request follows by [#send].
    void begin(AnswerSink sink) {
        this.sink = sink;
        told = null;
        state = State.HEAD;
        socket().idle(false);
        requestComplete = false;
        answerSeen = false;
        interims = 0;
        setDeadline(socket().connecting() ? config.connect() : config.answer());
    }

    /// Sends a part of the request. A failure is reported through the sink later, never from here.
    public void send(MemorySegment bytes, int at, int length) {
        if (state == State.CLOSED) return;
        if (!socket().write(bytes, at, length)) afterFailedWrite();
    }

    /// A node that has enough closes while we write; what it said before counts.
    private void afterFailedWrite() {
        int errno = socket().errno();
        AnswerSink writer = sink();
        loop.execute(() -> {
            if (!writer.equals(sink)) return; // it has ended, or is another one's by now
            if (!Errno.isExhausted(errno)) onReadable();
            if (state != State.CLOSED && sink != null) fail(NodeFailures.reasonOf(errno), Errno.text(errno));
        });
    }

    /// Nothing of the request is missing any more.
    public void requestComplete() {
        requestComplete = true;
        if (state == State.HEAD && !socket().connecting()) setDeadline(config.answer());
    }

    /// The client of a tunnel sends no more. The node hears so when it has taken the rest.
    public void endTunnel() {
        tunnelEnded = true;
        if (state == State.TUNNEL && socket().pending() == 0) socket().shutdownOutput();
    }

    private void setDeadline(Duration fromNow) {
        loop.timers().set(timer, loop.now() + fromNow.toNanos());
    }

    /// Whether the connection is still being made, so that the node has seen nothing.
    public boolean connecting() {
        return state != State.CLOSED && socket().connecting();
    }

    /// Bytes of the request that the node has not taken.
    public int pending() {
        return state == State.CLOSED ? 0 : socket().pending();
    }

    /// The sink takes bytes again.
    public void resume() {
        if (state != State.CLOSED && sink != null) onReadable();
    }

    // ---- from the event loop

    @Override
    public void onWritable() {
        if (state == State.HEAD && !answerSeen) setDeadline(config.answer());
        if (state == State.TUNNEL && tunnelEnded) endTunnel();
        if (sink != null && socket().pending() == 0) sink.onNodeWritable();
    }

    @Override
    public void onFailed(int errno) {
        onReadable(); // what the node said before counts, however long it takes to be read
        if (sink == null) close();
        else if (!socket().readable()) fail(NodeFailures.reasonOf(errno), Errno.text(errno));
    }

    @Override
    public void onBug() {
        AnswerSink receiver = told;
        told = null;
        if (sink != null) fail(Reason.INTERNAL_ERROR, "a bug");
        else close();
        // Why: whoever was being told of the end when the bug struck would wait for ever.
        if (receiver == null) return;
        receiver.onNodeFailed(new Failure(Side.BOMA, Moment.NODE_ANSWER_BODY, Reason.INTERNAL_ERROR, false, "a bug"));
    }

    @Override
    public void onDeadline() {
        if (state == State.TUNNEL) return; // the client's side minds the tunnel's idle time
        if (sink == null) close();
        else if (socket().connecting()) fail(Reason.NODE_UNREACHABLE, "no connection in time");
        else if (waitsForClient(sink)) setDeadline(config.answer());
        else fail(Reason.NODE_TIMEOUT, "no answer in time");
    }

    /// Whether it is the client who is slow, in taking the answer or in sending the request.
    private boolean waitsForClient(AnswerSink receiver) {
        return !receiver.ready() || (state == State.HEAD && !requestComplete && socket().pending() == 0);
    }

    @Override
    public void onReadable() {
        for (int reads = 0; state != State.CLOSED && socket().readable(); reads++) {
            if (state == State.IDLE) {
                close(); // a node that speaks unasked, or that has gone
                return;
            }
            if (sink == null || !sink.ready() || socket().connecting()) return;
            if (reads == READS_MAX) {
                socket().giveWay();
                return;
            }
            MemorySegment bytes = loop.readBuffer();
            int at = partialHead.restore(bytes, EventLoop.READ_FROM);
            int n = socket().read(bytes, at, EventLoop.READ_FROM + EventLoop.READ_MAX - at);
            if (n == Socket.WOULD_BLOCK) {
                keepPartialHead(bytes, EventLoop.READ_FROM, at);
                return;
            }
            if (n == Socket.END) onEnd();
            else if (n == Socket.FAILED) fail(NodeFailures.reasonOf(socket().errno()), Errno.text(socket().errno()));
            else onBytes(bytes, EventLoop.READ_FROM, at + n);
        }
    }

    private void keepPartialHead(MemorySegment bytes, int from, int to) {
        if (!partialHead.keep(bytes, from, to)) fail(Reason.OVERLOADED, "no memory for the head of the answer");
    }

    private void onBytes(MemorySegment bytes, int from, int to) {
        switch (state) {
            case HEAD -> onHeadBytes(bytes, from, to);
            case BODY -> onBodyBytes(bytes, from, to);
            case TUNNEL -> sink().onBody(bytes, from, to, false);
            case IDLE, CLOSED -> close();
        }
    }

    private void onHeadBytes(MemorySegment bytes, int from, int to) {
        Response head = owner.reading().head;
        answerSeen = true;
        while (state == State.HEAD) {
            head.clear();
            HeadFault fault = owner.reading().reader.read(bytes, from, to, head);
            if (fault == HeadFault.INCOMPLETE) {
                keepPartialHead(bytes, from, to);
                return;
            }
            if (fault.refused()) {
                fail(Reason.NODE_BAD_ANSWER, fault.reason());
                return;
            }
            from += head.head().length();
            if (!head.interim()) {
                onFinalHead(head, bytes, from, to);
                return;
            }
            if (++interims > INTERIM_MAX) fail(Reason.NODE_BAD_ANSWER, "too many interim answers");
            else if (head.status() != 100) sink().onInterim(head); // we said 100 ourselves
            if (from == to) return;
        }
    }

    private void onFinalHead(Response head, MemorySegment bytes, int from, int to) {
        AnswerSink receiver = sink();
        if (head.upgrade() && !receiver.asksForTunnel()) {
            fail(Reason.NODE_BAD_ANSWER, "another protocol, unasked");
            return;
        }
        Exchange x = receiver.exchange();
        x.answeredNanos = loop.now();
        x.status = head.status();
        setDeadline(config.answer());
        if (head.upgrade()) {
            state = State.TUNNEL;
            loop.timers().set(timer, Timer.NEVER);
            receiver.onTunnel(head, bytes, from, to);
            return;
        }
        state = State.BODY;
        // nodeos answers HEAD with a body: after one, nobody can tell where the next answer begins.
        keepAlive = head.keepAlive() && x.method != Method.HEAD;
        body.begin(head, x, receiver.decodesChunks());
        int kept = body.take(bytes, from, to);
        if (kept < 0) fail(Reason.NODE_BAD_ANSWER, body.fault());
        else passHead(head, bytes, from, from + kept);
    }

    private void passHead(Response head, MemorySegment bytes, int from, int to) {
        AnswerSink receiver = sink();
        boolean end = body.done();
        if (end) part();
        receiver.onAnswer(head, bytes, from, to, end);
        told = null;
    }

    private void onBodyBytes(MemorySegment bytes, int from, int to) {
        setDeadline(config.answer());
        int kept = body.take(bytes, from, to);
        if (kept < 0) {
            fail(Reason.NODE_BAD_ANSWER, body.fault());
            return;
        }
        AnswerSink receiver = sink();
        boolean end = body.done();
        if (end) part();
        receiver.onBody(bytes, from, from + kept, end);
        told = null;
    }

    private void onEnd() {
        if (state == State.TUNNEL || (state == State.BODY && body.endsAtClose())) {
            finish();
        } else {
            fail(Reason.NODE_CLOSED, answerSeen ? "closed early" : "closed without an answer");
        }
    }

    /// The end of the stream is the end of the answer.
    private void finish() {
        AnswerSink receiver = sink();
        keepAlive = false;
        part();
        receiver.onBody(loop.readBuffer(), EventLoop.READ_FROM, EventLoop.READ_FROM, true);
        told = null;
    }

    /// The answer is complete: part from the exchange, and keep the connection if nothing speaks against it.
    private void part() {
        if (state == State.BODY) body.finish(sink().exchange());
        if (node.isAt(address)) node.onAnswered();
        told = sink;
        sink = null;
        node.end();
        if (keepAlive && requestComplete && !body.excess() && socket().quiet()) {
            fresh = false;
            rest();
        } else {
            closeSocket();
        }
    }

    private void rest() {
        state = State.IDLE;
        socket().idle(true);
        setDeadline(config.idle());
        owner.addIdle(this);
    }

    /// Gives the connection back before anything was sent on it.
    public void giveBack() {
        if (connecting()) {
            close();
            return;
        }
        sink = null;
        node.end();
        rest();
    }

    private void fail(Reason reason, String detail) {
        AnswerSink receiver = sink();
        Failure failure = NodeFailures.of(moment(), reason, detail);
        boolean tells = NodeFailures.tellOfNode(failure, config.health(), fresh) && node.isAt(address);
        if (tells) NodeFailures.count(node, receiver.exchange(), detail);
        sink = null;
        told = receiver;
        node.end();
        closeSocket();
        receiver.onNodeFailed(failure);
        told = null;
    }

    private Moment moment() {
        if (socket().connecting()) return Moment.NODE_CONNECT;
        if (state == State.BODY) return Moment.NODE_ANSWER_BODY;
        return answerSeen ? Moment.NODE_ANSWER_HEAD : Moment.NODE_REQUEST;
    }

    /// Ends the connection without a word to anybody: what the node still says is of no interest.
    public void close() {
        if (state == State.CLOSED) return;
        if (state == State.IDLE) owner.removeIdle(this);
        if (sink != null) {
            sink = null;
            node.end();
        }
        closeSocket();
    }

    private void closeSocket() {
        boolean orderly = state == State.IDLE || state == State.TUNNEL;
        state = State.CLOSED;
        loop.timers().cancel(timer);
        partialHead.release();
        if (orderly) socket().close();
        else socket().reset(); // Why: else clients could use up all local ports, each of which would wait for a minute
        owner.onClosed(node);
    }

    private Socket socket() {
        return Objects.requireNonNull(socket, "the connection was never opened");
    }

    private AnswerSink sink() {
        return Objects.requireNonNull(sink, "no exchange on this connection");
    }
}
