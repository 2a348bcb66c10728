package boma.practice;

import boma.antelope.Name;
import boma.bytes.Hex;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/// Packs transactions as client libraries do, and puts them into bodies that can be pushed.
///
/// The signatures only look like some: there are no keys here. Source of the layout: transaction.hpp in Antelope
/// spring.
public final class Packer {
    private static final String PERMISSION = "active";
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// Characters of most K1 signatures, without the prefix; all of them begin with a J or a K.
    private static final int SIGNATURE_LENGTH = 94;

    private final RandomGenerator random;

    /// @param random for signatures and reference blocks
    public Packer(RandomGenerator random) {
        this.random = random;
    }

    /// An action that one account authorizes.
    ///
    /// @param data as the contract's ABI packs it, in hexadecimal
    public record Action(String contract, String name, String actor, String data) {}

    /// `eosio.token::transfer`.
    ///
    /// @param units  of the symbol's smallest unit, four decimals
    /// @param symbol such as `SYS`
    public static Action transfer(String from, String to, long units, String symbol, String memo) {
        var data = new ByteArrayOutputStream();
        name(from, data);
        name(to, data);
        little(units, Long.BYTES, data);
        data.write(4);
        data.writeBytes((symbol + "\0".repeat(7 - symbol.length())).getBytes(StandardCharsets.US_ASCII));
        bytes(memo.getBytes(StandardCharsets.UTF_8), data);
        return new Action("eosio.token", "transfer", from, Hex.text(data.toByteArray(), 0, data.size()));
    }

    /// A transaction, unsigned.
    public byte[] pack(Instant expiration, List<Action> actions) {
        var out = new ByteArrayOutputStream();
        little(expiration.getEpochSecond(), 4, out);
        little(random.nextInt(), 2, out);
        little(random.nextInt(), 4, out);
        number(0, out); // max_net_usage_words
        out.write(0); // max_cpu_usage_ms
        number(0, out); // delay_sec
        number(0, out); // context-free actions
        number(actions.size(), out);
        for (Action action : actions) action(action, out);
        number(0, out); // extensions
        return out.toByteArray();
    }

    /// The body of `push_transaction` and `send_transaction`.
    public String body(byte[] packed) {
        return "{\"signatures\":[\"" + signature() + "\"],\"compression\":0,\"packed_context_free_data\":\"\","
                + "\"packed_trx\":\"" + Hex.text(packed, 0, packed.length) + "\"}";
    }

    /// The body of `send_transaction2` and `compute_transaction`.
    public String wrappedBody(byte[] packed) {
        return "{\"return_failure_trace\":true,\"retry_trx\":false,\"transaction\":" + body(packed) + "}";
    }

    private String signature() {
        var text = new StringBuilder("SIG_K1_K");
        for (int i = 1; i < SIGNATURE_LENGTH; i++) text.append(BASE58.charAt(random.nextInt(BASE58.length())));
        return text.toString();
    }

    private static void action(Action action, ByteArrayOutputStream out) {
        name(action.contract, out);
        name(action.name, out);
        number(1, out);
        name(action.actor, out);
        name(PERMISSION, out);
        bytes(Hex.bytes(action.data), out);
    }

    private static void name(String name, ByteArrayOutputStream out) {
        little(Name.encode(name), Long.BYTES, out);
    }

    private static void bytes(byte[] bytes, ByteArrayOutputStream out) {
        number(bytes.length, out);
        out.writeBytes(bytes);
    }

    /// Seven bits a byte, the lowest first.
    private static void number(int value, ByteArrayOutputStream out) {
        int rest = value;
        for (; rest > 127; rest >>>= 7) out.write((rest & 127) | 128);
        out.write(rest);
    }

    private static void little(long value, int bytes, ByteArrayOutputStream out) {
        for (int i = 0; i < bytes; i++) out.write((int) (value >>> (8 * i)));
    }
}
