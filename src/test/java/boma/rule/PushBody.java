package boma.rule;

import boma.antelope.Name;
import boma.bytes.Hex;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies that push transactions, packed as client libraries do.
///
///     PushBody.of("eosio.token::transfer alice", "game::play alice bob", "free:noop::run")
///
/// An action is its contract and name, followed by the actors that authorize it. `free:` in front makes it
/// context-free.
public final class PushBody {
    private static final String SIGNATURE = "SIG_K1_K7c9dZp3o7Peu4QUcmWDXSXAa8Vt39ueaDcTo4jQbcQk1waf6kShBBAsda5GZf2fAd"
            + "JrC7dT7t7u1kwnb7rkJ8TbMPAG5o";
    private static final String FREE = "free:";

    private PushBody() {}

    /// A body for `push_transaction` with one signed transaction.
    public static String of(String... actions) {
        return body(1, packed(actions, null));
    }

    /// A whole request that pushes these actions.
    public static String request(String... actions) {
        String body = of(actions);
        return "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    public static String signedTimes(int signatures, String... actions) {
        return body(signatures, packed(actions, null));
    }

    /// A transaction whose last action proposes another one with these actions to the multi-signature contract.
    public static String proposing(String proposer, String... inner) {
        return body(1, packed(new String[0], proposal(proposer, packed(inner, null))));
    }

    /// A body for `push_transactions`.
    public static String list(String... bodies) {
        return '[' + String.join(",", bodies) + ']';
    }

    /// A body for `send_transaction2`.
    public static String wrapped(String body) {
        return "{\"transaction\":" + body + ",\"return_failure_trace\":true}";
    }

    private static String body(int signatures, byte[] packed) {
        String signed = String.join(",", Collections.nCopies(signatures, '"' + SIGNATURE + '"'));
        return "{\"signatures\":[" + signed + "],\"compression\":0,\"packed_context_free_data\":\"\",\"packed_trx\":\""
                + Hex.text(packed, 0, packed.length) + "\"}";
    }

    private static byte[] packed(String[] actions, byte @Nullable [] last) {
        var out = new ByteArrayOutputStream();
        little(out, 1_900_000_000, 4);
        little(out, 7, 2);
        little(out, 9, 4);
        out.writeBytes(new byte[] {0, 0, 0});
        List<String> all = List.of(actions);
        List<String> free = all.stream().filter(a -> a.startsWith(FREE)).toList();
        List<String> others = all.stream().filter(a -> !a.startsWith(FREE)).toList();
        out.write(free.size());
        for (String action : free) action(out, action.substring(FREE.length()), new byte[1]);
        out.write(others.size() + (last == null ? 0 : 1));
        for (String action : others) action(out, action, new byte[1]);
        if (last != null) out.writeBytes(last);
        out.write(0);
        return out.toByteArray();
    }

    private static byte[] proposal(String proposer, byte[] transaction) {
        var data = new ByteArrayOutputStream();
        little(data, Name.encode(proposer), 8);
        little(data, Name.encode("proposal"), 8);
        data.write(0);
        data.writeBytes(transaction);
        var out = new ByteArrayOutputStream();
        action(out, "eosio.msig::propose " + proposer, data.toByteArray());
        return out.toByteArray();
    }

    private static void action(ByteArrayOutputStream out, String text, byte[] data) {
        String[] words = text.split(" ", -1);
        String[] name = words[0].split("::", -1);
        little(out, Name.encode(name[0]), 8);
        little(out, Name.encode(name[1]), 8);
        out.write(words.length - 1);
        for (int i = 1; i < words.length; i++) {
            little(out, Name.encode(words[i]), 8);
            little(out, Name.encode("active"), 8);
        }
        number(out, data.length);
        out.writeBytes(data);
    }

    private static void number(ByteArrayOutputStream out, int value) {
        int rest = value;
        for (; rest > 127; rest >>>= 7) out.write((rest & 127) | 128);
        out.write(rest);
    }

    private static void little(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) out.write((int) (value >>> (8 * i)));
    }
}
