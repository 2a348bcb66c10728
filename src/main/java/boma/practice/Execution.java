package boma.practice;

import boma.antelope.BodyForm;
import boma.antelope.Endpoint;
import boma.antelope.Name;
import boma.antelope.TransactionFault;
import boma.antelope.TransactionLimits;
import boma.antelope.TransactionReader;
import boma.antelope.Transactions;
import boma.bytes.Hex;
import boma.bytes.JsonWriter;
import boma.practice.Recordings.Recording;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs transactions, as far as a practice node does: it reads them, remembers their ids, and lets those fail that are
/// meant to. Signatures, expiration and balances are not looked at.
///
/// Those fail whose first action has a name that begins with `fail`, or whose first action's contract or actor is on
/// the list.
final class Execution {
    private static final String FAIL = "fail";

    /// Transactions that are remembered as executed; the oldest is forgotten first.
    private static final int EXECUTED_MAX = 100_000;

    private static final String WANTS_NO_TRACE = "\"return_failure_trace\":false";
    private static final TransactionLimits LIMITS = new TransactionLimits(1000, 255, 4096, 16_384, 1 << 20);

    private final Set<Long> failing;
    private final PracticeCounters counters;
    private final TraceText traces;
    private final TransactionReader reader = new TransactionReader(LIMITS);
    private final Transactions transactions = new Transactions();
    private final Set<String> executed = new LinkedHashSet<>();

    Execution(Set<String> failing, Chain chain, PracticeCounters counters) {
        this.failing = Set.copyOf(failing.stream().map(Name::encode).toList());
        this.counters = counters;
        this.traces = new TraceText(chain);
    }

    /// What became of one transaction.
    private enum Outcome {
        EXECUTED,
        FAILED,
        DUPLICATE
    }

    /// @param recorded the answer that nodeos gave to just this body, null for none; the first time it is given again
    synchronized PracticeAnswer answer(Endpoint endpoint, byte[] body, @Nullable Recording recorded) {
        BodyForm form = endpoint.bodyForm();
        if (form == null) throw new IllegalArgumentException(endpoint + " carries no transactions");
        if (Recordings.isNothing(new String(body, StandardCharsets.UTF_8))) return PracticeAnswer.NO_BODY;
        TransactionFault fault = reader.read(form, MemorySegment.ofArray(body), 0, body.length, transactions);
        List<String> ids = ids(body);
        if (endpoint.broadcasts()) ids.forEach(counters::push);
        if (fault == TransactionFault.NONE) return run(endpoint, form, body, ids, recorded);
        if (recorded != null) return recorded.answer();
        return fault.family() == TransactionFault.Family.INVALID_JSON
                ? PracticeAnswer.BAD_BODY
                : PracticeAnswer.BAD_TRANSACTION;
    }

    /// Of each transaction; of one that only an ABI can pack, the hash of the body.
    private List<String> ids(byte[] body) {
        var ids = new ArrayList<String>();
        byte[] id = new byte[Transactions.ID_SIZE];
        for (int t = 0; t < transactions.count(); t++) {
            if (transactions.idKnown(t)) transactions.id(t, id, 0);
            else id = sha256(body, t);
            ids.add(Hex.text(id, 0, id.length));
        }
        return ids;
    }

    private PracticeAnswer run(
            Endpoint endpoint, BodyForm form, byte[] body, List<String> ids, @Nullable Recording recorded) {
        boolean again = ids.stream().anyMatch(executed::contains);
        if (recorded != null && !again) {
            boolean accepted = recorded.answer().status() < 300;
            if (accepted && endpoint.broadcasts()) ids.forEach(this::remember);
            return recorded.answer();
        }
        return switch (form) {
            case MANY -> many(ids);
            case ONE -> one(endpoint, ids.getFirst(), false);
            case WRAPPED -> {
                String text = new String(body, StandardCharsets.UTF_8).replace(" ", "");
                yield one(endpoint, ids.getFirst(), !text.contains(WANTS_NO_TRACE));
            }
        };
    }

    private PracticeAnswer one(Endpoint endpoint, String id, boolean traceOfFailure) {
        Outcome outcome = outcome(endpoint, 0, id);
        if (outcome == Outcome.DUPLICATE) return PracticeAnswer.duplicate(id);
        if (outcome == Outcome.FAILED && !traceOfFailure) return PracticeAnswer.asserted();
        var json = new JsonWriter(2048);
        traces.write(transactions, 0, id, outcome == Outcome.FAILED, json);
        return new PracticeAnswer(endpoint.broadcasts() ? 202 : 200, json.toString());
    }

    /// Of `push_transactions`, which is accepted whatever becomes of its transactions.
    private PracticeAnswer many(List<String> ids) {
        var json = new JsonWriter(4096).list();
        for (int t = 0; t < ids.size(); t++) {
            switch (outcome(Endpoint.PUSH_TRANSACTIONS, t, ids.get(t))) {
                case EXECUTED -> traces.write(transactions, t, ids.get(t), false, json);
                case FAILED ->
                    TraceText.writeFailed(
                            "3050003 eosio_assert_message_exception: eosio_assert_message assertion failure\n", json);
                case DUPLICATE -> TraceText.writeFailed("3040008 tx_duplicate: Duplicate transaction\n", json);
            }
        }
        return new PracticeAnswer(202, json.endList().toString());
    }

    private Outcome outcome(Endpoint endpoint, int t, String id) {
        if (executed.contains(id)) return Outcome.DUPLICATE;
        if (fails(t)) {
            counters.failed();
            return Outcome.FAILED;
        }
        if (endpoint.broadcasts()) remember(id);
        return Outcome.EXECUTED;
    }

    private boolean fails(int t) {
        if (transactions.actions(t) == 0) return false;
        int first = transactions.firstAction(t);
        if (Name.decode(transactions.action(first)).startsWith(FAIL)) return true;
        if (failing.contains(transactions.account(first))) return true;
        int from = transactions.firstAuthorization(first);
        for (int i = from; i < from + transactions.authorizations(first); i++) {
            if (failing.contains(transactions.actor(i))) return true;
        }
        return false;
    }

    private void remember(String id) {
        executed.add(id);
        if (executed.size() > EXECUTED_MAX) executed.remove(executed.iterator().next());
    }

    private static byte[] sha256(byte[] body, int t) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) t);
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
