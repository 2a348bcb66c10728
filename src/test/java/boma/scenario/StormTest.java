package boma.scenario;

import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.PushBody;
import boma.scenario.FakeNode.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Clients and nodes that do whatever they like. When they have gone, Boma has settled everything exactly once: the
/// stage checks that no connection, no request in flight and no byte of memory is left, and that no bug was met.
class StormTest {
    private static final int CONNECTIONS = 2000;
    private static final int AT_ONCE = 64;
    private static final String BODY = PushBody.of("eosio.token::transfer alice");
    private static final String LARGE = "0123456789abcdef".repeat(20_000);

    @AutoClose
    private final Stage stage = new Stage();

    private final AtomicLong seeds = new AtomicLong(20_260_101);

    @Test
    void afterAStormEverythingIsSettled() throws Exception {
        FakeNode chain = stage.node(moody());
        FakeNode service = stage.node(moody());
        Boma boma = stage.add(Boma.setup()
                .threads(2)
                .listener("timeouts = { head = '150ms', body = '150ms', idle = '150ms', write = '150ms', tunnel ="
                        + " '150ms' }")
                .pool(
                        "timeouts = { answer = '150ms', idle = '100ms' }",
                        "health = { kind = 'none', fall = 100, every = '10ms' }")
                .also("[[pool]]\nname = 'chain'\nnodes = ['" + chain.url() + "']\ntimeouts = { answer = '150ms' }\n"
                        + "health = { kind = 'none', fall = 100, every = '10ms' }")
                .also("[[route]]\nmatch = { call = ['push', 'read'] }\npool = 'chain'\n[[route]]\npool = 'service'")
                .also("[[limit]]\nname = 'slowly'\nkey = 'client'\nmatch = { path = '/slowly' }\nrate = '1/5ms'\n"
                        + "over = 'delay'\nmax-delay = '100ms'")
                .start(service));
        var next = new AtomicInteger();

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(clients.submit(() -> {
                    for (int seed; (seed = next.getAndIncrement()) < CONNECTIONS; ) storm(boma, new Random(seed));
                }));
            }
            for (Future<?> done : all) done.get();
        }

        boma.settle();
        boma.await("boma_connections_total", "", CONNECTIONS);
        assertThat(boma.metric("boma_requests_total")).isGreaterThan(CONNECTIONS);
        assertThat(chain.requests()).isNotEmpty();
        assertThat(service.requests()).isNotEmpty();
    }

    // ---- clients

    private static void storm(Boma boma, Random random) {
        try (Wire wire = random.nextInt(4) == 0 ? Wire.narrow(boma.address()) : boma.connect()) {
            int sent = 0;
            for (int moves = 1 + random.nextInt(6); moves > 0; moves--) {
                String request = request(random);
                switch (random.nextInt(12)) {
                    case 0 -> wire.sendQuietly(request.substring(0, random.nextInt(request.length())));
                    case 1 -> {
                        wire.reset();
                        return;
                    }
                    case 2 -> {
                        wire.sendQuietly(request.repeat(5));
                        sent += 5;
                    }
                    case 3 -> wire.halfClose();
                    case 4 -> wire.ending();
                    default -> {
                        wire.sendQuietly(request);
                        sent++;
                    }
                }
                while (sent > 0 && random.nextInt(3) > 0) {
                    wire.answer();
                    sent--;
                }
            }
        } catch (IOException | AssertionError _) {
            // Boma has had enough of this client, or nobody knows any more which answer this is
        }
    }

    private static String request(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE.length() + "\r\n\r\n" + LARGE;
            case 1 -> "POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
            case 2 -> "POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nbad";
            case 3 -> "POST /up HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello";
            case 4 -> "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nahead";
            case 5 -> "GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            case 6 -> "GET /slowly HTTP/1.1\r\nHost: a\r\n\r\n";
            case 7 -> "GET  bad\r\n\r\n";
            case 8 -> "HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n";
            case 9, 10 ->
                "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY.length() + "\r\n\r\n"
                        + BODY;
            case 11 -> "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n";
            case 12 -> "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            default -> "GET /" + random.nextInt(1000) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        };
    }

    // ---- nodes

    private Script moody() {
        return wire -> {
            var random = new Random(seeds.incrementAndGet());
            while (true) {
                if (random.nextInt(20) == 0) {
                    wire.until("\r\n\r\n"); // not the body
                    wire.send(ok("early"));
                    return;
                }
                Message request = wire.request();
                if (request == null) return;
                if (request.has("Upgrade")) {
                    mirror(wire);
                    return;
                }
                String answer = answer(random);
                switch (random.nextInt(20)) {
                    case 0 -> wire.ending();
                    case 1 -> wire.reset();
                    case 2 -> wire.send(answer + "behind");
                    case 3 -> {
                        wire.send(answer.substring(0, random.nextInt(answer.length())));
                        wire.reset();
                    }
                    case 4 -> {
                        wire.send(answer.substring(0, random.nextInt(answer.length())));
                        return;
                    }
                    default -> wire.send(answer);
                }
            }
        };
    }

    private static void mirror(Wire wire) throws IOException {
        wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nhello");
        for (String s; (s = wire.some()) != null; ) wire.send(s);
    }

    private static String answer(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> ok(LARGE);
            case 1 -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
            case 2 -> "HTTP/1.1 103 Early Hints\r\n\r\n" + ok("hello");
            case 3 -> "HTTP/1.1 204 No Content\r\n\r\n";
            case 4 -> "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\n{}";
            default -> ok("hello");
        };
    }
}
