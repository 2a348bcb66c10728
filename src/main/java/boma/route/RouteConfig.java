package boma.route;

import boma.config.Section;
import boma.rule.FirstMatch;
import boma.rule.Glossary;
import boma.rule.Match;
import boma.rule.MatchReader;
import java.util.ArrayList;
import java.util.List;

/// One `[[route]]` block.
///
/// @param match which requests go this way: those of which nothing fails to fit ([Match#every]); all when left out
/// @param pool  index of the pool in the configuration
public record RouteConfig(Match match, int pool) {
    private static final String POOL_EXPECTED = "the name of a pool";

    public static List<RouteConfig> readAll(Section root, Glossary glossary, List<PoolName> pools) {
        List<String> names = pools.stream().map(PoolName::name).toList();
        List<RouteConfig> routes = new ArrayList<>();
        FirstMatch order = new FirstMatch();
        for (Section s : root.sections("route")) {
            order.next(s, true);
            s.require("pool", POOL_EXPECTED);
            int pool = s.oneOf("pool", POOL_EXPECTED, names).map(names::indexOf).orElse(0);
            routes.add(new RouteConfig(MatchReader.read(s, glossary), pool));
        }
        return routes;
    }
}
