package boma.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.net.SocketAddress;
import boma.scenario.Await;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// What the name servers say at the moment.
    private final Map<String, InetAddress[]> served = new ConcurrentHashMap<>();

    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> bugs = new LinkedBlockingQueue<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final Names names = new Names(this::lookup, Duration.ofMillis(10), bug -> bugs.add(bug.toString()));

    @AfterEach
    void stop() {
        names.close();
        assertThat(bugs).isEmpty();
    }

    /// Waits until one question was asked and answered after this call.
    private void askedAgain() {
        int seen = lookups.get() + 2;
        Await.until("the name is asked for again", () -> lookups.get() >= seen);
    }

    private InetAddress[] lookup(String name) throws UnknownHostException {
        lookups.incrementAndGet();
        InetAddress[] found = served.get(name);
        if (found == null) throw new UnknownHostException(name + ": Name or service not known");
        return found;
    }

    private static InetAddress[] addresses(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    private Pool pool(String body) {
        return Pools.read(body, new Node.Watcher() {
            @Override
            public void onState(Node node, Node.State state, String why) {
                changes.add(node.name() + " " + state + ": " + why);
            }

            @Override
            public void onMoved(Node node, String from) {
                changes.add(node.name() + " moved from " + from + " to " + node.address());
            }
        });
    }

    private Node started(String body) throws InterruptedException {
        Pool pool = pool(body);
        names.start(List.of(pool), PATIENCE);
        return pool.node(0);
    }

    private String nextChange() throws InterruptedException {
        String change = changes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return change == null ? "nothing changed" : change;
    }

    @Test
    void aNodeWithAnAddressIsWhereItSays() throws Exception {
        var node = started("nodes = [\"http://192.0.2.1:8888\"]");

        assertThat(node.address()).hasToString("192.0.2.1:8888");
        assertThat(changes).isEmpty();
    }

    @Test
    void aNameIsFoundBeforeTheStart() throws Exception {
        served.put("node", addresses("2001:db8::1", "192.0.2.1"));

        var node = started("nodes = [\"http://node\"]");

        assertThat(node.address()).hasToString("[2001:db8:0:0:0:0:0:1]:80");
        assertThat(node.state()).isEqualTo(Node.State.UP);
        assertThat(changes).isEmpty();
    }

    @Test
    void aNodeWhoseNameHasNoAddressIsDownUntilItHasOne() throws Exception {
        var node = started("nodes = [\"http://node:8888\"]\nhealth = { kind = \"none\", every = \"10ms\" }");

        assertThat(node.state()).isEqualTo(Node.State.DOWN_NO_ADDRESS);
        assertThat(node.inService(System.nanoTime() + Duration.ofDays(1).toNanos()))
                .isFalse();
        assertThat(nextChange())
                .isEqualTo("http://node:8888 DOWN_NO_ADDRESS: its name has no address: Name or service not known");

        served.put("node", addresses("192.0.2.1"));
        assertThat(nextChange()).isEqualTo("http://node:8888 UP: its name has an address");
        assertThat(node.address()).hasToString("192.0.2.1:8888");
    }

    @Test
    void whereNodesAreAskedTheFirstAnswerBringsOneBackThatHasFoundItsAddress() throws Exception {
        var node = started("nodes = [\"http://node:8888\"]\nhealth = { rise = 3 }");
        served.put("node", addresses("192.0.2.1"));
        Await.until("it has an address", () -> node.address() != null);
        assertThat(node.state()).isEqualTo(Node.State.DOWN_NO_ADDRESS);

        node.onHealthy(0);

        assertThat(node.state()).isEqualTo(Node.State.UP);
    }

    @Test
    void anAddressIsKeptAsLongAsTheNameHasIt() throws Exception {
        served.put("node", addresses("192.0.2.1", "192.0.2.2"));
        var node = started("nodes = [\"http://node:8888\"]");

        served.put("node", addresses("192.0.2.2", "192.0.2.1"));
        askedAgain();
        served.remove("node"); // a name server that fails takes nobody out of service
        askedAgain();
        assertThat(node.address()).hasToString("192.0.2.1:8888");
        assertThat(changes).isEmpty();

        served.put("node", addresses("192.0.2.3"));
        assertThat(nextChange()).isEqualTo("http://node:8888 moved from 192.0.2.1:8888 to 192.0.2.3:8888");
        assertThat(node.state()).isEqualTo(Node.State.UP);
    }

    @Test
    void theOtherAddressesHaveTheirTurnOnlyWhereANodeIsLost() {
        InetAddress[] found = addresses("192.0.2.3", "192.0.2.1", "192.0.2.2");

        assertThat(Names.choose(null, found, false)).isEqualTo(found[0]);
        assertThat(Names.choose(found[1], found, false)).isEqualTo(found[1]);
        assertThat(Names.choose(found[1], found, true)).isEqualTo(found[2]);
        assertThat(Names.choose(found[2], found, true)).isEqualTo(found[0]);
        assertThat(Names.choose(found[0], found, true)).isEqualTo(found[1]);
        assertThat(Names.choose(InetAddress.ofLiteral("192.0.2.9"), found, true))
                .isEqualTo(found[0]);
    }

    @Test
    void aNodeThatFailsIsSoughtAtTheOtherAddressOfItsName() throws Exception {
        served.put("node", addresses("192.0.2.1", "192.0.2.2"));
        var node = started("nodes = [\"http://node:8888\"]\nhealth = { fall = 1 }");

        node.onUnhealthy("Connection refused");

        assertThat(nextChange()).isEqualTo("http://node:8888 DOWN_FAILING: Connection refused");
        assertThat(nextChange()).isEqualTo("http://node:8888 moved from 192.0.2.1:8888 to 192.0.2.2:8888");
        node.onHealthy(0);
        assertThat(node.state()).isEqualTo(Node.State.UP);
    }

    @Test
    void aNameThatIsNotAnsweredHoldsNeitherTheStartNorOtherNamesUp() throws Exception {
        var never = new CountDownLatch(1);
        served.put("quick", addresses("192.0.2.1"));
        try (var stuck = new Names(
                name -> {
                    if (name.equals("slow")) await(never);
                    return lookup(name);
                },
                Duration.ofMillis(10),
                bug -> bugs.add(bug.toString()))) {
            Pool pool = pool("nodes = [\"http://slow\", \"http://quick\"]");

            stuck.start(List.of(pool), Duration.ofMillis(200));

            assertThat(pool.node(0).state()).isEqualTo(Node.State.DOWN_NO_ADDRESS);
            assertThat(changes).contains("http://slow DOWN_NO_ADDRESS: its name has no address: no answer yet");
            Await.until("the other one has an address", () -> pool.node(1).address() != null);
            served.put("quick", addresses("192.0.2.2"));
            Await.until("it moves", () -> changes.contains("http://quick moved from 192.0.2.1:80 to 192.0.2.2:80"));
            never.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the test is over
        }
    }

    @Test
    void namesThatAreOnlyAskedAboutAreTold() throws Exception {
        served.put("there", addresses("192.0.2.1"));

        assertThat(names.troubles(Set.of("there", "gone"), PATIENCE))
                .isEqualTo(Map.of("gone", "Name or service not known"));
    }

    @Test
    void anAnswerFromWhereANodeWasSaysNothingAboutIt() throws Exception {
        try (var before = new StillNode();
                var pools = new Pools("nodes = [\"" + before.url() + "\"]\nhealth = { kind = \"none\", fall = 1 }")) {
            Node node = pools.node(0);
            var client = new Witness();
            client.ask(pools, Talk.REQUEST);
            StillNode.Line old = before.accept();
            pools.hand.turnUntil(() -> client.writable > 0);
            node.moveTo(SocketAddress.parse("127.0.0.1:1"));
            node.onFailed("connection refused");

            old.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            pools.hand.turnUntil(client::over);

            assertThat(client.status).isEqualTo(200);
            assertThat(node.state()).isEqualTo(Node.State.DOWN_FAILING);
        }
    }

    @Test
    void connectionsToWhereANodeWasAreNotUsedAnyMore() throws Exception {
        try (var before = new StillNode();
                var pools = new Pools("nodes = [\"" + before.url() + "\"]\nhealth = { kind = \"none\" }");
                var after = new StillNode()) {
            Node node = pools.node(0);
            var first = new Witness();
            first.ask(pools, Talk.REQUEST);
            StillNode.Line old = before.accept();
            pools.hand.turnUntil(() -> first.writable > 0);
            old.read();
            old.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            pools.hand.turnUntil(first::over);
            assertThat(pools.closed).isZero();

            node.moveTo(SocketAddress.parse(after.url().substring("http://".length())));
            var second = new Witness();
            NodeConnection connection = second.begin(pools, Exchange.NONE);
            Witness.send(connection, Talk.REQUEST);
            connection.requestComplete();
            StillNode.Line current = after.accept();
            pools.hand.turnUntil(() -> second.writable > 0);

            assertThat(current.read()).isEqualTo(Talk.REQUEST);
            assertThat(pools.closed).isEqualTo(1);
            assertThat(old.read()).isEmpty();
        }
    }
}
