package boma.gate;

import boma.antelope.EndpointGroup;
import boma.exchange.Exchange;
import boma.exchange.Reason;
import boma.exchange.Verdict;
import boma.exchange.Verdict.Deny;
import boma.route.Router;
import boma.rule.PathSet;

/// Which calls of an Antelope node the public may make, and by which methods. Immutable.
///
/// nodeos takes any method for any call, so that a GET with a body pushes a transaction: hence POST alone for what is
/// executed. It also answers HEAD with a body; whoever forwards a HEAD to it asks with GET instead.
final class PathPolicy {
    private final PathSet allow;
    private final boolean history;
    private final boolean hyperion;
    private final boolean trace;
    private final Deny operator;
    private final Deny odd;
    private final Deny unknown;
    private final Deny notServed;
    private final Deny postOnly;
    private final Deny getHeadOrPost;

    /// A group that a route asks for by name is public without further words.
    PathPolicy(PathsConfig config, Router router, Denials denials) {
        allow = new PathSet(config.allow());
        history = config.history() || router.namesCallsOf(EndpointGroup.HISTORY);
        hyperion = config.hyperion() || router.namesCallsOf(EndpointGroup.HYPERION);
        trace = config.trace() || router.namesCallsOf(EndpointGroup.TRACE);
        operator = denials.of(Reason.OPERATOR_PATH);
        odd = denials.of(Reason.ODD_PATH);
        unknown = denials.of(Reason.UNKNOWN_PATH);
        notServed = denials.of(Reason.UNKNOWN_PATH, "This server does not serve calls of this kind.");
        postOnly = denials.methodNotAllowed("POST");
        getHeadOrPost = denials.methodNotAllowed("GET, HEAD, POST");
    }

    Verdict checkPath(Exchange x) {
        return switch (x.endpoint.group()) {
            case PUSH, READ -> Verdict.PASS;
            case HISTORY -> history ? Verdict.PASS : notServed;
            case HYPERION -> hyperion ? Verdict.PASS : notServed;
            case TRACE -> trace ? Verdict.PASS : notServed;
            case OPERATOR -> operator;
            case ODD -> odd;
            case UNKNOWN -> allow.has(x.reading.request.path(x.reading.view)) ? Verdict.PASS : unknown;
        };
    }

    Verdict checkMethod(Exchange x) {
        return switch (x.method) {
            case POST -> Verdict.PASS;
            case GET, HEAD -> x.endpoint.postOnly() ? postOnly : Verdict.PASS;
            case PUT, DELETE, OPTIONS, PATCH, OTHER -> x.endpoint.postOnly() ? postOnly : getHeadOrPost;
        };
    }
}
