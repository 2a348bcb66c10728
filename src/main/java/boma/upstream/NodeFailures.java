package boma.upstream;

import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.net.Errno;

/// Says what went wrong with a node's connection: whose side it is, and whether another try is safe.
final class NodeFailures {
    private NodeFailures() {}

    static Reason reasonOf(int errno) {
        if (Errno.isExhausted(errno)) return Reason.OVERLOADED;
        return errno == Errno.ECONNRESET || errno == Errno.EPIPE ? Reason.NODE_CLOSED : Reason.NODE_UNREACHABLE;
    }

    /// Whether a failure counts against the node. A kept connection that it closed just now says nothing. And where the
    /// node is asked how it is, what a client can bring about by the requests that it chooses must not take it out.
    ///
    /// @param fresh whether the connection has not carried an answer before
    static boolean tellOfNode(Failure failure, HealthConfig health, boolean fresh) {
        if (failure.side() != Side.NODE) return false;
        if (failure.moment() == Moment.NODE_CONNECT) return true;
        return health.kind() == HealthConfig.Kind.NONE && (fresh || failure.reason() != Reason.NODE_CLOSED);
    }

    /// Counts a failure against its node, once for each request: one that is tried again and again at a node that
    /// refuses must not take it out alone.
    static void count(Node node, Exchange x, String why) {
        long bit = 1L << (node.index() % Long.SIZE); // another node's, at worst: then that one is not counted
        if ((x.failedNodes & bit) != 0) return;
        x.failedNodes |= bit;
        node.onFailed(why);
    }

    static Failure of(Moment moment, Reason reason, String detail) {
        boolean ours = reason == Reason.OVERLOADED || reason == Reason.INTERNAL_ERROR;
        boolean untouched =
                moment == Moment.NODE_CONNECT || (moment == Moment.NODE_REQUEST && reason == Reason.NODE_CLOSED);
        return new Failure(ours ? Side.BOMA : Side.NODE, moment, reason, untouched, detail);
    }
}
