package boma.gate;

import boma.antelope.TransactionFault;
import boma.exchange.Ground;
import boma.exchange.Reason;
import boma.exchange.Refusal;
import boma.exchange.Verdict.Deny;
import boma.http.HeadFault;
import boma.ledger.Offence;
import java.util.EnumMap;
import java.util.Map;

/// Every refusal that needs no rule or limit, built when the configuration is loaded. Immutable.
public final class Denials {
    private final Map<Reason, Deny> byReason = new EnumMap<>(Reason.class);
    private final Map<HeadFault, Deny> byHeadFault = new EnumMap<>(HeadFault.class);
    private final Map<TransactionFault, Deny> byTransactionFault = new EnumMap<>(TransactionFault.class);
    private final String fields;

    /// @param fields header lines for every answer of ours
    Denials(String fields) {
        this.fields = fields;
        for (Reason r : Reason.values()) {
            if (r.status() != 0) byReason.put(r, deny(r, sentence(r), r.label(), ""));
        }
        for (HeadFault f : HeadFault.values()) {
            if (f.refused()) byHeadFault.put(f, deny(reason(f), f.sentence(), f.reason(), ""));
        }
        for (TransactionFault f : TransactionFault.values()) {
            if (f != TransactionFault.NONE) byTransactionFault.put(f, of(f.family(), f.sentence()));
        }
    }

    /// The refusal for a reason that is answered at all: one with a status.
    public Deny of(Reason reason) {
        Deny deny = byReason.get(reason);
        if (deny == null) throw new IllegalArgumentException(reason + " is never answered");
        return deny;
    }

    /// The refusal of a head that is not as it should be.
    public Deny of(HeadFault fault) {
        Deny deny = byHeadFault.get(fault);
        if (deny == null) throw new IllegalArgumentException(fault + " is nothing to refuse");
        return deny;
    }

    /// The refusal of a body whose transactions could not be read.
    Deny of(TransactionFault fault) {
        Deny deny = byTransactionFault.get(fault);
        if (deny == null) throw new IllegalArgumentException(fault + " is nothing to refuse");
        return deny;
    }

    /// A refusal of a method, which has to name those that are allowed.
    Deny methodNotAllowed(String allowed) {
        String sentence = "This call is to be made with " + allowed.replace(", ", " or ") + ".";
        String source = Reason.METHOD_NOT_ALLOWED.label();
        return deny(Reason.METHOD_NOT_ALLOWED, sentence, source, "Allow: " + allowed + "\r\n");
    }

    /// A refusal for this reason with a sentence of the caller's.
    Deny of(Reason reason, String sentence) {
        return deny(reason, sentence, reason.label(), "");
    }

    private Deny of(TransactionFault.Family family, String sentence) {
        return of(
                switch (family) {
                    case INVALID_JSON -> Reason.INVALID_JSON;
                    case PARSE_ERROR, NONE -> Reason.PARSE_ERROR;
                    case TOO_MANY_TRANSACTIONS -> Reason.TOO_MANY_TRANSACTIONS;
                    case INVALID_TRANSACTION_SIZE -> Reason.INVALID_TRANSACTION_SIZE;
                    case INVALID_NUMBER_SIGNATURES -> Reason.INVALID_NUMBER_SIGNATURES;
                },
                sentence);
    }

    private Deny deny(Reason reason, String sentence, String source, String moreFields) {
        Refusal refusal = new Refusal(reason, sentence, source, fields + moreFields);
        return new Deny(Ground.of(reason), refusal, offence(reason), 0);
    }

    private static Reason reason(HeadFault fault) {
        return switch (fault.status()) {
            case 413 -> Reason.BODY_TOO_LARGE;
            case 414 -> Reason.URI_TOO_LONG;
            case 417 -> Reason.EXPECTATION_FAILED;
            case 431 -> Reason.HEAD_TOO_LARGE;
            case 501 -> Reason.NOT_IMPLEMENTED;
            case 502 -> Reason.NODE_BAD_ANSWER;
            case 505 -> Reason.HTTP_VERSION;
            default -> Reason.BAD_REQUEST;
        };
    }

    private static Offence offence(Reason reason) {
        return switch (reason) {
            case INVALID_JSON -> Offence.INVALID_JSON;
            case PARSE_ERROR, UNREADABLE_PARAMETERS -> Offence.PARSE_ERROR;
            case TOO_MANY_TRANSACTIONS -> Offence.TOO_MANY_TRANSACTIONS;
            case INVALID_TRANSACTION_SIZE -> Offence.INVALID_TRANSACTION_SIZE;
            case INVALID_NUMBER_SIGNATURES -> Offence.INVALID_NUMBER_SIGNATURES;
            case BLACKLISTED_CONTRACT -> Offence.BLACKLISTED_CONTRACT;
            case BLOCKED -> Offence.RULE;
            case OPERATOR_PATH, UNKNOWN_PATH, ODD_PATH -> Offence.FORBIDDEN_PATH;
            case RATE_LIMITED, TOO_MANY_CONNECTIONS, TOO_MANY_REQUESTS_AT_ONCE -> Offence.RATE_LIMITED;
            case BAD_REQUEST,
                    METHOD_NOT_ALLOWED,
                    BODY_TOO_LARGE,
                    URI_TOO_LONG,
                    EXPECTATION_FAILED,
                    HEAD_TOO_LARGE,
                    NOT_IMPLEMENTED,
                    HTTP_VERSION,
                    BAD_PROXY_HEADER -> Offence.BAD_REQUEST;
            case BANNED,
                    REQUEST_TIMEOUT,
                    INTERNAL_ERROR,
                    NODE_UNREACHABLE,
                    NODE_BAD_ANSWER,
                    NODE_CLOSED,
                    NO_HEALTHY_NODE,
                    NODES_BUSY,
                    OVERLOADED,
                    NODE_TIMEOUT,
                    CLIENT_GONE,
                    CLIENT_TOO_SLOW -> Offence.NONE;
        };
    }

    private static String sentence(Reason reason) {
        String retry = "; try again in " + Refusal.SECONDS + " s.";
        return switch (reason) {
            case BAD_REQUEST -> "This is not a request as HTTP wants it.";
            case INVALID_JSON -> "The body is not valid JSON.";
            case PARSE_ERROR -> "The transaction cannot be read.";
            case TOO_MANY_TRANSACTIONS -> "The body carries too many transactions.";
            case INVALID_TRANSACTION_SIZE -> "The transaction is too large.";
            case INVALID_NUMBER_SIGNATURES -> "The transaction has too many signatures.";
            case UNREADABLE_PARAMETERS -> "The parameters of this call cannot be read.";
            case BLACKLISTED_CONTRACT -> "A contract in this request is blocked here.";
            case BLOCKED -> "This request is blocked here.";
            case OPERATOR_PATH -> "This call is for the operator of the node only.";
            case UNKNOWN_PATH -> "This server does not serve this path.";
            case ODD_PATH -> "This path is not written in its plain form.";
            case BANNED -> "Requests from your address are blocked for a while" + retry;
            case METHOD_NOT_ALLOWED -> "This method is not allowed for this call.";
            case REQUEST_TIMEOUT -> "The request did not arrive in time.";
            case BODY_TOO_LARGE -> "The body of the request is too large.";
            case URI_TOO_LONG -> "The request line is too long.";
            case EXPECTATION_FAILED -> "The only expectation is 100-continue.";
            case RATE_LIMITED -> "Too many requests" + retry;
            case TOO_MANY_CONNECTIONS -> "Too many connections from your address" + retry;
            case TOO_MANY_REQUESTS_AT_ONCE -> "Too many requests from your address at the same time" + retry;
            case HEAD_TOO_LARGE -> "The request line and the header fields are too large.";
            case INTERNAL_ERROR -> "Something went wrong inside of the proxy; its operator was told.";
            case NOT_IMPLEMENTED -> "This is not implemented here.";
            case NODE_UNREACHABLE -> "The node behind this server cannot be reached.";
            case NODE_BAD_ANSWER -> "The node behind this server gave an answer that is not valid.";
            case NODE_CLOSED -> "The node behind this server gave no answer.";
            case NO_HEALTHY_NODE -> "No node behind this server is healthy" + retry;
            case NODES_BUSY -> "All nodes behind this server are busy" + retry;
            case OVERLOADED -> "This server is overloaded" + retry;
            case NODE_TIMEOUT -> "The node behind this server did not answer in time.";
            case HTTP_VERSION -> "Only HTTP/1.1 and HTTP/1.0 are supported.";
            case BAD_PROXY_HEADER, CLIENT_GONE, CLIENT_TOO_SLOW ->
                throw new IllegalArgumentException(reason + " is never answered");
        };
    }
}
