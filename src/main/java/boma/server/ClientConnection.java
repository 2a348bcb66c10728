package boma.server;

import boma.client.Client;
import boma.client.ForwardedFor;
import boma.client.Peer;
import boma.client.ProxyOutcome;
import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Ground;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.exchange.Verdict;
import boma.http.Field;
import boma.http.Head;
import boma.ledger.Entry;
import boma.net.EventLoop;
import boma.net.Handler;
import boma.net.Socket;
import boma.net.Timer;
import org.jspecify.annotations.Nullable;

/// One client's connection: its life from being let in to its end, and which of its parts has the word.
///
/// [Intake] reads requests and has them decided, [Forwarding] takes them to a node, [Reply] talks back to the client.
/// While an answer is under way nothing is read, so a client that pipelines waits.
///
/// Confined to one event loop.
final class ClientConnection implements Handler, Timer.Action {
    private static final Ground BAD_PROXY_HEADER = Ground.of(Reason.BAD_PROXY_HEADER);
    private static final Failure GONE =
            new Failure(Side.CLIENT, Moment.NODE_ANSWER_HEAD, Reason.CLIENT_GONE, false, "the client left");
    private static final long PROXY_HEADER_NANOS = 3_000_000_000L; // one retransmission of TCP fits
    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final long REGISTER_NANOS = 200_000_000L;
    private static final int LINGER_MAX = 256 * 1024;

    enum State {
        /// Waits for the PROXY header.
        PROXY_HEADER,
        /// Waits for a head, or for the rest of one.
        HEAD,
        /// Gathers a body that must be seen whole.
        COLLECT,
        /// Waits until a limit allows the request.
        STALLED,
        /// Throws the rest of a refused request's body away.
        DISCARD,
        /// Passes a body on as it comes.
        STREAM,
        /// Waits for the answer.
        WAIT,
        TUNNEL,
        /// All is said; waits until the client has taken it.
        FLUSH,
        /// Has said that it will say no more, and lets the client finish, lest a reset destroy the answer.
        LINGER,
        CLOSED
    }

    final Listener listener;
    final ListenerConfig config;
    final Worker worker;
    final EventLoop loop;
    final Socket socket;
    final Exchange exchange;
    final Intake intake;
    final Forwarding forwarding;
    final Reply reply;
    private final Timer timer = new Timer(this);

    State state;

    /// Whether the client may send another request after this one.
    boolean keepAlive;

    private Peer peer;
    private Caller self;
    private @Nullable Caller told; // the client that a trusted proxy named last
    private @Nullable Entry admitted; // whose connection it counts as
    private boolean unsettled; // a request is in flight that was not recorded yet
    private boolean restUnknown; // what follows on the connection makes no sense any more
    private boolean writeLate; // a deadline runs for what the client has to take
    private int lingered;

    @Nullable ClientConnection next;
    @Nullable ClientConnection previous;

    ClientConnection(Listener listener, int fd, Peer peer) {
        this.listener = listener;
        this.config = listener.config;
        this.worker = listener.worker;
        this.loop = worker.loop;
        this.peer = peer;
        self = Caller.of(peer, null);
        exchange = new Exchange(worker.reading);
        exchange.listener = listener.index;
        socket = loop.accepted(fd, this);
        reply = new Reply(this);
        intake = new Intake(this);
        forwarding = new Forwarding(this);
        state = config.proxyProtocol() ? State.PROXY_HEADER : State.HEAD;
    }

    // ---- being let in

    /// Refuses the connection before anything is read.
    void turnAway(Ground ground) {
        describe(self);
        socket.reset();
        state = State.CLOSED;
        worker.recorder.connectionRefused(ground, exchange, loop.now());
    }

    void start() {
        if (state == State.PROXY_HEADER) {
            setDeadline(PROXY_HEADER_NANOS);
        } else {
            if (!letIn()) return;
            setDeadline(config.head().toNanos());
        }
        onReadable();
    }

    /// The PROXY header names another peer.
    void onProxyHeader(Peer named) {
        peer = named;
        state = State.HEAD;
        if (letIn()) setDeadline(config.head().toNanos());
    }

    void onBadProxyHeader(ProxyOutcome outcome) {
        describe(self);
        exchange.failure = new Failure(Side.CLIENT, Moment.CONNECTION, Reason.BAD_PROXY_HEADER, false, outcome.message());
        worker.recorder.connectionRefused(BAD_PROXY_HEADER, exchange, loop.now());
        close(true);
    }

    private boolean letIn() {
        Entry entry = worker.ledger.track(peer.client());
        self = Caller.of(peer, entry);
        describe(self);
        exchange.clientIsPeer = !config.trustedProxies().trusts(peer);
        Verdict verdict = worker.gate.onConnection(exchange, loop.now());
        if (verdict instanceof Verdict.Drop drop) {
            worker.recorder.connectionRefused(drop.ground(), exchange, loop.now());
            close(true);
            return false;
        }
        admitted = entry;
        return true;
    }

    // ---- who asks

    /// Finds out who makes this request: the peer, or whom a trusted proxy names.
    void identify(Head head) {
        describe(config.trustedProxies().trusts(peer) ? namedIn(head) : self);
    }

    private Caller namedIn(Head head) {
        ForwardedFor walk = worker.forwardedFor;
        walk.begin(config.trustedProxies(), peer);
        for (int i = head.fields() - 1; i >= 0 && walk.wantsMore(); i--) {
            if (head.field(i) != Field.FORWARDED_FOR) continue;
            int at = head.from() + head.valueFrom(i);
            walk.line(head.bytes(), at, at + head.valueLength(i));
        }
        if (!walk.named()) return self;
        Caller last = told;
        if (last != null && last.peer().high() == walk.high() && last.peer().low() == walk.low()) return last;
        Peer named = Peer.told(walk.high(), walk.low(), 0, listener.index);
        Client client = named.client();
        Caller caller = Caller.of(named, worker.ledger.track(client));
        told = caller;
        return caller;
    }

    private void describe(Caller who) {
        exchange.addressHigh = who.peer().high();
        exchange.addressLow = who.peer().low();
        exchange.port = who.peer().port();
        exchange.client = who.entry();
        exchange.clientIsPeer = who == self;
    }

    /// The peer of the connection.
    Caller self() {
        return self;
    }

    /// Whoever asks: the peer, or the client behind it.
    Caller asking() {
        Caller named = told;
        return exchange.clientIsPeer || named == null ? self : named;
    }

    // ---- from the event loop

    @Override
    public void onReadable() {
        while (socket.readable()) {
            switch (state) {
                case PROXY_HEADER, HEAD, DISCARD -> intake.read();
                case COLLECT -> intake.collectMore();
                case STREAM -> {
                    if (!forwarding.ready()) return;
                    intake.read();
                }
                case TUNNEL -> {
                    if (!forwarding.ready()) return;
                    tunnelMoved();
                    intake.read();
                }
                case LINGER -> linger();
                case WAIT, STALLED, FLUSH -> {
                    if (socket.peerEnded()) close();
                    return;
                }
                case CLOSED -> {
                    return;
                }
            }
        }
        if (state != State.CLOSED && state != State.WAIT) register();
    }

    @Override
    public void onWritable() {
        writeLate = false;
        if (state == State.FLUSH) {
            afterFlush();
            return;
        }
        if (state == State.WAIT) clearDeadline();
        if (state == State.TUNNEL) tunnelMoved();
        forwarding.resumeAnswer();
    }

    @Override
    public void onFailed(int errno) {
        close();
    }

    @Override
    public void onBug() {
        if (!unsettled || reply.begun()) {
            close();
            return;
        }
        restIsUnknown();
        reply.refuseAndClose(Reason.INTERNAL_ERROR);
    }

    @Override
    public void onDeadline() {
        switch (state) {
            case PROXY_HEADER -> onBadProxyHeader(ProxyOutcome.closedAfter(intake.heldLength()));
            case HEAD -> {
                if (intake.headBegun()) onHeadTimeout();
                else close();
            }
            case COLLECT -> reply.refuseAndClose(Reason.REQUEST_TIMEOUT);
            case STREAM -> {
                forwarding.abandon();
                if (reply.begun()) close();
                else reply.refuseAndClose(Reason.REQUEST_TIMEOUT);
            }
            case STALLED -> intake.askAgain();
            case WAIT -> {
                register(); // a client that has gone meanwhile is noticed from now on
                if (writeLate) onWriteDeadline();
            }
            case TUNNEL -> {
                if (writeLate) onWriteDeadline();
                else close();
            }
            case DISCARD, FLUSH, LINGER -> close();
            case CLOSED -> {}
        }
    }

    private void onHeadTimeout() {
        intake.startOver();
        reply.begin(false);
        describe(self);
        restIsUnknown();
        reply.refuseAndClose(Reason.REQUEST_TIMEOUT);
    }

    // ---- what the parts tell

    /// A request begins; from now on it is settled exactly once.
    void begun(long id, long startNanos) {
        exchange.reset(id, startNanos);
        unsettled = true;
    }

    /// Nothing that still comes on this connection can be understood.
    void restIsUnknown() {
        restUnknown = true;
    }

    void collecting() {
        state = State.COLLECT;
        setDeadline(config.body().toNanos());
    }

    void headBegun() {
        setDeadline(config.head().toNanos());
    }

    void stalled() {
        state = State.STALLED;
        setDeadline(exchange.waitNanos);
        register();
    }

    /// The request went to a node completely; now its answer is awaited.
    void awaitAnswer() {
        state = State.WAIT;
        // A connection that epoll does not know yet is registered if the answer takes longer than usual.
        if (socket.registered()) clearDeadline();
        else setDeadline(REGISTER_NANOS);
    }

    /// The request goes to a node as it comes.
    void streaming() {
        state = State.STREAM;
        setDeadline(config.body().toNanos());
    }

    void tunnel() {
        state = State.TUNNEL;
        tunnelMoved();
        register();
    }

    void tunnelMoved() {
        setDeadline(config.tunnel().toNanos());
    }

    /// The client does not take what is sent: give it a while.
    void awaitWrite() {
        if (writeLate) return;
        writeLate = true;
        reply.markTaken();
        setDeadline(config.write().toNanos());
    }

    private void onWriteDeadline() {
        writeLate = false;
        if (socket.pending() == 0) return;
        if (reply.takesTooLong()) close();
        else awaitWrite();
    }

    // ---- after an answer

    /// An answer is complete: the next request, or the end.
    ///
    /// @param close whether the client was told so
    void answered(boolean close) {
        settle();
        if (close) {
            beginFlush();
        } else if (intake.body().done()) {
            nextRequest();
        } else {
            state = State.DISCARD;
            setDeadline(config.body().toNanos());
        }
    }

    void nextRequest() {
        state = State.HEAD;
        setDeadline(config.idle().toNanos());
    }

    /// Goes on with what the client sent ahead. Called last, when nothing else uses the read buffer.
    void goOn() {
        if (state == State.HEAD) intake.resumeHeld();
        onReadable();
    }

    private void beginFlush() {
        if (socket.pending() == 0) {
            afterFlush();
        } else {
            state = State.FLUSH;
            awaitWrite();
            register();
        }
    }

    private void afterFlush() {
        if (intake.body().done() && !restUnknown && !socket.readable()) {
            close();
            return;
        }
        state = State.LINGER;
        socket.shutdownOutput();
        setDeadline(LINGER_NANOS);
        register();
    }

    private void linger() {
        int n = socket.read(loop.readBuffer(), EventLoop.READ_FROM, EventLoop.READ_MAX);
        lingered += Math.max(n, 0);
        if (n < 0 || lingered > LINGER_MAX) close();
    }

    // ---- the end

    /// Whether no request is in flight.
    boolean idle() {
        return state == State.HEAD && intake.empty() || state == State.PROXY_HEADER;
    }

    /// Charges and records the exchange.
    void settle() {
        if (!unsettled) return;
        unsettled = false;
        worker.gate.settle(exchange, loop.now());
        worker.recorder.finished(exchange, loop.now());
    }

    /// Ends the connection, and with it whatever is in flight.
    void close() {
        close(false);
    }

    /// @param reset whether the client gets a reset instead of an orderly end
    void close(boolean reset) {
        if (state == State.CLOSED) return;
        forwarding.abandon();
        if (unsettled && state != State.TUNNEL && exchange.failure == null) exchange.failure = GONE;
        settle();
        state = State.CLOSED;
        loop.timers().cancel(timer);
        intake.release();
        if (reset) socket.reset();
        else socket.close();
        if (admitted != null) worker.gate.onDisconnect(admitted);
        listener.remove(this);
    }

    private void register() {
        if (!socket.register()) close();
    }

    private void setDeadline(long nanosFromNow) {
        loop.timers().set(timer, loop.now() + nanosFromNow);
    }

    private void clearDeadline() {
        loop.timers().set(timer, Timer.NEVER);
    }
}
