package boma.practice;

import boma.bytes.JsonWriter;
import boma.time.DurationText;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The paths by which a practice node is told to misbehave. Only for clients of the same machine.
final class PracticeControl {
    static final String PREFIX = "/practice/";

    private static final String REFUSE = "refuse ";

    /// @param after what is to be done once the answer is out
    record Done(PracticeAnswer answer, Runnable after) {
        Done(PracticeAnswer answer) {
            this(answer, () -> {});
        }
    }

    private PracticeControl() {}

    /// `/practice/counters`, `/practice/slow+500ms`, `/practice/refuse+5s`, …
    static Done handle(PracticeNode node, String target) {
        String order = URLDecoder.decode(target.substring(PREFIX.length()), StandardCharsets.UTF_8);
        try {
            if (order.equals("counters")) return new Done(counters(node));
            if (order.startsWith(REFUSE)) {
                Duration time = DurationText.parse(order.substring(REFUSE.length()));
                return new Done(said(order), () -> refuse(node, time));
            }
            node.misbehave(Misbehaviour.parse(order));
            return new Done(said(order));
        } catch (IllegalArgumentException _) { // the answer says what was expected
            var json = new JsonWriter(256).object();
            json.name("expected")
                    .text("counters, refuse TIME, " + Misbehaviour.EXPECTED)
                    .endObject();
            return new Done(new PracticeAnswer(400, json.toString()));
        }
    }

    private static PracticeAnswer said(String order) {
        return new PracticeAnswer(
                200,
                new JsonWriter(64).object().name("now").text(order).endObject().toString());
    }

    private static PracticeAnswer counters(PracticeNode node) {
        PracticeCounters counters = node.counters();
        var json = new JsonWriter(1024).object();
        json.name("connections").number(counters.connections()).name("open").number(node.connectionsOpen());
        json.name("transactions").number(counters.pushes()).name("failed").number(counters.transactionsFailed());
        json.name("most_of_one_transaction")
                .number(counters.pushesOfOneMost())
                .name("requests")
                .object();
        counters.requestsByPath().forEach((path, n) -> json.name(path).number(n));
        return new PracticeAnswer(200, json.endObject().endObject().toString());
    }

    private static void refuse(PracticeNode node, Duration time) {
        Thread.ofVirtual().name("practice-refusal").start(() -> {
            node.refuseConnections();
            try {
                Thread.sleep(time);
                node.acceptConnections();
            } catch (IOException e) {
                System.err.println("practice node: " + e.getMessage());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// For people who have just started one.
    static String help(PracticeNode node) {
        String curl = node.url().startsWith("unix:")
                ? "curl --unix-socket " + node.url().substring("unix:".length()) + " http://localhost"
                : "curl " + node.url();
        return """
            The practice node listens on %1$s and answers like a nodeos.

              %2$s/v1/chain/get_info            its chain moves
              %2$s/practice/slow+500ms          makes it slow
              %2$s/practice/stale               stops its blocks
              %2$s/practice/closing             closes connections instead of answering
              %2$s/practice/garbled+two-lengths answers what nobody should believe
              %2$s/practice/refuse+5s           is gone for five seconds
              %2$s/practice/well                makes it well again
              %2$s/practice/counters            what it has seen

            Transactions fail whose first action has a name that begins with "fail". Ctrl-C ends it.
            """.formatted(node.address(), curl);
    }
}
