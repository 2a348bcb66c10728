package boma.upstream;

import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.http.HeadFault;
import boma.http.Method;
import boma.http.Response;
import boma.net.Buffer;
import boma.net.Errno;
import boma.net.EventLoop;
import boma.net.Handler;
import boma.net.Socket;
import boma.net.Timer;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One connection to a node, which serves one exchange at a time and waits in [LoopPool] between two.
///
/// The answer is checked as strictly as a request: two lengths, a bad chunk size, bytes behind the end or an early
/// close never reach the client as a complete answer, and such a connection is never used again.
///
/// Confined to one event loop.
public final class NodeConnection implements Handler, Timer.Action {
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
    private final PoolConfig config;
    private final EventLoop loop;
    private final Timer timer = new Timer(this);
    private final AnswerBody body = new AnswerBody();
    private final Lease.Ready lease = new Lease.Ready(this);
    private @Nullable Socket socket;
    private State state = State.IDLE;
    private @Nullable AnswerSink sink;
    private @Nullable Buffer partialHead;
    private boolean fresh = true; // has not answered yet
    private boolean requestComplete;
    private boolean answerSeen;
    private boolean keepAlive;
    private int interims;

    @Nullable NodeConnection nextIdle;
    @Nullable NodeConnection previousIdle;

    NodeConnection(LoopPool owner, int place, Node node, PoolConfig config) {
        this.owner = owner;
        this.place = place;
        this.node = node;
        this.config = config;
        this.loop = owner.loop();
    }

    boolean open(EventLoop loop, int[] failed) {
        socket = loop.connect(node.address(), this, failed);
        return socket != null;
    }

    Lease.Ready lease() {
        return lease;
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
        state = State.HEAD;
        requestComplete = false;
        answerSeen = false;
        interims = 0;
        boolean connecting = socket().connecting();
        var time = connecting ? config.connect() : config.answer();
        loop.timers().set(timer, loop.now() + time.toNanos());
    }

    /// Sends a part of the request. A failure is reported through the sink later, never from here.
    public void send(MemorySegment bytes, int at, int length) {
        if (state == State.CLOSED) return;
        if (!socket().write(bytes, at, length)) afterFailedWrite();
    }

    /// A node that has enough closes while we write; what it said before counts.
    private void afterFailedWrite() {
        int errno = socket().errno();
        loop.execute(() -> {
            if (state == State.CLOSED || sink == null) return;
            onReadable();
            if (state != State.CLOSED && sink != null) fail(Reason.NODE_CLOSED, Errno.text(errno));
        });
    }

    /// Nothing of the request is missing any more.
    public void requestComplete() {
        requestComplete = true;
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

    /// The client is gone: what the node still says is of no interest.
    public void abandon() {
        close();
    }

    // ---- from the event loop

    @Override
    public void onWritable() {
        if (state == State.HEAD && !answerSeen) loop.timers().set(timer, loop.now() + config.answer().toNanos());
        if (sink != null) sink.onNodeWritable();
    }

    @Override
    public void onFailed(int errno) {
        if (sink == null) close();
        else fail(errno == Errno.ECONNRESET ? Reason.NODE_CLOSED : Reason.NODE_UNREACHABLE, Errno.text(errno));
    }

    @Override
    public void onBug() {
        fail(Reason.INTERNAL_ERROR, "a bug");
    }

    @Override
    public void onDeadline() {
        if (state == State.TUNNEL) return; // the client's side minds the tunnel's idle time
        if (sink == null) close();
        else if (socket().connecting()) fail(Reason.NODE_UNREACHABLE, "no connection in time");
        else if (sink.ready()) fail(Reason.NODE_TIMEOUT, "no answer in time");
        else loop.timers().set(timer, loop.now() + config.answer().toNanos()); // it is the client who is slow
    }

    @Override
    public void onReadable() {
        while (state != State.CLOSED && socket().readable()) {
            if (state == State.IDLE) {
                close(); // a node that speaks unasked, or that has gone
                return;
            }
            if (sink == null || !sink.ready() || socket().connecting()) return;
            MemorySegment bytes = loop.readBuffer();
            int at = restorePartialHead(bytes);
            int n = socket().read(bytes, at, EventLoop.READ_FROM + EventLoop.READ_MAX - at);
            if (n == Socket.WOULD_BLOCK) {
                keepPartialHead(bytes, EventLoop.READ_FROM, at);
                return;
            }
            if (n == Socket.END) onEnd();
            else if (n == Socket.FAILED) fail(Reason.NODE_CLOSED, Errno.text(socket().errno()));
            else onBytes(bytes, EventLoop.READ_FROM, at + n);
        }
    }

    private int restorePartialHead(MemorySegment bytes) {
        Buffer partial = partialHead;
        if (partial == null) return EventLoop.READ_FROM;
        MemorySegment.copy(partial.bytes(), partial.from, bytes, EventLoop.READ_FROM, partial.length());
        int at = EventLoop.READ_FROM + partial.length();
        loop.buffers().giveBack(partial);
        partialHead = null;
        return at;
    }

    private void keepPartialHead(MemorySegment bytes, int from, int to) {
        if (from == to) return;
        Buffer partial = loop.buffers().take(to - from);
        if (partial == null) {
            fail(Reason.OVERLOADED, "no memory for the head of the answer");
            return;
        }
        partial.append(bytes, from, to - from);
        partialHead = partial;
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
        while (state == State.HEAD) {
            head.clear();
            HeadFault fault = owner.reading().reader.read(bytes, from, to, head);
            if (fault == HeadFault.INCOMPLETE) {
                keepPartialHead(bytes, from, to);
                return;
            }
            answerSeen = true;
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
        AnswerSink to_ = sink();
        Exchange x = to_.exchange();
        x.answeredNanos = loop.now();
        x.status = head.status();
        node.onAnswered();
        loop.timers().set(timer, loop.now() + config.answer().toNanos());
        if (head.upgrade()) {
            state = State.TUNNEL;
            loop.timers().set(timer, Timer.NEVER);
            to_.onTunnel(head, bytes, from, to);
            return;
        }
        state = State.BODY;
        // nodeos answers HEAD with a body: after one, nobody can tell where the next answer begins.
        keepAlive = head.keepAlive() && x.method != Method.HEAD;
        body.begin(head, x, to_.decodesChunks());
        int kept = body.take(bytes, from, to);
        if (kept < 0) fail(Reason.NODE_BAD_ANSWER, body.fault());
        else passHead(head, bytes, from, from + kept);
    }

    private void passHead(Response head, MemorySegment bytes, int from, int to) {
        AnswerSink receiver = sink();
        boolean end = body.done();
        if (end) settle();
        receiver.onAnswer(head, bytes, from, to, end);
    }

    private void onBodyBytes(MemorySegment bytes, int from, int to) {
        loop.timers().set(timer, loop.now() + config.answer().toNanos());
        int kept = body.take(bytes, from, to);
        if (kept < 0) {
            fail(Reason.NODE_BAD_ANSWER, body.fault());
            return;
        }
        AnswerSink receiver = sink();
        boolean end = body.done();
        if (end) settle();
        receiver.onBody(bytes, from, from + kept, end);
    }

    private void onEnd() {
        if (state == State.TUNNEL) {
            finish();
        } else if (state == State.BODY && body.endsAtClose()) {
            finish();
        } else {
            fail(Reason.NODE_CLOSED, answerSeen || partialHead != null ? "closed early" : "closed without an answer");
        }
    }

    /// The end of the stream is the end of the answer.
    private void finish() {
        AnswerSink receiver = sink();
        body.finish(receiver.exchange());
        keepAlive = false;
        settle();
        receiver.onBody(loop.readBuffer(), EventLoop.READ_FROM, EventLoop.READ_FROM, true);
    }

    /// The answer is complete: part from the exchange, and keep the connection if nothing speaks against it.
    private void settle() {
        if (state == State.BODY) body.finish(sink().exchange());
        sink = null;
        node.end();
        if (keepAlive && requestComplete && !body.excess() && socket().pending() == 0 && !socket().peerEnded()) {
            fresh = false;
            state = State.IDLE;
            loop.timers().set(timer, loop.now() + config.idle().toNanos());
            owner.addIdle(this);
        } else {
            closeSocket();
        }
    }

    private void fail(Reason reason, String detail) {
        AnswerSink receiver = sink;
        if (receiver == null) {
            close();
            return;
        }
        boolean connecting = socket().connecting();
        Moment moment = connecting ? Moment.NODE_CONNECT
                : state == State.BODY ? Moment.NODE_ANSWER_BODY
                : answerSeen || partialHead != null ? Moment.NODE_ANSWER_HEAD : Moment.NODE_REQUEST;
        boolean untouched = connecting || moment == Moment.NODE_REQUEST && reason == Reason.NODE_CLOSED;
        // A kept connection that the node closed just now says nothing about the node.
        if (fresh || reason == Reason.NODE_TIMEOUT || reason == Reason.NODE_BAD_ANSWER) node.onFailed(detail);
        sink = null;
        node.end();
        closeSocket();
        receiver.onNodeFailed(new Failure(Side.NODE, moment, reason, untouched, detail));
    }

    /// Ends the connection without a word to anybody.
    void close() {
        if (state == State.CLOSED) return;
        if (state == State.IDLE) owner.removeIdle(this);
        if (sink != null) {
            sink = null;
            node.end();
        }
        closeSocket();
    }

    private void closeSocket() {
        state = State.CLOSED;
        loop.timers().cancel(timer);
        if (partialHead != null) {
            loop.buffers().giveBack(partialHead);
            partialHead = null;
        }
        socket().close();
        owner.onClosed(node);
    }

    private Socket socket() {
        Socket s = socket;
        if (s == null) throw new IllegalStateException("the connection was never opened");
        return s;
    }

    private AnswerSink sink() {
        AnswerSink s = sink;
        if (s == null) throw new IllegalStateException("no exchange on this connection");
        return s;
    }
}
