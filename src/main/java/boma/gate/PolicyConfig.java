package boma.gate;

import boma.config.Section;
import boma.limit.LimitConfig;
import boma.route.PoolName;
import boma.route.RouteConfig;
import boma.rule.Glossary;
import boma.rule.Lists;
import boma.rule.RuleConfig;
import boma.rule.TransactionConfig;
import java.nio.file.Path;
import java.util.List;

/// What the operator wrote about decisions: everything that a [Policy] is made of.
///
/// @param pools in the order of the configuration, at least one
/// @param cors  whether web apps of any origin may use the API: `[server] cors`
public record PolicyConfig(
        List<PoolName> pools,
        PathsConfig paths,
        ClientBounds clients,
        TransactionConfig transactions,
        List<RuleConfig> rules,
        List<LimitConfig> limits,
        List<RouteConfig> routes,
        boolean cors) {
    public PolicyConfig {
        pools = List.copyOf(pools);
        rules = List.copyOf(rules);
        limits = List.copyOf(limits);
        routes = List.copyOf(routes);
    }

    /// Reads all sections that are about decisions.
    ///
    /// @param directory where relative files are looked for
    /// @param listeners names in the order of the configuration
    public static PolicyConfig read(Section root, Path directory, List<PoolName> pools, List<String> listeners) {
        boolean nodesOnly = pools.stream().allMatch(PoolName::antelope);
        var glossary = new Glossary(Lists.read(root.section("lists"), directory), listeners, nodesOnly);
        return new PolicyConfig(
                pools,
                PathsConfig.read(root.section("paths")),
                ClientBounds.read(root.section("clients")),
                TransactionConfig.read(root.section("transactions"), glossary),
                RuleConfig.readAll(root, glossary),
                LimitConfig.readAll(root, glossary),
                RouteConfig.readAll(root, glossary, pools),
                root.section("server").bool("cors", true));
    }
}
