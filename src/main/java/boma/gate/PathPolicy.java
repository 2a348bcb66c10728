package boma.gate;

import boma.antelope.Endpoint;
import boma.antelope.EndpointGroup;
import boma.exchange.Exchange;
import boma.exchange.Reason;
import boma.exchange.Verdict;
import boma.exchange.Verdict.Deny;
import boma.route.Router;
import boma.rule.PathSet;

/// Which calls of an Antelope node the public may make, and by which methods. Immutable.
///
/// nodeos takes any method for any call, so that a GET with a body pushes a transaction, and it answers HEAD with a
/// body, which whoever reads the connection next would take for another answer. Hence POST alone for what is
/// executed, and no HEAD before nodeos.
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
    private final Deny getOrPost;
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
        getOrPost = denials.methodNotAllowed("GET, POST");
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
            case GET -> x.endpoint.postOnly() ? postOnly : Verdict.PASS;
            case HEAD -> x.endpoint.group() == EndpointGroup.HYPERION ? Verdict.PASS : notAllowed(x.endpoint);
            case PUT, DELETE, OPTIONS, PATCH, OTHER -> notAllowed(x.endpoint);
        };
    }

    private Verdict notAllowed(Endpoint endpoint) {
        if (endpoint.postOnly()) return postOnly;
        return endpoint.group() == EndpointGroup.HYPERION ? getHeadOrPost : getOrPost;
    }
}
