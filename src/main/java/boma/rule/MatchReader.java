package boma.rule;

import boma.antelope.EndpointSet;
import boma.client.Networks;
import boma.config.Section;
import boma.http.Method;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a match from the configuration:
///
///     match = { call = "push", action = "eosio.token::transfer", not = { account = "@friends" } }
///
/// | key | fits |
/// |---|---|
/// | `call` | a group (`push`, `read`, `history`, `hyperion`, `trace`) or one call (`get_info`) |
/// | `path` | the path without its query, exactly, or its beginning when it ends in `*` |
/// | `method` | the method |
/// | `host` | the name in the Host field, or every name below `*.example.org` |
/// | `client` | the address of the client |
/// | `listener` | the name of the listener |
/// | `contract` | the contract of an action, or the one that a read call is about |
/// | `action` | `contract::action`, `*::action` or `contract::*` |
/// | `account` | the actor of an authorization, or the account that a read call is about |
/// | `table` | the table of a read call: `table` or `contract::table` |
/// | `not` | a match that must not fit |
public final class MatchReader {
    private static final String CALL_EXPECTED = "push, read, history, hyperion, trace, or a call such as get_info";
    private static final String ACTION_EXPECTED =
            "contract::action such as eosio.token::transfer, *::transfer or eosio.token::*";
    private static final String TABLE_EXPECTED = "a table such as accounts or eosio.token::accounts";

    private static final String METHOD_EXPECTED = "GET, HEAD, POST, PUT, DELETE, OPTIONS or PATCH";

    private MatchReader() {}

    /// The match under `match` of a block; one that fits everything when there is none.
    public static Match read(Section block, Glossary glossary) {
        return readMatch(block, "match", glossary);
    }

    private static Match readMatch(Section around, String key, Glossary glossary) {
        Section s = around.section(key);
        Match not = s.has("not") ? readNot(s, glossary) : null;
        int mistakes = s.mistakes();
        Match match = new Match(head(s, glossary), body(s, glossary), not);
        if (s.mistakes() == mistakes) Obstacle.tell(around, key, match, glossary);
        return match;
    }

    private static @Nullable Match readNot(Section s, Glossary glossary) {
        Match not = readMatch(s, "not", glossary);
        if (s.section("not").keys().isEmpty()) s.problem("not", "a match with at least one key", "an empty one");
        return not;
    }

    private static HeadTest head(Section s, Glossary glossary) {
        EndpointSet calls = calls(s);
        List<String> paths = s.values("path", PathSet.EXPECTED, PathSet::check);
        List<String> hosts = s.values("host", HostSet.EXPECTED, HostSet::check);
        Networks clients = s.has("client") ? glossary.clients(s, "client") : null;
        return new HeadTest(
                calls,
                s.has("path") ? new PathSet(paths) : null,
                methods(s),
                s.has("host") ? new HostSet(hosts) : null,
                clients,
                listeners(s, glossary));
    }

    private static BodyTest body(Section s, Glossary glossary) {
        List<NamePair> actions = s.values("action", ACTION_EXPECTED, NamePair::parse);
        List<NamePair> tables = s.values("table", TABLE_EXPECTED, NamePair::parseOrName);
        return new BodyTest(
                s.has("contract") ? glossary.contracts(s, "contract") : null,
                s.has("action") ? new NamePairs(actions) : null,
                s.has("account") ? glossary.accounts(s, "account") : null,
                s.has("table") ? new NamePairs(tables) : null);
    }

    private static @Nullable EndpointSet calls(Section s) {
        EndpointSet calls = null;
        for (EndpointSet some : s.values("call", CALL_EXPECTED, MatchReader::call)) {
            calls = calls == null ? some : calls.plus(some);
        }
        return calls;
    }

    private static EndpointSet call(String word) {
        return EndpointSet.parse(word).orElseThrow(() -> new IllegalArgumentException(CALL_EXPECTED));
    }

    private static @Nullable Set<Method> methods(Section s) {
        Set<Method> methods = EnumSet.noneOf(Method.class);
        methods.addAll(s.values("method", METHOD_EXPECTED, MatchReader::method));
        return s.has("method") ? methods : null;
    }

    private static Method method(String text) {
        for (Method m : Method.values()) if (m != Method.OTHER && m.name().equals(text)) return m;
        throw new IllegalArgumentException(text);
    }

    private static @Nullable BitSet listeners(Section s, Glossary glossary) {
        if (!s.has("listener")) return null;
        BitSet chosen = new BitSet();
        List<String> names = s.texts("listener");
        for (int i = 0; i < names.size(); i++) {
            int listener = glossary.listeners().indexOf(names.get(i));
            if (listener < 0) s.problem("listener", i, "the name of a listener");
            else chosen.set(listener);
        }
        return chosen;
    }
}
