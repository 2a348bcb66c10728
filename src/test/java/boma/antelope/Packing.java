package boma.antelope;

import boma.bytes.Hex;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Builds packed transactions and bodies around them.
final class Packing {
    static final String SIGNATURE =
            "SIG_K1_KBSebUoeHXna2M9pEACrz9p1QvuXiAYt3fNEb9eMCoR3UW9rJewuTviBPTq2PGiBeka7m5kVvM2yNHHE6CnfPtHWMNL3R1";

    /// @param authorizations such as `alice@active`
    record Action(String account, String name, List<String> authorizations, String dataHex) {
        Action(String account, String name, String dataHex) {
            this(account, name, List.of("alice@active"), dataHex);
        }
    }

    private Packing() {}

    static String transaction(Action... actions) {
        return transaction(List.of(), List.of(actions));
    }

    static String transaction(List<Action> contextFree, List<Action> actions) {
        return header() + list(contextFree) + list(actions) + "00";
    }

    /// Expires in 2027.
    static String header() {
        return "0022486b" + "0102" + "03040506" + "00" + "00" + "00";
    }

    static String list(List<Action> actions) {
        var packed = new StringBuilder(varuint(actions.size()));
        actions.forEach(action -> packed.append(action(action)));
        return packed.toString();
    }

    static Action transfer() {
        return new Action("eosio.token", "transfer", "0000000000855c34");
    }

    /// `eosio.msig::propose` of a transaction.
    static Action propose(String transactionHex) {
        return new Action(
                "eosio.msig",
                "propose",
                name("alice") + name("prop") + "01" + name("bob") + name("active") + transactionHex);
    }

    /// `eosio.wrap::exec` of a transaction.
    static Action exec(String transactionHex) {
        return new Action("eosio.wrap", "exec", name("alice") + transactionHex);
    }

    static String body(String packedHex) {
        return body("0", packedHex);
    }

    static String zlibBody(String zlibHex) {
        return body("1", zlibHex);
    }

    static String exploded(String transaction) {
        return "{\"signatures\":[],\"compression\":0,\"transaction\":" + transaction + '}';
    }

    static String name(String name) {
        var bytes = new PackedBytes();
        bytes.putLong(Name.encode(name));
        return hex(bytes);
    }

    static String varuint(long value) {
        var bytes = new PackedBytes();
        bytes.putVaruint(value);
        return hex(bytes);
    }

    static MemorySegment segment(byte[] bytes) {
        return MemorySegment.ofArray(bytes);
    }

    private static String body(String compression, String packedHex) {
        return "{\"signatures\":[\"" + SIGNATURE + "\"],\"compression\":" + compression
                + ",\"packed_context_free_data\":\"\",\"packed_trx\":\"" + packedHex + "\"}";
    }

    private static String action(Action action) {
        var packed = new StringBuilder(name(action.account) + name(action.name));
        packed.append(varuint(action.authorizations.size()));
        for (String authorization : action.authorizations) {
            int at = authorization.indexOf('@');
            packed.append(name(authorization.substring(0, at))).append(name(authorization.substring(at + 1)));
        }
        return packed.append(varuint(action.dataHex.length() / 2))
                .append(action.dataHex)
                .toString();
    }

    private static String hex(PackedBytes bytes) {
        return Hex.text(Arrays.copyOf(bytes.array(), bytes.length()), 0, bytes.length());
    }
}
