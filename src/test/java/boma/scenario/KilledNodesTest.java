package boma.scenario;

import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.PushBody;
import boma.scenario.FakeNode.Script;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Nodes that die under their clients' hands, at every moment of an answer.
class KilledNodesTest {
    private static final int CLIENTS = 16;
    private static final int REQUESTS = 150;
    private static final String BODY = PushBody.of("eosio.token::transfer alice");

    @AutoClose
    private final Stage stage = new Stage();

    private final AtomicLong seeds = new AtomicLong(4711);

    /// Answers with the number of the request, or dies before, in or after the answer.
    private Script mortal() {
        return wire -> {
            var random = new Random(seeds.incrementAndGet());
            for (Message request; (request = wire.request()) != null; ) {
                String answer = ok("number " + request.field("X-Number"));
                int fate = random.nextInt(20);
                if (fate < 14) {
                    wire.send(answer);
                } else if (fate < 16) {
                    wire.reset();
                } else if (fate == 16) {
                    return;
                } else if (fate == 17) {
                    wire.send(answer.substring(0, random.nextInt(answer.length())));
                    wire.reset();
                } else if (fate == 18) {
                    wire.send(answer.substring(0, random.nextInt(answer.length())));
                    return;
                } else {
                    wire.send(answer);
                    wire.reset();
                }
            }
        };
    }

    @Test
    void everyRequestGetsOneAnswerAndNoPushArrivesTwice() throws Exception {
        FakeNode one = stage.node(mortal());
        FakeNode two = stage.node(mortal());
        Boma boma = stage.add(Boma.setup()
                .threads(2)
                .antelope()
                .pool("health = { kind = 'none', fall = 100, every = '10ms' }")
                .start(one, two));
        Map<String, String> outcomes = new ConcurrentHashMap<>();

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int client = c;
                all.add(clients.submit(() -> {
                    askAll(boma, client, outcomes);
                    return null;
                }));
            }
            for (Future<?> done : all) done.get();
        }

        assertThat(outcomes).hasSize(CLIENTS * REQUESTS);
        assertThat(outcomes.values()).allMatch(outcome -> outcome.matches("answered|bad gateway|cut short"));
        assertThat(outcomes.values()).filteredOn("answered"::equals).hasSizeGreaterThan(CLIENTS * REQUESTS / 2);
        boma.await("boma_requests_total", "", CLIENTS * REQUESTS);
        Map<String, Integer> arrivals = new HashMap<>();
        Stream.of(one, two)
                .map(FakeNode::requests)
                .flatMap(List::stream)
                .forEach(request -> arrivals.merge(request.asked() + " " + request.field("X-Number"), 1, Integer::sum));
        assertThat(arrivals)
                .allSatisfy((asked, times) ->
                        assertThat(times).as(asked).isLessThanOrEqualTo(asked.startsWith("GET") ? 2 : 1));
    }

    /// Asks one question after the other, on a new connection whenever the old one has ended.
    private static void askAll(Boma boma, int client, Map<String, String> outcomes) throws IOException {
        Wire wire = boma.connect();
        for (int i = 0; i < REQUESTS; i++) {
            String number = client + "." + i;
            wire.send(i % 3 == 0 ? push(number) : get(number));
            String outcome = outcome(wire, number);
            assertThat(outcomes.put(number, outcome)).isNull();
            if (!outcome.equals("cut short")) continue;
            wire.close();
            wire = boma.connect();
        }
        wire.close();
    }

    private static String outcome(Wire wire, String number) throws IOException {
        int from = wire.position();
        try {
            Message answer = wire.answer();
            if (answer.status() == 502 && !answer.refusal().isEmpty()) return "bad gateway";
            return answer.gist().equals("200 number " + number) ? "answered" : "wrong: " + answer;
        } catch (EOFException _) {
            return wire.received(from).isEmpty() ? "no answer" : "cut short";
        }
    }

    private static String get(String number) {
        return "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\nX-Number: " + number + "\r\n\r\n";
    }

    private static String push(String number) {
        return "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nX-Number: " + number + "\r\nContent-Length: "
                + BODY.length() + "\r\n\r\n" + BODY;
    }
}
