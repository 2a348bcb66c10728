package boma.gate;

import boma.antelope.ReadCall;
import boma.antelope.TransactionLimits;
import boma.bytes.Ascii;
import boma.exchange.Exchange;
import boma.exchange.Reason;
import boma.exchange.Verdict;
import boma.limit.LimitTables;
import boma.limit.Limits;
import boma.route.Router;
import boma.rule.Rules;
import boma.rule.TransactionChecks;

/// All that a [Gate] decides by, compiled from a [PolicyConfig] and replaced whole when the configuration is loaded
/// again. Immutable; every verdict and every answer in it is built here, none per request.
public final class Policy {
    final PathPolicy paths;
    final ClientBounds clients;
    final TransactionChecks transactions;
    final Rules rules;
    final Limits limits;
    final Router router;
    final Verdict.Answer preflight;
    final Verdict.Deny noTransactions;
    final Verdict.Deny noRoute;
    final Verdict.Deny severalApiKeys;
    private final Denials denials;
    private final byte[] fields;
    private final boolean needsParameters;
    private final boolean asksPaths;

    private Policy(PolicyConfig config, LimitTables tables) {
        String ours = AnswerFields.of(config.cors());
        fields = Ascii.bytes(ours);
        denials = new Denials(ours);
        router = new Router(config.routes(), config.pools());
        paths = new PathPolicy(config.paths(), router, denials);
        clients = config.clients();
        transactions = new TransactionChecks(config.transactions(), ours);
        rules = new Rules(config.rules(), ours);
        limits = new Limits(config.limits(), tables, ours);
        noTransactions = denials.of(Reason.INVALID_JSON, "This call needs a body with a transaction.");
        noRoute = denials.of(Reason.UNKNOWN_PATH, "No route leads from this request to a node.");
        severalApiKeys = denials.of(Reason.BAD_REQUEST, "This request names more than one API key.");
        preflight = new Verdict.Answer(AnswerFields.preflight(config.cors()));
        needsParameters = rules.needParameters() || limits.needParameters() || router.needsParameters();
        asksPaths = rules.askPaths() || limits.askPaths() || router.asksPaths();
    }

    /// Compiles a configuration that has no mistakes.
    ///
    /// @param tables where the limits count; the same ones at every reload
    public static Policy of(PolicyConfig config, LimitTables tables) {
        return new Policy(config, tables);
    }

    /// What the readers of bodies have to hold.
    public TransactionLimits transactionLimits() {
        return transactions.limits();
    }

    /// Refusals by others than the gate.
    public Denials denials() {
        return denials;
    }

    /// Header lines for every answer, also for a node's in place of its own CORS fields; empty when CORS is off.
    /// Not to be changed: it is handed out for every request.
    public byte[] answerFields() {
        return fields;
    }

    /// Whether paths are compared with what the operator wrote, so that their spelling matters.
    boolean asksPaths() {
        return asksPaths;
    }

    /// Whether the body has to be read whole before this request can be decided: transactions always, the parameters
    /// of read calls where a rule, limit or route asks for any and the call has some.
    boolean needsBody(Exchange x) {
        if (x.endpoint.carriesTransactions()) return true;
        return needsParameters && ReadCall.asksInBody(x.endpoint) && x.reading.request.hasBody();
    }

    /// Whether the query string holds parameters that a rule, limit or route asks for.
    boolean needsQuery(Exchange x) {
        return needsParameters && ReadCall.asksInQuery(x.endpoint) && x.reading.request.hasQuery();
    }
}
