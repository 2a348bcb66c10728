package boma.control;

import boma.bytes.JsonWriter;
import boma.client.Client;
import boma.ledger.Ban;
import boma.ledger.Entry;
import boma.ledger.Ledger;
import boma.telemetry.RecentRefusals;
import boma.telemetry.RecentRefusals.Refused;
import boma.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells an operator what Boma holds against a client: whether he is banned, what he did, and why he was refused last.
public final class Why {
    private final Ledger ledger;
    private final RecentRefusals refusals;
    private final Clock clock;

    public Why(Ledger ledger, RecentRefusals refusals, Clock clock) {
        this.ledger = ledger;
        this.refusals = refusals;
        this.clock = clock;
    }

    byte[] json(Client client) {
        Entry entry = ledger.find(client);
        var json = new JsonWriter(1024);
        json.object().name("client").text(client.text()).name("known").bool(entry != null);
        writeBan(entry == null ? null : entry.ban(clock.nanos()), json);
        if (entry != null) writeCounts(entry, json);
        json.name("refusals").list();
        for (Refused refused : refusals.of(client)) writeRefusal(refused, json);
        return json.endList().endObject().endLine().toBytes();
    }

    private void writeBan(@Nullable Ban ban, JsonWriter json) {
        json.name("banned").bool(ban != null);
        if (ban == null) return;
        json.name("ban").object();
        json.name("reason").text(ban.reason());
        json.name("since").text(time(ban.sinceMillis()));
        json.name("until").text(time(ban.untilMillis()));
        json.name("remaining_seconds").number(Math.ceilDiv(ban.remainingNanos(clock.nanos()), 1_000_000_000L));
        json.endObject();
    }

    private void writeCounts(Entry entry, JsonWriter json) {
        json.name("connections").number(entry.connections());
        json.name("in_flight").number(entry.inFlight());
        json.name("buffered_bytes").number(entry.held());
        json.name("requests").number(entry.requests());
        json.name("refused").number(entry.refused());
        json.name("failed").number(entry.failed());
        long idle = Math.max(0, clock.nanos() - entry.lastSeenNanos());
        json.name("seconds_since_seen").thousandths(idle / 1_000_000);
    }

    private static void writeRefusal(Refused refused, JsonWriter json) {
        json.object().name("time").text(time(refused.epochMillis()));
        if (refused.id() != 0) json.name("id").hex(refused.id()).name("call").text(refused.call());
        if (refused.status() != 0) json.name("status").number(refused.status());
        json.name("reason").text(refused.ground().reason().label());
        if (!refused.ground().by().isEmpty())
            json.name("by").text(refused.ground().by());
        json.endObject();
    }

    private static String time(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }
}
