package boma.route;

import boma.antelope.EndpointGroup;
import boma.exchange.Exchange;
import boma.rule.Match;
import java.util.List;

/// Chooses the pool that serves a request: that of the first route that matches. Without any route the first pool
/// serves all. Immutable.
///
/// A route matches if all actions of a request do ([Match#every]): a node kept for one contract does not get a
/// transaction that merely has an action on it.
public final class Router {
    /// No route matches.
    public static final int NONE = Exchange.NONE;

    /// The body decides.
    public static final int LATER = -2;

    private final Match[] matches;
    private final int[] pools;
    private final boolean[] antelope;

    public Router(List<RouteConfig> routes, List<PoolName> pools) {
        if (pools.isEmpty()) throw new IllegalArgumentException("no pools");
        List<RouteConfig> known = routes.isEmpty() ? List.of(new RouteConfig(Match.ALL, 0)) : routes;
        this.matches = known.stream().map(RouteConfig::match).toArray(Match[]::new);
        this.pools = known.stream().mapToInt(RouteConfig::pool).toArray();
        this.antelope = new boolean[pools.size()];
        for (int i = 0; i < antelope.length; i++) antelope[i] = pools.get(i).antelope();
    }

    /// The pool, as far as the head of a request whose body is still to come decides it; otherwise [#LATER].
    public int chooseByHead(Exchange x) {
        for (int i = 0; i < matches.length; i++) {
            if (!matches[i].headFits(x)) continue;
            return matches[i].needsBody() ? LATER : pools[i];
        }
        return NONE;
    }

    /// The pool for the whole request, or [#NONE].
    public int choose(Exchange x) {
        for (int i = 0; i < matches.length; i++) if (matches[i].every(x)) return pools[i];
        return NONE;
    }

    /// Whether nodeos answers in this pool; also taken for granted of a pool that a reload has taken away.
    public boolean isAntelope(int pool) {
        return pool < 0 || pool >= antelope.length || antelope[pool];
    }

    /// Whether a route asks for calls of this group, so that they have a place to go.
    public boolean namesCallsOf(EndpointGroup group) {
        for (Match m : matches) if (m.namesCallsOf(group)) return true;
        return false;
    }

    /// Whether a route asks for the parameters of read calls.
    public boolean needsParameters() {
        for (Match m : matches) if (m.needsParameters()) return true;
        return false;
    }

    /// Whether a route asks for paths.
    public boolean asksPaths() {
        for (Match m : matches) if (m.asksPaths()) return true;
        return false;
    }
}
