package boma.gate;

import boma.antelope.BodyForm;
import boma.antelope.ReadCall;
import boma.antelope.TransactionFault;
import boma.antelope.TransactionReader;
import boma.antelope.Transactions;
import boma.bytes.ByteView;
import boma.exchange.Exchange;
import boma.exchange.Reading;
import boma.exchange.Reason;
import boma.exchange.Summary;
import boma.exchange.Verdict;
import java.lang.foreign.MemorySegment;

/// Reads what the body or the query string of a request carries into the exchange, or refuses what cannot be read.
final class Body {
    private Body() {}

    /// Reads the parameters of a call that has them in its query string, if anybody asks for them.
    static Verdict readQuery(Policy policy, Exchange x) {
        if (!policy.needsQuery(x)) return Verdict.PASS;
        ReadCall call = x.reading.read;
        call.reset(x.endpoint);
        ByteView query = x.reading.request.query(x.reading.view);
        int from = query.from();
        return parameters(policy, x, call, call.readQuery(query.segment(), from, from + query.length()));
    }

    /// Reads a body that [Policy#needsBody] wants: transactions, or the parameters of a call that has them there.
    static Verdict read(Policy policy, Exchange x, MemorySegment body, int from, int to) {
        BodyForm form = x.endpoint.bodyForm();
        if (form != null) return readTransactions(policy, x, form, body, from, to);
        ReadCall call = x.reading.read;
        call.reset(x.endpoint);
        return parameters(policy, x, call, call.readBody(body, from, to));
    }

    private static Verdict parameters(Policy policy, Exchange x, ReadCall call, boolean readable) {
        if (!readable) return policy.denials().of(Reason.UNREADABLE_PARAMETERS);
        x.code = call.code();
        x.table = call.table();
        x.scope = call.scope();
        x.account = call.account();
        return Verdict.PASS;
    }

    private static Verdict readTransactions(
            Policy policy, Exchange x, BodyForm form, MemorySegment body, int from, int to) {
        Reading reading = x.reading;
        TransactionReader reader = reading.reader(policy.transactionLimits());
        TransactionFault fault = reader.read(form, body, from, to, reading.transactions);
        if (fault != TransactionFault.NONE) return policy.denials().of(fault);
        x.carriesTransactions = true;
        summarize(reading.transactions, x.summary());
        return Verdict.PASS;
    }

    /// Why without clearing: the head has left the keys of failure limits in it, and reading the same body again
    /// adds nothing new.
    private static void summarize(Transactions t, Summary s) {
        s.transactions = t.count();
        s.actions = t.actions();
        for (int a = 0; a < s.actions; a++) {
            s.addContract(t.account(a));
            s.addAction(t.account(a), t.action(a));
        }
        int authorizations = t.authorizations();
        for (int i = 0; i < authorizations; i++) s.addAccount(t.actor(i));
        s.idKnown = t.count() > 0 && t.idKnown(0);
        if (s.idKnown) t.id(0, s.id, 0);
    }
}
