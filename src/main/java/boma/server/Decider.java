package boma.server;

import boma.exchange.Exchange;
import boma.exchange.Verdict;
import boma.gate.Gate;
import boma.http.Request;
import boma.net.EventLoop;
import java.lang.foreign.MemorySegment;

/// Has one connection's requests decided by the gate, and acts on what it says.
///
/// Confined to one event loop.
final class Decider {
    private final ClientConnection client;
    private final EventLoop loop;
    private final Exchange exchange;
    private final Gate gate;

    Decider(ClientConnection client) {
        this.client = client;
        this.loop = client.loop;
        this.exchange = client.exchange;
        this.gate = client.worker.gate;
    }

    /// Decides by the head. What follows is up to the caller, for the body may have to be read first.
    Verdict decideHead() {
        Verdict verdict = gate.onHead(exchange, loop.now());
        exchange.decidedNanos = loop.now();
        return verdict;
    }

    /// The whole request is there: the last word of the gate, then off to a node, or an answer.
    ///
    /// @param bodyTo behind the body, which has no chunk framing any more
    /// @return false when the request has to wait; nothing was done then
    boolean decide(Request r, MemorySegment bytes, int bodyAt, int bodyTo) {
        Verdict verdict = gate.onRequest(exchange, bytes, bodyAt, bodyTo, loop.now());
        exchange.decidedNanos = loop.now();
        switch (verdict) {
            case Verdict.Pass _ -> client.forwarding.forward(r, bytes, bodyAt, bodyTo, true);
            case Verdict.Deny _, Verdict.Drop _, Verdict.Answer _ -> act(verdict);
            case Verdict.Stall _ -> {
                return false;
            }
        }
        return true;
    }

    /// Answers without a node, or ends the connection without a word.
    void act(Verdict verdict) {
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
}
