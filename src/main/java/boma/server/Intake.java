package boma.server;

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
import org.jspecify.annotations.Nullable;

/// Reads one connection's requests and has each decided by the gate.
///
/// Requests are worked on in the loop's read buffer. Memory of its own it needs only for a partial head, for a body
/// that must be seen whole, for a request that waits for a limit, and for what a client sent ahead.
///
/// Confined to one event loop.
final class Intake {
    private static final int STALLS_MAX = 16;
    private static final int ROOM_LEAST = 1024;

    private final ClientConnection client;
    private final Worker worker;
    private final EventLoop loop;
    private final Exchange exchange;
    private final Gate gate;
    private final RequestBody body = new RequestBody();
    private @Nullable Buffer held;
    private int heldHead; // of a request with its whole body in `held`: bytes of the head; 0 when it is raw
    private int heldBody;
    private boolean headBegun;
    private long headSinceNanos;
    private boolean asksAgain; // a stalled request is looked at once more
    private int stalls;

    Intake(ClientConnection client) {
        this.client = client;
        this.worker = client.worker;
        this.loop = client.loop;
        this.exchange = client.exchange;
        this.gate = worker.gate;
    }

    /// The body of the request that the connection is at.
    RequestBody body() {
        return body;
    }

    boolean headBegun() {
        return headBegun;
    }

    boolean empty() {
        return held == null && !headBegun;
    }

    /// Bytes that wait for more.
    int heldLength() {
        return held == null ? 0 : held.length();
    }

    void release() {
        if (held == null) return;
        loop.buffers().giveBack(held);
        held = null;
    }

    // ---- bytes

    void read() {
        MemorySegment bytes = loop.readBuffer();
        int at = restoreHeld(bytes);
        int n = client.socket.read(bytes, at, EventLoop.READ_FROM + EventLoop.READ_MAX - at);
        if (n > 0) {
            onBytes(bytes, EventLoop.READ_FROM, at + n);
        } else if (n == Socket.WOULD_BLOCK) {
            if (at > EventLoop.READ_FROM) hold(bytes, EventLoop.READ_FROM, at);
        } else {
            client.close();
        }
    }

    private int restoreHeld(MemorySegment bytes) {
        Buffer b = held;
        if (b == null) return EventLoop.READ_FROM;
        held = null;
        MemorySegment.copy(b.bytes(), b.from, bytes, EventLoop.READ_FROM, b.length());
        int at = EventLoop.READ_FROM + b.length();
        loop.buffers().giveBack(b);
        return at;
    }

    /// Goes on with what the client sent ahead.
    void resumeHeld() {
        Buffer b = held;
        if (b == null) return;
        held = null;
        onBytes(b.bytes(), b.from, b.to);
        loop.buffers().giveBack(b);
    }

    /// Keeps bytes for later, with room in front of them. Ends the connection when there is no memory.
    private boolean hold(MemorySegment bytes, int from, int to) {
        Buffer b = loop.buffers().take(Buffer.HEADROOM + to - from);
        if (b == null) {
            client.close();
            return false;
        }
        b.from = Buffer.HEADROOM;
        b.to = Buffer.HEADROOM;
        b.append(bytes, from, to - from);
        held = b;
        heldHead = 0;
        return true;
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
                case COLLECT, STALLED, WAIT, FLUSH -> at; // sent ahead: has to wait
                case LINGER, CLOSED -> to;
            };
            if (next == at) break;
            at = next;
        }
        if (at < to) hold(bytes, at, to);
    }

    private int onProxyHeader(MemorySegment bytes, int from, int to) {
        ProxyOutcome outcome = worker.proxyHeader.read(bytes, from, to);
        if (outcome == ProxyOutcome.INCOMPLETE) return from;
        if (outcome.isError()) {
            client.onBadProxyHeader(outcome);
            return to;
        }
        client.onProxyHeader(worker.proxyHeader.peer(client.self().peer(), client.listener.index));
        return from + worker.proxyHeader.length();
    }

    // ---- heads

    private int onHead(MemorySegment bytes, int from, int to) {
        Request r = worker.reading.request;
        r.clear();
        HeadFault fault = client.listener.requestReader.read(bytes, from, to, r);
        if (fault == HeadFault.INCOMPLETE) {
            beginHead();
            return from;
        }
        boolean again = asksAgain;
        asksAgain = false;
        if (again) worker.reading.clear();
        else startOver();
        if (fault.refused()) {
            client.identify(r.head());
            client.restIsUnknown();
            client.reply.refuseAndClose(fault);
            return to;
        }
        client.keepAlive = r.keepAlive();
        client.reply.begin(r.version() == 10);
        if (!again) {
            exchange.bytesIn = r.head().length();
            client.identify(r.head());
        }
        return onRequest(r, bytes, from, to);
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
        worker.reading.clear();
        headBegun = false;
        stalls = 0;
    }

    private int onRequest(Request r, MemorySegment bytes, int from, int to) {
        int bodyAt = from + r.head().length();
        Verdict verdict = gate.onHead(exchange, loop.now());
        boolean whole = gate.wholeBody(exchange);
        body.begin(r, whole);
        if (verdict instanceof Verdict.Stall) return stall(bytes, from, to);
        if (!(verdict instanceof Verdict.Pass)) return decline(verdict, bytes, bodyAt, to);
        if (r.contentLength() > client.config.maxBody()) {
            return decline(gate.policy().denials().of(Reason.BODY_TOO_LARGE), bytes, bodyAt, to);
        }
        int kept = body.take(bytes, bodyAt, to);
        if (kept < 0) {
            client.restIsUnknown();
            client.reply.refuseAndClose(Reason.BAD_REQUEST);
            return to;
        }
        exchange.bytesIn += body.taken();
        int end = bodyAt + body.consumed();
        if (whole && !body.done()) {
            collect(r, bytes, from, bodyAt + kept);
            return end;
        }
        if (whole) return decide(r, bytes, bodyAt, bodyAt + kept, end, to);
        exchange.decidedNanos = loop.now();
        client.forwarding.forward(r, bytes, bodyAt, bodyAt + kept, false);
        return client.state == ClientConnection.State.CLOSED ? to : end;
    }

    // ---- deciding

    /// The whole request is there: the last word of the gate, then off to a node.
    ///
    /// @param bodyTo behind the body, which has no chunk framing any more
    /// @param end    behind the bytes that belong to this request
    /// @return where the next request begins
    private int decide(Request r, MemorySegment bytes, int bodyAt, int bodyTo, int end, int to) {
        Verdict verdict = gate.onRequest(exchange, bytes, bodyAt, bodyTo, loop.now());
        exchange.decidedNanos = loop.now();
        switch (verdict) {
            case Verdict.Pass _ -> client.forwarding.forward(r, bytes, bodyAt, bodyTo, true);
            case Verdict.Stall _ -> {
                stallWhole(bytes, bodyAt - r.head().length(), bodyAt, bodyTo, end, to);
                return to;
            }
            case Verdict.Deny _, Verdict.Drop _, Verdict.Answer _ -> act(verdict);
        }
        return client.state == ClientConnection.State.CLOSED ? to : end;
    }

    /// Says no before the body was looked at.
    private int decline(Verdict verdict, MemorySegment bytes, int bodyAt, int to) {
        if (body.take(bytes, bodyAt, to) < 0) client.keepAlive = false;
        int end = bodyAt + body.consumed();
        act(verdict);
        return client.state == ClientConnection.State.CLOSED ? to : end;
    }

    private void act(Verdict verdict) {
        switch (verdict) {
            case Verdict.Deny deny -> client.reply.refuse(deny);
            case Verdict.Answer answer -> client.reply.answer(answer);
            case Verdict.Drop _ -> {
                exchange.verdict = verdict;
                client.settle();
                client.close(true);
            }
            case Verdict.Pass _, Verdict.Stall _ -> throw new IllegalStateException("nothing to say");
        }
    }

    // ---- waiting for a limit

    /// The request as it was read waits; nothing of it was used up.
    private int stall(MemorySegment bytes, int from, int to) {
        if (mayStall() && hold(bytes, from, to)) client.stalled();
        return to;
    }

    private void stallWhole(MemorySegment bytes, int from, int bodyAt, int bodyTo, int end, int to) {
        if (!mayStall() || !hold(bytes, from, bodyTo)) return;
        heldHead = bodyAt - from;
        heldBody = bodyTo - bodyAt;
        if (end < to && !append(bytes, end, to)) client.close();
        else client.stalled();
    }

    private boolean mayStall() {
        if (++stalls <= STALLS_MAX) return true;
        client.reply.refuseAndClose(Reason.RATE_LIMITED);
        return false;
    }

    void askAgain() {
        Buffer b = held;
        if (b == null) throw new IllegalStateException("a stalled request is gone");
        held = null;
        client.state = ClientConnection.State.HEAD;
        if (heldHead == 0) {
            asksAgain = true;
            onBytes(b.bytes(), b.from, b.to);
        } else {
            decideHeld(b);
        }
        loop.buffers().giveBack(b);
        client.onReadable();
    }

    // ---- collecting

    private void collect(Request r, MemorySegment bytes, int from, int to) {
        if (!hold(bytes, from, to)) return;
        heldHead = r.head().length();
        heldBody = to - from - heldHead;
        client.collecting();
        if (r.expectContinue() && heldBody == 0) client.reply.sayContinue();
    }

    void collectMore() {
        Buffer b = held;
        if (b == null) throw new IllegalStateException("nothing is being collected");
        if (b.room() < ROOM_LEAST) b = grow(b, b.capacity() + 1);
        if (b == null) return;
        int at = b.to;
        int n = client.socket.read(b.bytes(), at, body.readMax(b.room()));
        if (n == Socket.WOULD_BLOCK) return;
        if (n < 0) {
            client.close();
            return;
        }
        int kept = body.take(b.bytes(), at, at + n);
        exchange.bytesIn = heldHead + body.taken();
        if (kept < 0 || body.taken() > client.config.maxBody()) {
            client.restIsUnknown();
            client.reply.refuseAndClose(kept < 0 ? Reason.BAD_REQUEST : Reason.BODY_TOO_LARGE);
            return;
        }
        b.to = at + kept;
        heldBody += kept;
        if (body.done()) collected(b, at + body.consumed(), at + n);
    }

    private @Nullable Buffer grow(Buffer b, int capacity) {
        Buffer larger = loop.buffers().grow(b, capacity);
        if (larger == null) client.reply.refuseAndClose(Reason.OVERLOADED);
        else held = larger;
        return larger;
    }

    /// The body is complete; what was read behind it moves up to it.
    private void collected(Buffer b, int restFrom, int restTo) {
        MemorySegment.copy(b.bytes(), restFrom, b.bytes(), b.to, restTo - restFrom);
        b.to += restTo - restFrom;
        held = null;
        client.state = ClientConnection.State.HEAD;
        decideHeld(b);
        loop.buffers().giveBack(b);
    }

    /// Decides a request in a buffer of its own: head, whole body, and perhaps the beginning of the next one.
    private void decideHeld(Buffer b) {
        Request r = worker.reading.request;
        r.clear();
        worker.reading.clear();
        int bodyAt = b.from + heldHead;
        int bodyTo = bodyAt + heldBody;
        if (client.listener.requestReader.read(b.bytes(), b.from, bodyAt, r) != HeadFault.NONE) {
            throw new IllegalStateException("a head that was good is not any more");
        }
        int next = decide(r, b.bytes(), bodyAt, bodyTo, bodyTo, b.to);
        if (next < b.to) onBytes(b.bytes(), next, b.to);
    }

    private boolean append(MemorySegment bytes, int from, int to) {
        Buffer b = held;
        if (b == null) return false;
        if (b.room() < to - from) {
            b = loop.buffers().grow(b, b.to + to - from);
            if (b == null) return false;
            held = b;
        }
        b.append(bytes, from, to - from);
        return true;
    }

    // ---- bodies in passing

    private int onStreamed(MemorySegment bytes, int from, int to) {
        long before = body.taken();
        int kept = body.take(bytes, from, to);
        exchange.bytesIn += body.taken() - before;
        if (kept < 0 || body.taken() > client.config.maxBody()) {
            client.forwarding.abandon();
            client.restIsUnknown();
            client.reply.refuseAndClose(kept < 0 ? Reason.BAD_REQUEST : Reason.BODY_TOO_LARGE);
            return to;
        }
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
