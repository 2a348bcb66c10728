package boma.server;

import boma.client.Peer;
import boma.client.ProxyOutcome;
import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
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
    private static final Failure TOO_SLOW = new Failure(
            Side.CLIENT, Moment.NODE_ANSWER_BODY, Reason.CLIENT_TOO_SLOW, false, "the answer was not taken in time");
    private static final Failure NODE_TOOK_NO_MORE = new Failure(
            Side.NODE, Moment.NODE_REQUEST, Reason.NODE_TIMEOUT, false, "the request was not taken in time");
    private static final int READS_MAX = 2; // of 128 KiB, before other sockets have their turn
    private static final long REGISTER_NANOS = 200_000_000L;

    final Listener listener;
    final ListenerConfig config;
    final Worker worker;
    final EventLoop loop;
    final Socket socket;
    final Exchange exchange;
    final Intake intake;
    final Forwarding forwarding;
    final Reply reply;
    final Asker asker;
    final Deadlines deadlines;
    final Admission admission;
    final Parting parting;

    State state;

    /// Whether the client may send another request after this one.
    boolean keepAlive;

    private boolean unsettled; // a request is in flight that was not recorded yet
    private boolean usedLately; // since somebody asked whether it is dispensable

    @Nullable
    ClientConnection older; // see OpenConnections

    @Nullable
    ClientConnection newer;

    ClientConnection(Listener listener, int fd, Peer peer) {
        this.listener = listener;
        this.config = listener.config;
        this.worker = listener.worker;
        this.loop = worker.loop;
        exchange = new Exchange(worker.reading);
        exchange.listener = listener.index;
        socket = loop.accepted(fd, this);
        asker = new Asker(worker, exchange, listener, peer);
        deadlines = new Deadlines(this);
        admission = new Admission(this);
        reply = new Reply(this);
        intake = new Intake(this);
        forwarding = new Forwarding(this);
        parting = new Parting(this);
        state = config.proxyProtocol() ? State.PROXY_HEADER : State.HEAD;
    }

    void start() {
        if (admission.begin()) onReadable();
    }

    // ---- from the event loop

    @Override
    public void onReadable() {
        if (intake.hasMore() && !takesNothing()) intake.resumeHeld();
        for (int reads = 0; socket.readable(); reads++) {
            if (takesNothing()) return; // goes on when the client has taken what waits for it
            if (reads == READS_MAX || intake.hasMore()) {
                socket.giveWay();
                return;
            }
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
                    if (state == State.TUNNEL) intake.read();
                }
                case LINGER -> parting.linger();
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

    /// Whether the client asks for more while it does not take what was answered: then nothing more is begun.
    private boolean takesNothing() {
        return state == State.HEAD && socket.pending() > 0;
    }

    @Override
    public void onWritable() {
        deadlines.stopWatching();
        if (state == State.FLUSH) {
            parting.flushed();
            return;
        }
        if (state == State.HEAD && !intake.headBegun())
            deadlines.await(config.idle().toNanos());
        if (state == State.STREAM) deadlines.goOnWithBody();
        if (state == State.WAIT) deadlines.awaitOthers();
        if (state == State.TUNNEL) tunnelMoved();
        forwarding.resumeAnswer();
        if (state == State.HEAD) goOn();
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
        forwarding.abandon();
        parting.restIsUnknown();
        reply.refuseAndClose(Reason.INTERNAL_ERROR);
    }

    @Override
    public void onDeadline() {
        switch (state) {
            case PROXY_HEADER -> admission.onBadProxyHeader(ProxyOutcome.TIMED_OUT);
            case HEAD -> {
                if (intake.headBegun()) onHeadTimeout();
                else if (socket.pending() > 0) onWriteDeadline();
                else close();
            }
            case COLLECT -> reply.refuseAndClose(Reason.REQUEST_TIMEOUT);
            case STREAM -> {
                if (deadlines.bodyIsDue()) {
                    onBodyTimeout();
                } else {
                    deadlines.goOnWithBody();
                    onWriteDeadline();
                }
            }
            case STALLED -> intake.askAgain();
            case WAIT -> {
                register(); // a client that has gone meanwhile is noticed from now on
                if (deadlines.watched()) onWriteDeadline();
            }
            case TUNNEL -> {
                if (deadlines.watched()) onWriteDeadline();
                else close();
            }
            case FLUSH -> onWriteDeadline();
            case DISCARD, LINGER -> close();
            case CLOSED -> {}
        }
    }

    private void onHeadTimeout() {
        intake.startOver();
        reply.begin(false);
        asker.describePeer();
        parting.restIsUnknown();
        reply.refuseAndClose(Reason.REQUEST_TIMEOUT);
    }

    /// It took too long, be it that the client did not send or that the node did not take.
    private void onBodyTimeout() {
        boolean byNode = !forwarding.ready();
        if (byNode) exchange.failure = NODE_TOOK_NO_MORE;
        forwarding.abandon();
        if (reply.begun()) reply.breakOff();
        else reply.refuseAndClose(byNode ? Reason.NODE_TIMEOUT : Reason.REQUEST_TIMEOUT);
    }

    // ---- what the parts tell

    /// A request begins; from now on it is settled exactly once.
    void begun(long id, long startNanos) {
        exchange.reset(id, startNanos);
        deadlines.stopWatching();
        unsettled = true;
        usedLately = true;
    }

    void collecting() {
        state = State.COLLECT;
        deadlines.await(config.body().toNanos());
    }

    void headBegun() {
        deadlines.await(config.head().toNanos());
    }

    void stalled() {
        state = State.STALLED;
        deadlines.await(exchange.waitNanos + intake.extraWait());
        register();
    }

    /// The request went to a node completely; now its answer is awaited.
    void awaitAnswer() {
        state = State.WAIT;
        deadlines.stopWatching();
        if (socket.pending() > 0) {
            deadlines.awaitReader();
            return;
        }
        // A connection that epoll does not know yet is registered if the answer takes longer than usual.
        if (socket.registered()) deadlines.awaitOthers();
        else deadlines.await(REGISTER_NANOS);
    }

    /// The request goes to a node as it comes.
    void streaming() {
        state = State.STREAM;
        deadlines.awaitBody();
    }

    void tunnel() {
        state = State.TUNNEL;
        tunnelMoved();
        register();
    }

    /// Once one side has said its last word, the other one has not an hour to answer. And a ban ends tunnels too.
    void tunnelMoved() {
        if (exchange.client != null && exchange.client.banned(loop.now())) {
            close(true);
            return;
        }
        if (deadlines.watched()) return; // what the client sends does not excuse what it does not take
        deadlines.await((socket.peerEnded() ? config.idle() : config.tunnel()).toNanos());
    }

    private void onWriteDeadline() {
        deadlines.stopWatching();
        if (socket.pending() == 0) return;
        if (!deadlines.readerIsTooSlow()) {
            deadlines.awaitReader();
            return;
        }
        if (unsettled) exchange.failure = TOO_SLOW;
        close(true); // Why: after an orderly end the kernel would keep for it what it does not take
    }

    // ---- after an answer

    /// An answer is complete: the next request, or the end.
    ///
    /// @param close whether the client was told so
    void answered(boolean close) {
        settle();
        if (close) {
            parting.begin();
        } else if (intake.body().done()) {
            nextRequest();
        } else {
            state = State.DISCARD;
            deadlines.await(config.body().toNanos());
        }
    }

    void nextRequest() {
        asker.describePeer(); // whoever asked last has nothing to do with it
        state = State.HEAD;
        deadlines.stopWatching();
        if (socket.pending() > 0) deadlines.awaitReader();
        else deadlines.await(config.idle().toNanos());
    }

    /// Goes on with what the client sent ahead. Called last, when nothing else uses the read buffer.
    void goOn() {
        if ((state == State.HEAD && !takesNothing()) || state == State.TUNNEL) intake.resumeHeld();
        onReadable();
    }

    // ---- the end

    /// Whether the client has left, or was made to.
    boolean gone() {
        return state == State.CLOSED;
    }

    /// Whether no request is in flight, and nothing of an answer waits to be taken.
    boolean idle() {
        return (state == State.HEAD && intake.empty() && socket.pending() == 0) || state == State.PROXY_HEADER;
    }

    /// Whether it may end so that another client has its place: it is idle, and was since this was last asked. Never
    /// that of a trusted proxy, which many clients share.
    boolean isDispensable() {
        boolean rests = !usedLately && idle() && !asker.isTrustedProxy();
        usedLately = false;
        return rests;
    }

    /// Charges and records the exchange.
    void settle() {
        if (!unsettled) return;
        unsettled = false;
        worker.gate.settle(exchange, loop.now());
        worker.recorder.finished(exchange, loop.now());
    }

    /// Ends the connection, and with it whatever is in flight. A push that the node has is in flight all the same: its
    /// outcome is waited for and charged, or leaving early would be a way around the limits.
    void close() {
        close(false);
    }

    /// @param reset whether the client gets a reset instead of an orderly end
    void close(boolean reset) {
        if (state == State.CLOSED) return;
        boolean incomplete = reply.cutShort() && (unsettled || socket.pending() > 0);
        if (unsettled && state != State.TUNNEL && exchange.failure == null) {
            exchange.failure = new Failure(Side.CLIENT, moment(), Reason.CLIENT_GONE, false, "the client left");
        }
        if (state == State.WAIT && forwarding.outlivesClient()) {
            worker.orphans.add(this);
            loop.execute(forwarding::resumeAnswer); // it may be waiting for this reader
        } else {
            forwarding.abandon();
            settle();
        }
        state = State.CLOSED;
        deadlines.end();
        intake.release();
        if (reset || incomplete) socket.reset();
        else socket.close();
        admission.end();
        listener.remove(this);
    }

    /// How far the request has come.
    private Moment moment() {
        return switch (state) {
            case PROXY_HEADER -> Moment.CONNECTION;
            case HEAD, STALLED -> Moment.HEAD;
            case COLLECT, STREAM -> Moment.BODY;
            case WAIT -> reply.begun() ? Moment.NODE_ANSWER_BODY : Moment.NODE_ANSWER_HEAD;
            case TUNNEL, DISCARD, FLUSH, LINGER, CLOSED -> Moment.DONE;
        };
    }

    /// The outcome of what outlived this connection is there.
    void concluded() {
        worker.orphans.remove(this);
        settle();
    }

    /// Does not wait for the outcome any longer, since the process ends.
    void giveUp() {
        forwarding.abandon();
        concluded();
    }

    void register() {
        if (!socket.register()) close();
    }
}
