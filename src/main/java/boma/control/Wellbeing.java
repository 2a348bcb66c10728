package boma.control;

import boma.bytes.JsonWriter;
import boma.telemetry.Recorder;
import boma.telemetry.Roster;
import boma.time.Clock;
import boma.upstream.Node;
import boma.upstream.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Answers two questions about the process: does it work (else restart it), and can it serve (else send clients
/// elsewhere)?
public final class Wellbeing {
    private static final long SILENCE_MAX_NANOS = Duration.ofSeconds(5).toNanos();

    private final List<Recorder> recorders;
    private final Supplier<Roster> roster;
    private final Supplier<Phase> phase;
    private final Clock clock;

    /// @param recorders of all event loops, which tick once per second
    /// @param roster    with the pools of now
    public Wellbeing(List<Recorder> recorders, Supplier<Roster> roster, Supplier<Phase> phase, Clock clock) {
        this.recorders = List.copyOf(recorders);
        this.roster = roster;
        this.phase = phase;
        this.clock = clock;
    }

    /// @param problems whole sentences; none when all is well
    record Finding(List<String> problems) {
        boolean well() {
            return problems.isEmpty();
        }
    }

    /// Whether every event loop turns.
    Finding health() {
        List<String> problems = new ArrayList<>();
        long now = clock.nanos();
        for (int i = 0; i < recorders.size(); i++) {
            long silence = now - recorders.get(i).lastTick(now);
            if (silence <= SILENCE_MAX_NANOS) continue;
            problems.add("Event loop " + i + " has not turned for "
                    + Duration.ofNanos(silence).toSeconds() + " s.");
        }
        return new Finding(problems);
    }

    /// Whether clients are accepted and every pool has a node in service.
    Finding readiness() {
        List<String> problems = new ArrayList<>();
        switch (phase.get()) {
            case STARTING -> problems.add("Boma is starting.");
            case STOPPING -> problems.add("Boma is stopping.");
            case SERVING -> {}
        }
        for (Pool pool : roster.get().pools()) {
            if (pool.healthy() > 0) continue;
            problems.add("Pool \"" + pool.name() + "\" has no node in service.");
        }
        return new Finding(problems);
    }

    byte[] healthJson(Finding finding) {
        var json = new JsonWriter(256);
        begin(json, finding);
        json.name("loops").list();
        long now = clock.nanos();
        for (Recorder recorder : recorders) {
            json.object().name("seconds_since_tick");
            json.thousandths(Math.max(0, now - recorder.lastTick(now)) / 1_000_000)
                    .endObject();
        }
        return json.endList().endObject().endLine().toBytes();
    }

    byte[] readinessJson(Finding finding) {
        var json = new JsonWriter(1024);
        begin(json, finding);
        json.name("pools").list();
        for (Pool pool : roster.get().pools()) {
            json.object().name("name").text(pool.name()).name("nodes").list();
            for (Node node : pool.nodes()) writeNode(node, json);
            json.endList().endObject();
        }
        return json.endList().endObject().endLine().toBytes();
    }

    private static void begin(JsonWriter json, Finding finding) {
        json.object().name("ok").bool(finding.well()).name("problems").list();
        for (String problem : finding.problems()) json.text(problem);
        json.endList();
    }

    private static void writeNode(Node node, JsonWriter json) {
        json.object().name("node").text(node.name()).name("state").text(word(node.state()));
        if (!node.where().isEmpty()) json.name("address").text(node.where());
        json.name("in_flight").number(node.inFlight());
        if (node.headAgeMillis() >= 0) json.name("head_age_seconds").thousandths(node.headAgeMillis());
        json.endObject();
    }

    private static String word(Node.State state) {
        return switch (state) {
            case UP -> "up";
            case DOWN_STALE -> "stale";
            case DOWN_FAILING -> "failing";
            case DOWN_NO_ADDRESS -> "no-address";
        };
    }
}
