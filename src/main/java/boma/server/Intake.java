package boma.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import boma.client.ProxyOutcome;
import boma.exchange.Exchange;
import boma.exchange.Reason;
import boma.exchange.Verdict;
import boma.gate.Gate;
import boma.http.HeadFault;
import boma.http.Request;
import boma.net.Buffer;
import boma.net.EventLoop;
import boma.net.Socket;
import java.lang.foreign.MemorySegment;

/// Reads one connection's requests and has each decided by the gate.
///
/// Requests are worked on in the loop's read buffer. Memory of its own it needs only for a partial head, for a body
/// that must be seen whole, for a request that waits for a limit, and for what a client sent ahead.
///
/// Confined to one event loop.
final class Intake {
    private static final int ROOM_LEAST = 1024;
    private static final int GATHERED_MAX = 64 * 1024; // the largest of the small buffers, of which some are left
    private static final int REQUESTS_MAX = 32; // of one connection, before other sockets have their turn
    private static final long PATIENCE_NANOS = 20_000_000;
    private static final int PATIENCE_MAX = 50;

    private final ClientConnection client;
    private final Worker worker;
    private final EventLoop loop;
    private final Exchange exchange;
    private final Gate gate;
    private final Decider decider;
    private final RequestBody body = new RequestBody();
    private final Held held;
    private boolean headBegun;
    private long headSinceNanos;
    private boolean asksAgain; // a stalled request is looked at once more
    private int stalls; // of this request
    private long turn; // of the loop, in which
    private int begunInTurn; // so many requests were begun
    private boolean more; // whole requests may lie in `held`

    Intake(ClientConnection client) {
        this.client = client;
        this.worker = client.worker;
        this.loop = client.loop;
        this.exchange = client.exchange;
        this.gate = worker.gate;
        this.decider = new Decider(client);
        this.held = new Held(worker, client.asker);
    }

    /// The body of the request that the connection is at.
    RequestBody body() {
        return body;
    }

    boolean headBegun() {
        return headBegun;
    }

    boolean empty() {
        return held.isEmpty() && !headBegun;
    }

    /// Whether requests were left for the next turn of the loop.
    boolean hasMore() {
        return more;
    }

    /// How much longer than the limit says a request waits that was asked for in vain before: those that wait for the
    /// same key would else all come back at once, again and again.
    long extraWait() {
        return Math.min(stalls++, PATIENCE_MAX) * PATIENCE_NANOS;
    }

    void release() {
        held.release();
    }

    // ---- bytes

    void read() {
        MemorySegment bytes = loop.readBuffer();
        more = false;
        int at = held.restore(bytes, EventLoop.READ_FROM);
        int n = client.socket.read(bytes, at, EventLoop.READ_FROM + EventLoop.READ_MAX - at);
        if (n > 0) {
            onBytes(bytes, EventLoop.READ_FROM, at + n);
        } else if (n == Socket.WOULD_BLOCK) {
            if (!held.keep(bytes, EventLoop.READ_FROM, at)) client.close();
        } else if (n == Socket.END && client.state == State.TUNNEL) {
            client.forwarding.endTunnel();
        } else if (client.state == State.PROXY_HEADER) {
            client.admission.onProxyHeaderEnd(at - EventLoop.READ_FROM);
        } else {
            client.close();
        }
    }

    /// Goes on with what the client sent ahead.
    void resumeHeld() {
        more = false;
        if (held.isEmpty()) return;
        Buffer b = held.take();
        onBytes(b.bytes(), b.from, b.to);
        loop.buffers().giveBack(b);
    }

    /// Works through what was read: a request, several, or a part of one.
    private void onBytes(MemorySegment bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int next = switch (client.state) {
                case PROXY_HEADER -> onProxyHeader(bytes, at, to);
                case HEAD -> onHead(bytes, at, to);
                case DISCARD -> onDiscarded(bytes, at, to);
                case STREAM -> onStreamed(bytes, at, to);
                case TUNNEL -> client.forwarding.tunnel(bytes, at, to);
                case COLLECT, STALLED, WAIT -> at; // sent ahead: has to wait
                case FLUSH, LINGER, CLOSED -> to;
            };
            if (next == at) break;
            at = next;
        }
        if (!held.keep(bytes, at, to)) client.close();
    }

    private int onProxyHeader(MemorySegment bytes, int from, int to) {
        ProxyOutcome outcome = worker.proxyHeader.read(bytes, from, to);
        if (outcome == ProxyOutcome.INCOMPLETE) return from;
        if (outcome.isError()) {
            client.admission.onBadProxyHeader(outcome);
            return to;
        }
        client.admission.onProxyHeader(
                worker.proxyHeader.peer(client.asker.self().peer(), client.listener.index));
        return from + worker.proxyHeader.length();
    }

    // ---- heads

    private int onHead(MemorySegment bytes, int from, int to) {
        if (client.socket.pending() > 0) return from; // first the client takes what was answered
        if (!headBegun && isEmptyLine(bytes, from, to)) return to;
        if (!mayBegin()) return from;
        Request r = worker.reading.request;
        r.clear();
        HeadFault fault = client.listener.requestReader.read(bytes, from, to, r);
        if (fault == HeadFault.INCOMPLETE) {
            beginHead();
            return from;
        }
        boolean again = asksAgain;
        asksAgain = false;
        if (!again) startOver();
        if (fault.refused()) {
            client.asker.identify(r.head());
            client.parting.restIsUnknown();
            client.reply.refuseAndClose(fault);
            return to;
        }
        client.keepAlive = r.keepAlive();
        client.reply.begin(r.version() == 10);
        if (!again) {
            exchange.bytesIn = r.head().length();
            client.asker.identify(r.head());
        }
        return decideHead(r, bytes, from, to);
    }

    /// Whether all that came is the line that some clients send behind a body. It begins no request, see RFC 9112
    /// section 2.2.
    private static boolean isEmptyLine(MemorySegment bytes, int from, int to) {
        return to - from == 2 && bytes.get(JAVA_BYTE, from) == '\r' && bytes.get(JAVA_BYTE, from + 1) == '\n';
    }

    /// Whether this connection may begin another request in this turn of the loop.
    private boolean mayBegin() {
        if (turn != loop.turns()) {
            turn = loop.turns();
            begunInTurn = 0;
        }
        if (begunInTurn++ < REQUESTS_MAX) return true;
        more = true;
        client.socket.giveWay();
        return false;
    }

    private void beginHead() {
        if (headBegun) return;
        headBegun = true;
        headSinceNanos = loop.now();
        client.headBegun();
    }

    /// A new request begins.
    void startOver() {
        client.begun(worker.nextId(), headBegun ? headSinceNanos : loop.now());
        headBegun = false;
        stalls = 0;
    }

    private int decideHead(Request r, MemorySegment bytes, int from, int to) {
        int bodyAt = from + r.head().length();
        Verdict verdict = decider.decideHead();
        if (verdict instanceof Verdict.Stall) return stall(bytes, from, to);
        if (!(verdict instanceof Verdict.Pass)) return decline(verdict, r, bytes, bodyAt, to);
        if (r.contentLength() > client.config.maxBody()) {
            return decline(gate.policy().denials().of(Reason.BODY_TOO_LARGE), r, bytes, bodyAt, to);
        }
        boolean undecided = gate.wholeBody(exchange);
        boolean whole = undecided || gathers(r);
        body.begin(r, whole);
        int kept = body.take(bytes, bodyAt, to);
        if (badBody(kept)) return to;
        exchange.bytesIn += body.taken();
        int end = bodyAt + body.consumed();
        if (whole && !body.done()) {
            collect(r, bytes, from, bodyAt + kept);
            return end;
        }
        if (undecided) return decideRequest(r, bytes, bodyAt, bodyAt + kept, end, to);
        client.forwarding.forward(r, bytes, bodyAt, bodyAt + kept, whole);
        return client.state == State.CLOSED ? to : end;
    }

    /// Whether a body that nobody judges is read whole all the same before a node is asked, so that one which comes
    /// slowly, or never, takes no node's time. nodeos does nothing before it has all of a body; another service
    /// might.
    private boolean gathers(Request r) {
        if (!r.hasBody()) return false;
        return worker.isAntelope(exchange) || (!r.chunked() && r.contentLength() <= GATHERED_MAX);
    }

    // ---- deciding

    /// Decides a request all of which was read at once.
    ///
    /// @param bodyTo behind the body, which has no chunk framing any more
    /// @param end    behind the bytes that belong to this request
    /// @return where the next request begins
    private int decideRequest(Request r, MemorySegment bytes, int bodyAt, int bodyTo, int end, int to) {
        if (!decider.decide(r, bytes, bodyAt, bodyTo)) {
            stallWhole(bytes, bodyAt - r.head().length(), bodyAt, bodyTo, end, to);
            return to;
        }
        return client.state == State.CLOSED ? to : end;
    }

    /// Says no before the body was looked at.
    private int decline(Verdict verdict, Request r, MemorySegment bytes, int bodyAt, int to) {
        body.begin(r, false);
        if (body.take(bytes, bodyAt, to) < 0) client.keepAlive = false;
        int end = bodyAt + body.consumed();
        decider.act(verdict);
        return client.state == State.CLOSED ? to : end;
    }

    // ---- waiting for a limit

    /// The request as it was read waits; nothing of it was used up. How often it waits is not counted: the limit says
    /// no when that takes longer than it allows.
    private int stall(MemorySegment bytes, int from, int to) {
        if (held.keep(bytes, from, to)) client.stalled();
        else refuseForWantOfMemory();
        return to;
    }

    private void stallWhole(MemorySegment bytes, int from, int bodyAt, int bodyTo, int end, int to) {
        if (held.keepRequest(bytes, from, bodyAt, bodyTo) && held.append(bytes, end, to)) client.stalled();
        else refuseForWantOfMemory();
    }

    private void refuseForWantOfMemory() {
        client.parting.restIsUnknown();
        client.reply.refuseAndClose(held.whyFull());
    }

    void askAgain() {
        Buffer b = held.take();
        client.state = State.HEAD;
        if (held.head == 0) {
            asksAgain = true;
            onBytes(b.bytes(), b.from, b.to);
            loop.buffers().giveBack(b);
        } else {
            decideHeld(b);
        }
        client.onReadable();
    }

    // ---- collecting

    private void collect(Request r, MemorySegment bytes, int from, int to) {
        if (!held.keepRequest(bytes, from, from + r.head().length(), to)) {
            refuseForWantOfMemory();
            return;
        }
        client.collecting();
        if (r.expectContinue() && held.body == 0) client.reply.sayContinue();
    }

    void collectMore() {
        if (!held.makeRoom(ROOM_LEAST)) {
            refuseForWantOfMemory();
            return;
        }
        Buffer b = held.buffer();
        int at = b.to;
        int n = client.socket.read(b.bytes(), at, body.readMax(Math.min(b.room(), EventLoop.READ_MAX)));
        if (n == Socket.WOULD_BLOCK) return;
        if (n < 0) {
            client.close();
            return;
        }
        int kept = body.take(b.bytes(), at, at + n);
        exchange.bytesIn = held.head + body.taken();
        if (badBody(kept)) return;
        b.to = at + kept;
        held.body += kept;
        if (body.done()) collected(b, at + body.consumed(), at + n);
    }

    /// The body is complete; what was read behind it moves up to it.
    private void collected(Buffer b, int restFrom, int restTo) {
        b.append(b.bytes(), restFrom, restTo - restFrom);
        held.take();
        client.state = State.HEAD;
        decideHeld(b);
    }

    /// Decides a request in a buffer of its own: head, whole body, and perhaps the beginning of the next one. If it has
    /// to wait, then there, for a copy of a large body would take as much memory again.
    private void decideHeld(Buffer b) {
        Request r = worker.reading.request;
        r.clear();
        int bodyAt = b.from + held.head;
        int bodyTo = bodyAt + held.body;
        if (client.listener.requestReader.read(b.bytes(), b.from, bodyAt, r) != HeadFault.NONE) {
            throw new IllegalStateException("a head that was good is not any more");
        }
        if (!decider.decide(r, b.bytes(), bodyAt, bodyTo)) {
            held.putBack(b);
            client.stalled();
            return;
        }
        if (client.state != State.CLOSED) onBytes(b.bytes(), bodyTo, b.to);
        loop.buffers().giveBack(b);
    }

    /// Ends a request whose chunks are no chunks, or too many.
    ///
    /// @param kept what [RequestBody#take] said
    private boolean badBody(int kept) {
        if (kept >= 0 && body.taken() <= client.config.maxBody()) return false;
        client.forwarding.abandon();
        client.parting.restIsUnknown();
        if (client.reply.begun()) client.reply.breakOff();
        else client.reply.refuseAndClose(kept < 0 ? Reason.BAD_REQUEST : Reason.BODY_TOO_LARGE);
        return true;
    }

    // ---- bodies in passing

    private int onStreamed(MemorySegment bytes, int from, int to) {
        long before = body.taken();
        int kept = body.take(bytes, from, to);
        exchange.bytesIn += body.taken() - before;
        if (badBody(kept)) return to;
        client.forwarding.pass(bytes, from, from + kept);
        return from + body.consumed();
    }

    private int onDiscarded(MemorySegment bytes, int from, int to) {
        if (body.take(bytes, from, to) < 0) {
            client.close();
            return to;
        }
        if (body.done()) client.nextRequest();
        return from + body.consumed();
    }
}
