package boma.antelope;

import boma.bytes.Hex;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A reader with its transactions, and words for what came out.
final class Reads {
    static final TransactionLimits ROOMY = new TransactionLimits(100, 100, 1_000, 10_000, 1 << 20);

    final Transactions transactions = new Transactions();
    private final TransactionReader reader;

    Reads() {
        this(ROOMY);
    }

    Reads(TransactionLimits limits) {
        reader = new TransactionReader(limits);
    }

    TransactionFault read(BodyForm form, MemorySegment body) {
        return reader.read(form, body, 0, (int) body.byteSize(), transactions);
    }

    TransactionFault read(BodyForm form, byte[] body) {
        return read(form, MemorySegment.ofArray(body));
    }

    TransactionFault read(BodyForm form, String body) {
        return read(form, body.getBytes(StandardCharsets.UTF_8));
    }

    String id(int t) {
        byte[] id = new byte[Transactions.ID_SIZE];
        transactions.id(t, id, 0);
        return Hex.text(id, 0, id.length);
    }

    /// Every action in one line, such as `eosio.token::transfer alice@active`, marked if context-free or nested.
    List<String> actions() {
        List<String> lines = new ArrayList<>();
        for (int a = 0; a < transactions.actions(); a++) lines.add(action(a));
        return lines;
    }

    private String action(int a) {
        var line = new StringBuilder();
        if (transactions.nested(a)) line.append("nested ");
        if (transactions.contextFree(a)) line.append("context-free ");
        line.append(Name.decode(transactions.account(a))).append("::").append(Name.decode(transactions.action(a)));
        for (int i = 0; i < transactions.authorizations(a); i++) {
            int authorization = transactions.firstAuthorization(a) + i;
            line.append(' ').append(Name.decode(transactions.actor(authorization)));
            line.append('@').append(Name.decode(transactions.permission(authorization)));
        }
        return line.toString();
    }
}
