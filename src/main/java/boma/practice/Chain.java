package boma.practice;

import boma.bytes.Hash;
import boma.bytes.JsonWriter;
import boma.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The chain of a practice node: a new head block every half second, whatever is pushed.
final class Chain {
    /// That of the recordings.
    static final String ID = "abc2e63da11c556d4bb3cb56056dd75335770ec12fb14dac1b691e5315ee2c74";

    private static final long BLOCK_MILLIS = 500;
    private static final long FIRST = 1000;
    private static final int IRREVERSIBLE_BEHIND = 2;
    private static final long RUNNING = -1;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final long startMillis;
    private volatile long stoppedMillis = RUNNING;

    Chain(Clock clock) {
        this.clock = clock;
        this.startMillis = clock.epochMillis() / BLOCK_MILLIS * BLOCK_MILLIS;
    }

    /// From now on there are no new blocks.
    void stop() {
        if (stoppedMillis == RUNNING) stoppedMillis = clock.epochMillis();
    }

    /// Blocks come again; those that were missed are there at once.
    void resume() {
        stoppedMillis = RUNNING;
    }

    long head() {
        long stopped = stoppedMillis;
        long now = stopped == RUNNING ? clock.epochMillis() : stopped;
        return FIRST + Math.max(0, now - startMillis) / BLOCK_MILLIS;
    }

    String time(long block) {
        return TIME.format(Instant.ofEpochMilli(startMillis + (block - FIRST) * BLOCK_MILLIS));
    }

    /// The first four bytes of an id are the block's number.
    static String id(long block) {
        return String.format(
                "%08x%016x%016x%016x%08x",
                block, Hash.mix(block), Hash.mix(~block), Hash.mix(block * 31), (int) Hash.mix(-block));
    }

    /// The answer of `get_info`.
    String info() {
        long head = head();
        long irreversible = head - IRREVERSIBLE_BEHIND;
        var json = new JsonWriter(1024).object();
        json.name("server_version").text("04bdb089");
        json.name("chain_id").text(ID);
        json.name("head_block_num").number(head);
        json.name("last_irreversible_block_num").number(irreversible);
        json.name("last_irreversible_block_id").text(id(irreversible));
        json.name("head_block_id").text(id(head));
        json.name("head_block_time").text(time(head));
        json.name("head_block_producer").text("eosio");
        json.name("virtual_block_cpu_limit").number(200_000_000);
        json.name("virtual_block_net_limit").number(1_048_576_000);
        json.name("block_cpu_limit").number(200_000);
        json.name("block_net_limit").number(1_048_576);
        json.name("server_version_string").text("v1.2.2");
        json.name("fork_db_head_block_num").number(head);
        json.name("fork_db_head_block_id").text(id(head));
        json.name("server_full_version_string").text("v1.2.2-practice");
        json.name("total_cpu_weight").number(170_000_001);
        json.name("total_net_weight").number(170_000_001);
        json.name("earliest_available_block_num").number(1);
        json.name("last_irreversible_block_time").text(time(irreversible));
        return json.endObject().toString();
    }
}
