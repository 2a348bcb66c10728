package boma.antelope;

import static boma.antelope.ErrorClass.CALLER;
import static boma.antelope.ErrorClass.DUPLICATE;
import static boma.antelope.ErrorClass.INVALID;
import static boma.antelope.ErrorClass.NODE;
import static boma.antelope.ErrorClass.SIGNATURE;

import java.util.Arrays;
import java.util.Locale;

/// The errors that nodeos reports by number, and whose fault each one is.
///
/// The constants are the names that nodeos uses for its exceptions, the numbers are `error.code` and `except.code`.
/// Errors that no public call can bring about are left to [#classOf], which knows every number by its range. Where
/// both sides could be at fault, the caller is: otherwise a caller could get nodes blamed at will. What nodeos finds
/// wrong before it has looked at signatures and run an action is `INVALID`.
///
/// Sources: `exceptions.hpp` and `exception.hpp` of Spring.
public enum NodeosError {
    /// Without a number of its own; key recovery reports a bad signature so, and the HTTP layer a bad path or host.
    EXCEPTION(0, CALLER),
    UNHANDLED_EXCEPTION(1, INVALID),
    TIMEOUT_EXCEPTION(2, INVALID),
    PARSE_ERROR_EXCEPTION(4, INVALID),
    INVALID_ARG_EXCEPTION(5, INVALID),
    KEY_NOT_FOUND_EXCEPTION(6, INVALID),
    BAD_CAST_EXCEPTION(7, INVALID),
    OUT_OF_RANGE_EXCEPTION(8, INVALID),
    /// A broken assertion of the library, such as a signature that is not canonical.
    ASSERT_EXCEPTION(10, CALLER),
    EOF_EXCEPTION(11, INVALID),
    /// An exception of the C++ library, such as that for an empty list of transactions.
    STD_EXCEPTION(13, INVALID),
    OVERFLOW_EXCEPTION(19, INVALID),
    UNDERFLOW_EXCEPTION(20, INVALID),
    DIVIDE_BY_ZERO_EXCEPTION(21, INVALID),
    /// The HTTP layer has too many requests or bytes in flight.
    BUSY(503, NODE),

    NAME_TYPE_EXCEPTION(3010001, INVALID),
    PUBLIC_KEY_TYPE_EXCEPTION(3010002, INVALID),
    PRIVATE_KEY_TYPE_EXCEPTION(3010003, INVALID),
    AUTHORITY_TYPE_EXCEPTION(3010004, INVALID),
    ACTION_TYPE_EXCEPTION(3010005, INVALID),
    TRANSACTION_TYPE_EXCEPTION(3010006, INVALID),
    ABI_TYPE_EXCEPTION(3010007, INVALID),
    BLOCK_ID_TYPE_EXCEPTION(3010008, INVALID),
    TRANSACTION_ID_TYPE_EXCEPTION(3010009, INVALID),
    PACKED_TRANSACTION_TYPE_EXCEPTION(3010010, INVALID),
    ASSET_TYPE_EXCEPTION(3010011, INVALID),
    CHAIN_ID_TYPE_EXCEPTION(3010012, INVALID),
    SYMBOL_TYPE_EXCEPTION(3010014, INVALID),
    UNACTIVATED_KEY_TYPE(3010015, INVALID),
    UNACTIVATED_SIGNATURE_TYPE(3010016, INVALID),

    ABI_NOT_FOUND_EXCEPTION(3015001, INVALID),
    /// Also what a slow node says; but whoever sends heavy data for a heavy ABI brings it about on every node.
    ABI_SERIALIZATION_DEADLINE_EXCEPTION(3015010, INVALID),
    ABI_RECURSION_DEPTH_EXCEPTION(3015011, INVALID),
    ABI_CIRCULAR_DEF_EXCEPTION(3015012, INVALID),
    UNPACK_EXCEPTION(3015013, INVALID),
    PACK_EXCEPTION(3015014, INVALID),
    UNSUPPORTED_ABI_VERSION_EXCEPTION(3015016, NODE),

    UNLINKABLE_BLOCK_EXCEPTION(3030001, NODE),

    TRANSACTION_EXCEPTION(3040000, INVALID),
    TX_DECOMPRESSION_ERROR(3040001, INVALID),
    TX_NO_ACTION(3040002, INVALID),
    TX_NO_AUTHS(3040003, INVALID),
    CFA_IRRELEVANT_AUTH(3040004, INVALID),
    EXPIRED_TX_EXCEPTION(3040005, INVALID),
    TX_EXP_TOO_FAR_EXCEPTION(3040006, INVALID),
    /// Also what a node on another fork says; but any caller can bring it about at will, so it is theirs.
    INVALID_REF_BLOCK_EXCEPTION(3040007, INVALID),
    TX_DUPLICATE(3040008, DUPLICATE),
    DEFERRED_TX_DUPLICATE(3040009, DUPLICATE),
    CFA_INSIDE_GENERATED_TX(3040010, INVALID),
    TX_NOT_FOUND(3040011, NODE),
    TOO_MANY_TX_AT_ONCE(3040012, INVALID),
    TX_TOO_BIG(3040013, INVALID),
    UNKNOWN_TRANSACTION_COMPRESSION(3040014, INVALID),
    INVALID_TRANSACTION_EXTENSION(3040015, INVALID),
    ILL_FORMED_DEFERRED_TRANSACTION_GENERATION_CONTEXT(3040016, INVALID),
    DISALLOWED_TRANSACTION_EXTENSIONS_BAD_BLOCK_EXCEPTION(3040017, INVALID),
    TX_RESOURCE_EXHAUSTION(3040018, NODE),

    ACCOUNT_NAME_EXISTS_EXCEPTION(3050001, CALLER),
    INVALID_ACTION_ARGS_EXCEPTION(3050002, CALLER),
    EOSIO_ASSERT_MESSAGE_EXCEPTION(3050003, CALLER),
    EOSIO_ASSERT_CODE_EXCEPTION(3050004, CALLER),
    ACTION_NOT_FOUND_EXCEPTION(3050005, CALLER),
    ACTION_DATA_AND_STRUCT_MISMATCH(3050006, CALLER),
    UNACCESSIBLE_API(3050007, CALLER),
    ABORT_CALLED(3050008, CALLER),
    INLINE_ACTION_TOO_BIG(3050009, CALLER),
    UNAUTHORIZED_RAM_USAGE_INCREASE(3050010, CALLER),
    RESTRICTED_ERROR_CODE_EXCEPTION(3050011, CALLER),
    ACTION_RETURN_VALUE_EXCEPTION(3050014, CALLER),

    DATABASE_EXCEPTION(3060000, NODE),
    PERMISSION_QUERY_EXCEPTION(3060001, INVALID),
    ACCOUNT_QUERY_EXCEPTION(3060002, CALLER),
    CONTRACT_TABLE_QUERY_EXCEPTION(3060003, CALLER),
    CONTRACT_QUERY_EXCEPTION(3060004, CALLER),
    GUARD_EXCEPTION(3060100, NODE),
    DATABASE_GUARD_EXCEPTION(3060101, NODE),

    WASM_EXCEPTION(3070000, CALLER),
    PAGE_MEMORY_ERROR(3070001, CALLER),
    WASM_EXECUTION_ERROR(3070002, CALLER),
    WASM_SERIALIZATION_ERROR(3070003, CALLER),
    OVERLAPPING_MEMORY_ERROR(3070004, CALLER),

    RAM_USAGE_EXCEEDED(3080001, CALLER),
    TX_NET_USAGE_EXCEEDED(3080002, CALLER),
    BLOCK_NET_USAGE_EXCEEDED(3080003, NODE),
    TX_CPU_USAGE_EXCEEDED(3080004, CALLER),
    BLOCK_CPU_USAGE_EXCEEDED(3080005, NODE),
    /// Also what a slow node says; but a transaction that hogs the processor ends so on every node.
    DEADLINE_EXCEPTION(3080006, CALLER),
    GREYLIST_NET_USAGE_EXCEEDED(3080007, CALLER),
    GREYLIST_CPU_USAGE_EXCEEDED(3080008, CALLER),
    RO_TRX_VM_OC_COMPILE_TEMPORARY_FAILURE(3080009, NODE),
    RO_TRX_VM_OC_COMPILE_PERMANENT_FAILURE(3080010, NODE),
    INTERRUPT_EXCEPTION(3080011, NODE),
    INTERRUPT_OC_EXCEPTION(3080012, NODE),
    LEEWAY_DEADLINE_EXCEPTION(3081001, CALLER),

    TX_DUPLICATE_SIG(3090001, SIGNATURE),
    TX_IRRELEVANT_SIG(3090002, SIGNATURE),
    UNSATISFIED_AUTHORIZATION(3090003, SIGNATURE),
    MISSING_AUTH_EXCEPTION(3090004, CALLER),
    IRRELEVANT_AUTH_EXCEPTION(3090005, INVALID),
    INSUFFICIENT_DELAY_EXCEPTION(3090006, CALLER),
    INVALID_PERMISSION(3090007, CALLER),
    UNLINKABLE_MIN_PERMISSION_ACTION(3090008, INVALID),
    INVALID_PARENT_PERMISSION(3090009, CALLER),

    RATE_LIMITING_STATE_INCONSISTENT(3100001, NODE),
    UNKNOWN_BLOCK_EXCEPTION(3100002, CALLER),
    UNKNOWN_TRANSACTION_EXCEPTION(3100003, CALLER),
    SUBJECTIVE_BLOCK_PRODUCTION_EXCEPTION(3100006, NODE),
    /// The caller asks for what the node does not do, such as `retry_trx` on a node without it.
    UNSUPPORTED_FEATURE(3100008, INVALID),
    JSON_PARSE_EXCEPTION(3100010, INVALID),
    SIG_VARIABLE_SIZE_LIMIT_EXCEPTION(3100011, INVALID),

    /// The node runs with `api-accept-transactions = false`.
    MISSING_CHAIN_API_PLUGIN_EXCEPTION(3110001, NODE),
    MISSING_CHAIN_PLUGIN_EXCEPTION(3110005, NODE),
    PLUGIN_CONFIG_EXCEPTION(3110006, NODE),

    ACTOR_WHITELIST_EXCEPTION(3130001, NODE),
    ACTOR_BLACKLIST_EXCEPTION(3130002, CALLER),
    CONTRACT_WHITELIST_EXCEPTION(3130003, NODE),
    CONTRACT_BLACKLIST_EXCEPTION(3130004, CALLER),
    ACTION_BLACKLIST_EXCEPTION(3130005, CALLER),
    KEY_BLACKLIST_EXCEPTION(3130006, CALLER),

    INVALID_TABLE_PAYER(3160001, CALLER),
    TABLE_ACCESS_VIOLATION(3160002, CALLER),
    INVALID_TABLE_ITERATOR(3160003, CALLER),
    TABLE_NOT_IN_CACHE(3160004, CALLER),
    TABLE_OPERATION_NOT_PERMITTED(3160005, CALLER),
    SET_EXACT_CODE(3160008, CALLER),

    SNAPSHOT_REQUEST_NOT_FOUND(3170014, CALLER),

    INVALID_HTTP_REQUEST(3200006, INVALID),

    RESOURCE_LIMIT_EXCEPTION(3210000, CALLER),

    CONTRACT_API_EXCEPTION(3230000, CALLER),
    CRYPTO_API_EXCEPTION(3230001, CALLER),
    DB_API_EXCEPTION(3230002, CALLER),
    ARITHMETIC_EXCEPTION(3230003, CALLER),

    SNAPSHOT_VALIDATION_EXCEPTION(3240001, NODE),
    PROTOCOL_FEATURE_EXCEPTION(3250000, NODE),
    PROTOCOL_FEATURE_VALIDATION_EXCEPTION(3250001, NODE),
    FINALIZER_SAFETY_EXCEPTION(3260001, NODE),

    /// Any number that is not listed here; see [#classOf].
    OTHER(AnswerScanner.NO_CODE, CALLER);

    /// The exceptions of the chain have this number and greater ones.
    static final int OF_CHAIN = 3000000;

    private static final NodeosError[] BY_CODE = sorted();
    private static final int[] CODES =
            Arrays.stream(BY_CODE).mapToInt(NodeosError::code).toArray();

    private final int code;
    private final ErrorClass errorClass;
    private final String word;

    NodeosError(int code, ErrorClass errorClass) {
        this.code = code;
        this.errorClass = errorClass;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    public static NodeosError of(int code) {
        int at = Arrays.binarySearch(CODES, code);
        return at < 0 ? OTHER : BY_CODE[at];
    }

    /// Whose fault the error is, listed or not.
    public static ErrorClass classOf(int code) {
        NodeosError known = of(code);
        if (known != OTHER) return known.errorClass;
        return code >= 500 && code < 600 ? NODE : classOfFamily(code / 10_000); // 5xx: an HTTP status once more
    }

    /// As [#classOf], for a call that carries transactions.
    ///
    /// Key recovery reports bad signatures by the two most general numbers of the library, so these prove as little
    /// about the named account as a missing signature does.
    public static ErrorClass classOfTransaction(int code) {
        boolean fromKeyRecovery = code == EXCEPTION.code || code == ASSERT_EXCEPTION.code;
        return fromKeyRecovery ? SIGNATURE : classOf(code);
    }

    public int code() {
        return code;
    }

    public ErrorClass errorClass() {
        return errorClass;
    }

    /// The name that nodeos writes into `error.name`, for logs and metrics.
    public String word() {
        return word;
    }

    /// The families of nodeos's exceptions take ten thousand numbers each.
    private static ErrorClass classOfFamily(int family) {
        return switch (family) {
            case 301, 304 -> INVALID; // types and ABIs, transactions
            case 302, 303 -> NODE; // fork database, block validation
            case 309 -> SIGNATURE; // authorization
            case 310, 311 -> NODE; // miscellaneous, plugins
            case 314 -> NODE; // signals of the controller
            case 318, 319 -> NODE; // reversible blocks, block log
            case 324, 325, 326 -> NODE; // snapshot, protocol features, finalizer
            default -> CALLER;
        };
    }

    private static NodeosError[] sorted() {
        NodeosError[] all = values();
        Arrays.sort(all, (a, b) -> Integer.compare(a.code, b.code));
        return all;
    }
}
