package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.NodeosJson.Refused;
import boma.bytes.Hex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Holds what was read of a body against what nodeos makes of the same bytes, as far as the model of it knows.
public final class SameAsNodeos {
    private SameAsNodeos() {}

    /// Fails when the two differ.
    ///
    /// @param read what a [TransactionReader] without a fault has read of the body
    public static void check(BodyForm form, byte[] body, Transactions read) {
        try {
            compare(NodeosModel.read(form, body), body, read);
        } catch (Refused _) {
            // Why: what nodeos refuses cannot hurt.
        }
    }

    private static void compare(List<NodeosModel.Read> model, byte[] body, Transactions read) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        assertThat(read.count()).as(text).isEqualTo(model.size());
        List<String> actions = new ArrayList<>();
        for (int t = 0; t < model.size(); t++) {
            actions.addAll(model.get(t).actions());
            assertThat(read.idKnown(t) ? id(read, t) : null)
                    .as(text)
                    .isEqualTo(model.get(t).id());
        }
        assertThat(actions(read))
                .filteredOn(action -> !action.startsWith("nested "))
                .as(text)
                .isEqualTo(actions);
    }

    public static String id(Transactions read, int t) {
        byte[] id = new byte[Transactions.ID_SIZE];
        read.id(t, id, 0);
        return Hex.text(id, 0, id.length);
    }

    /// Every action in one line, such as `eosio.token::transfer alice@active`, marked if context-free or nested.
    public static List<String> actions(Transactions read) {
        List<String> lines = new ArrayList<>();
        for (int a = 0; a < read.actions(); a++) lines.add(action(read, a));
        return lines;
    }

    private static String action(Transactions read, int a) {
        var line = new StringBuilder();
        if (read.nested(a)) line.append("nested ");
        if (read.contextFree(a)) line.append("context-free ");
        line.append(Name.decode(read.account(a))).append("::").append(Name.decode(read.action(a)));
        for (int i = 0; i < read.authorizations(a); i++) {
            int authorization = read.firstAuthorization(a) + i;
            line.append(' ').append(Name.decode(read.actor(authorization)));
            line.append('@').append(Name.decode(read.permission(authorization)));
        }
        return line.toString();
    }
}
