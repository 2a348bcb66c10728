package boma.config;

import boma.time.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A small schema with one key of every kind, read as packages read their own.
record Sample(Server server, List<Pool> pools, List<Limit> limits, List<String> lists) {
    static Sample read(Section root) {
        Server server = Server.read(root.section("server"));
        root.require("pool", "at least one [[pool]]");
        List<Pool> pools = root.sections("pool").stream().map(Pool::read).toList();
        List<String> names = pools.stream().map(Pool::name).toList();
        List<Limit> limits =
                root.sections("limit").stream().map(s -> Limit.read(s, names)).toList();
        Section lists = root.section("lists");
        List<String> spam =
                lists.keys().stream().flatMap(key -> lists.texts(key).stream()).toList();
        return new Sample(server, pools, limits, spam);
    }

    record Server(String admin, Optional<String> socket, boolean quick, Duration head, Duration hold) {
        static Server read(Section s) {
            Section timeouts = s.section("timeouts");
            return new Server(
                    s.text("admin", "127.0.0.1:8890"),
                    s.optional("socket"),
                    s.bool("quick", false),
                    timeouts.duration("head", Duration.ofSeconds(10)),
                    timeouts.duration("hold", Duration.ZERO, Duration.ofMinutes(1), Duration.ZERO));
        }
    }

    enum Balance {
        ROUND_ROBIN,
        LEAST_BUSY,
        RANDOM_TWO
    }

    enum Key {
        CLIENT,
        PATH,
        CONTRACT
    }

    record Pool(String name, List<Node> nodes, Balance balance, int headMax) {
        static Pool read(Section s) {
            s.require("nodes", "at least one node");
            return new Pool(
                    s.text("name"),
                    s.sections("nodes", "url").stream().map(Node::read).toList(),
                    s.oneOf("balance", Balance.class, Balance.LEAST_BUSY),
                    s.size("max-head", 1024, 64 << 10, 8 << 10));
        }
    }

    record Node(URI url, int weight) {
        static Node read(Section s) {
            s.require("url", "a URL");
            URI url = s.value("url", "a URL such as http://10.0.0.2:8888", URI::create, URI.create("http://localhost"));
            return new Node(url, s.count("weight", 1, 100, 1));
        }
    }

    record Limit(String name, List<Key> key, Rate rate, int entries, int memory, Optional<String> pool, Balance over) {
        static Limit read(Section s, List<String> pools) {
            Section match = s.section("match");
            List<String> contracts = match.texts("contract");
            if (contracts.size() > 2) match.problem("contract", 2, "at most two contracts");
            match.section("field").values("from", "a number in quotes", Integer::valueOf);
            return new Limit(
                    s.text("name"),
                    s.someOf("key", Key.class),
                    s.rate("rate"),
                    s.count("entries", 100_000),
                    s.size("memory", 1 << 20),
                    s.oneOf("pool", "the name of a pool", pools),
                    s.oneOf("over", Balance.class));
        }
    }
}
