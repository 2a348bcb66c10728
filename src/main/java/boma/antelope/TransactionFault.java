package boma.antelope;

import boma.bytes.JsonScanner;
import boma.bytes.Label;

/// Why the transactions of a body could not be read, in words for the refused client.
///
/// Everything here is either refused by nodeos too or written by no client library; the point is that nothing is
/// passed on which the node might read differently.
public enum TransactionFault {
    NONE(Family.NONE, ""),

    JSON_SYNTAX(Family.INVALID_JSON, "The body is not valid JSON."),
    JSON_CUT_SHORT(Family.INVALID_JSON, "The body ends in the middle of the JSON text."),
    JSON_TRAILING_TEXT(Family.INVALID_JSON, "The body goes on after the end of the JSON text."),
    JSON_CONTROL_CHARACTER(Family.INVALID_JSON, "A JSON string holds a raw control character."),
    JSON_ESCAPE(
            Family.INVALID_JSON,
            "A backslash is allowed in JSON values only, and only before one of the characters \" \\ / n r t."),
    JSON_NOT_UTF8(Family.INVALID_JSON, "The body is not valid UTF-8."),
    JSON_DUPLICATE_MEMBER(Family.INVALID_JSON, "A JSON object has two members of the same name."),
    JSON_TOO_DEEP(Family.INVALID_JSON, "The JSON text is nested too deeply."),
    JSON_TOO_MANY_MEMBERS(Family.INVALID_JSON, "A JSON object has too many members."),

    NOT_AN_OBJECT(Family.PARSE_ERROR, "A transaction must be a JSON object."),
    NOT_A_LIST(Family.PARSE_ERROR, "This call takes a list of transactions."),
    NO_TRANSACTIONS(Family.PARSE_ERROR, "The list of transactions is empty."),
    MISSING_SIGNATURES(Family.PARSE_ERROR, "The transaction has no member `signatures`."),
    MISSING_COMPRESSION(Family.PARSE_ERROR, "The transaction has no member `compression`."),
    MISSING_TRANSACTION(Family.PARSE_ERROR, "The body has neither a `packed_trx` nor a `transaction`."),
    BAD_SIGNATURES(Family.PARSE_ERROR, "The member `signatures` must be a list of strings."),
    BAD_SIGNATURE(Family.PARSE_ERROR, "A signature must look like SIG_K1_, SIG_R1_ or SIG_WA_ and base58 text."),
    BAD_COMPRESSION(Family.PARSE_ERROR, "The member `compression` must be 0, 1, \"none\" or \"zlib\"."),
    BAD_PACKED(Family.PARSE_ERROR, "The member `packed_trx` must be a string of hexadecimal digits."),
    AMBIGUOUS_TRANSACTION(Family.PARSE_ERROR, "Send either `packed_trx` or `transaction`, not both."),
    BAD_ZLIB(Family.PARSE_ERROR, "The compressed data is not one whole zlib stream and nothing else."),
    PACKED_CUT_SHORT(Family.PARSE_ERROR, "The packed transaction is cut short."),
    PACKED_NUMBER(Family.PARSE_ERROR, "The packed transaction writes a length or number with too many bytes."),
    PACKED_TRAILING_BYTES(Family.PARSE_ERROR, "The packed transaction is followed by other bytes."),
    BAD_CONTEXT_FREE_DATA(Family.PARSE_ERROR, "The context-free data cannot be read."),
    AMBIGUOUS_CONTEXT_FREE_DATA(
            Family.PARSE_ERROR, "Send either `packed_context_free_data` or `context_free_data`, not both."),
    NESTED_UNREADABLE(Family.PARSE_ERROR, "The transaction inside an action of the transaction cannot be read."),
    NESTED_TOO_DEEP(Family.PARSE_ERROR, "Transactions are nested too deeply."),
    BAD_EXPIRATION(Family.PARSE_ERROR, "The expiration must look like 2030-01-31T23:59:59."),
    BAD_NUMBER(Family.PARSE_ERROR, "A number of the transaction is not a whole number in its range."),
    BAD_ACTIONS(Family.PARSE_ERROR, "The actions of the transaction must be a list of objects."),
    BAD_NAME(Family.PARSE_ERROR, "An action needs an account and a name, both canonical Antelope names."),
    BAD_AUTHORIZATION(Family.PARSE_ERROR, "An authorization must be a list of objects with actor and permission."),
    BAD_DATA(Family.PARSE_ERROR, "The data of an action must be hexadecimal digits or an object."),
    AMBIGUOUS_DATA(Family.PARSE_ERROR, "Send either `data` or `hex_data` with an action, not both."),
    BAD_EXTENSIONS(Family.PARSE_ERROR, "An unpacked transaction must not have extensions."),

    TOO_MANY_TRANSACTIONS(Family.TOO_MANY_TRANSACTIONS, "The body carries too many transactions."),

    TOO_LARGE(Family.INVALID_TRANSACTION_SIZE, "The transaction is too large."),
    CONTEXT_FREE_DATA_TOO_LARGE(Family.INVALID_TRANSACTION_SIZE, "The context-free data is too large."),
    TOO_MANY_ACTIONS(Family.INVALID_TRANSACTION_SIZE, "The transaction has too many actions."),
    TOO_MANY_AUTHORIZATIONS(Family.INVALID_TRANSACTION_SIZE, "The transaction has too many authorizations."),

    TOO_MANY_SIGNATURES(Family.INVALID_NUMBER_SIGNATURES, "The transaction has too many signatures.");

    /// The offence that a fault is, in the words of Patroneos.
    public enum Family {
        NONE,
        INVALID_JSON,
        PARSE_ERROR,
        TOO_MANY_TRANSACTIONS,
        INVALID_TRANSACTION_SIZE,
        INVALID_NUMBER_SIGNATURES
    }

    private final Family family;
    private final String reason;
    private final String sentence;

    TransactionFault(Family family, String sentence) {
        this.family = family;
        this.reason = Label.of(this);
        this.sentence = sentence;
    }

    public Family family() {
        return family;
    }

    /// The stable word for metrics, log and refusals, such as `missing-compression`.
    public String reason() {
        return reason;
    }

    /// One whole sentence for the client.
    public String sentence() {
        return sentence;
    }

    static TransactionFault of(JsonScanner.Problem problem) {
        return switch (problem) {
            case NONE -> NONE;
            case SYNTAX -> JSON_SYNTAX;
            case CUT_SHORT -> JSON_CUT_SHORT;
            case TRAILING_TEXT -> JSON_TRAILING_TEXT;
            case CONTROL_CHARACTER -> JSON_CONTROL_CHARACTER;
            case ESCAPE -> JSON_ESCAPE;
            case NOT_UTF8 -> JSON_NOT_UTF8;
            case DUPLICATE_MEMBER -> JSON_DUPLICATE_MEMBER;
            case TOO_DEEP -> JSON_TOO_DEEP;
            case TOO_MANY_MEMBERS -> JSON_TOO_MANY_MEMBERS;
        };
    }
}
