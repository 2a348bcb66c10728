package boma.practice;

import boma.antelope.Name;
import boma.antelope.Transactions;
import boma.bytes.JsonWriter;

/// Writes what nodeos tells of a transaction that it has run: its trace.
///
/// Everything that clients and Boma look at is there; the data of actions, which only an ABI could make readable, is
/// left empty, and so are the traces of inline actions and notifications.
final class TraceText {
    /// What the contract says of a transaction that fails.
    static final String ASSERTION = "overdrawn balance";

    private static final int NET_WORD_BYTES = 8;

    /// What the recordings have for the smallest of transactions, more or less.
    private static final int CPU_LEAST_MICROS = 100;

    private static final int CPU_SPREAD_MICROS = 800;

    private final Chain chain;

    TraceText(Chain chain) {
        this.chain = chain;
    }

    /// `{"transaction_id":…,"processed":{…}}`
    void write(Transactions transactions, int t, String id, boolean fails, JsonWriter json) {
        long block = chain.head() + 1;
        int cpu = cpuMicros(id);
        json.object().name("transaction_id").text(id).name("processed").object();
        json.name("id").text(id).name("block_num").number(block);
        json.name("block_time").text(chain.time(block));
        json.name("producer_block_id").nothing().name("receipt");
        int bytes = transactions.size(t);
        if (fails) json.nothing();
        else receipt(cpu, Math.ceilDiv(bytes, NET_WORD_BYTES), json);
        json.name("elapsed").number(cpu).name("net_usage").number(Math.ceilDiv(bytes, NET_WORD_BYTES) * 8L);
        json.name("scheduled").bool(false).name("action_traces").list();
        int end = transactions.firstAction(t) + transactions.actions(t);
        int ordinal = 0;
        for (int a = transactions.firstAction(t); a < end; a++) {
            if (!transactions.nested(a)) action(transactions, a, ++ordinal, id, fails, json);
        }
        json.endList().name("account_ram_delta").nothing();
        error(fails, json);
        json.endObject().endObject();
    }

    private static void receipt(int cpu, int netWords, JsonWriter json) {
        json.object().name("status").text("executed").name("cpu_usage_us").number(cpu);
        json.name("net_usage_words").number(netWords).endObject();
    }

    private void action(Transactions all, int a, int ordinal, String id, boolean fails, JsonWriter json) {
        long block = chain.head() + 1;
        String contract = Name.decode(all.account(a));
        json.object().name("action_ordinal").number(ordinal);
        json.name("creator_action_ordinal").number(0);
        json.name("closest_unnotified_ancestor_action_ordinal").number(0).name("receipt");
        if (fails) json.nothing();
        else json.object().name("receiver").text(contract).endObject();
        json.name("receiver").text(contract).name("act").object();
        json.name("account").text(contract).name("name").text(Name.decode(all.action(a)));
        json.name("authorization").list();
        int last = all.firstAuthorization(a) + all.authorizations(a);
        for (int i = all.firstAuthorization(a); i < last; i++) {
            json.object().name("actor").text(Name.decode(all.actor(i)));
            json.name("permission").text(Name.decode(all.permission(i))).endObject();
        }
        json.endList().name("data").text("").name("hex_data").text("").endObject();
        json.name("context_free").bool(all.contextFree(a)).name("elapsed").number(cpuMicros(id) / 2);
        json.name("console").text("").name("trx_id").text(id).name("block_num").number(block);
        json.name("block_time").text(chain.time(block));
        json.name("producer_block_id").nothing();
        json.name("account_ram_deltas").list().endList();
        error(fails, json);
        json.name("return_value_hex_data").text("").endObject();
    }

    private void error(boolean fails, JsonWriter json) {
        if (!fails) {
            json.name("except").nothing().name("error_code").nothing();
            return;
        }
        json.name("except").object();
        json.name("code").number(3_050_003);
        json.name("name").text("eosio_assert_message_exception");
        json.name("message").text("eosio_assert_message assertion failure");
        json.name("stack").list().object();
        context(json);
        json.name("format").text("assertion failure with message: ${s}");
        json.name("data").object().name("s").text(ASSERTION).endObject();
        json.endObject().endList().endObject();
        json.name("error_code").text("10000000000000000000");
    }

    private void context(JsonWriter json) {
        json.name("context").object();
        json.name("level").text("error");
        json.name("file").text("cf_system.cpp");
        json.name("line").number(14);
        json.name("method").text("eosio_assert");
        json.name("hostname").text("");
        json.name("thread_name").text("nodeos");
        json.name("timestamp").text(chain.time(chain.head()));
        json.endObject();
    }

    /// An entry of `push_transactions` that failed.
    static void writeFailed(String error, JsonWriter json) {
        json.object().name("transaction_id").text("0".repeat(2 * Transactions.ID_SIZE));
        json.name("processed").object().name("error").text(error).endObject().endObject();
    }

    /// Always the same for the same transaction.
    static int cpuMicros(String id) {
        return CPU_LEAST_MICROS + Integer.parseInt(id.substring(0, 6), 16) % CPU_SPREAD_MICROS;
    }
}
