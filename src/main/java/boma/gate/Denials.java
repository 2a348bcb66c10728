package boma.gate;

import boma.antelope.TransactionFault;
import boma.exchange.Ground;
import boma.exchange.Reason;
import boma.exchange.Refusal;
import boma.exchange.Verdict.Deny;
import boma.http.HeadFault;
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
            if (r.status() != 0) byReason.put(r, of(r, r.sentence()));
        }
        for (HeadFault f : HeadFault.values()) {
            if (f.refused()) byHeadFault.put(f, deny(reason(f), f.sentence(), f.reason(), ""));
        }
        for (TransactionFault f : TransactionFault.values()) {
            if (f != TransactionFault.NONE) byTransactionFault.put(f, deny(reason(f), f.sentence(), f.reason(), ""));
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
        return deny(Reason.METHOD_NOT_ALLOWED, sentence, "", "Allow: " + allowed + "\r\n");
    }

    /// A refusal for this reason with a sentence of the caller's.
    Deny of(Reason reason, String sentence) {
        return deny(reason, sentence, "", "");
    }

    /// @param by which rule was broken, in a word; empty if the reason says it all
    private Deny deny(Reason reason, String sentence, String by, String moreFields) {
        var refusal = new Refusal(reason, sentence, by.isEmpty() ? reason.label() : by, fields + moreFields);
        return new Deny(Ground.of(reason, by), refusal, 0);
    }

    private static Reason reason(TransactionFault fault) {
        return switch (fault.family()) {
            case INVALID_JSON -> Reason.INVALID_JSON;
            case PARSE_ERROR, NONE -> Reason.PARSE_ERROR;
            case TOO_MANY_TRANSACTIONS -> Reason.TOO_MANY_TRANSACTIONS;
            case INVALID_TRANSACTION_SIZE -> Reason.INVALID_TRANSACTION_SIZE;
            case INVALID_NUMBER_SIGNATURES -> Reason.INVALID_NUMBER_SIGNATURES;
        };
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
}
