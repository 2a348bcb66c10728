package boma.antelope;

import static boma.antelope.EndpointGroup.HISTORY;
import static boma.antelope.EndpointGroup.HYPERION;
import static boma.antelope.EndpointGroup.OPERATOR;
import static boma.antelope.EndpointGroup.READ;
import static boma.antelope.EndpointGroup.TRACE;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Every call that Boma knows, by its exact path.
///
/// nodeos looks the whole request target up in a map, byte for byte: a query string, another case, `%70` for `p` or a
/// trailing slash is another path, and mostly a 404. [#of] does the same. The method means nothing to nodeos (a GET
/// with a body pushes a transaction), so [#postOnly] is for us to hold. HEAD must never reach a node: nodeos answers
/// it with a body, and whoever reads the connection next takes that body for the next answer.
///
/// In config a chain call goes by its bare name (`get_info`); every other one by plugin and name (`producer.pause`,
/// `trace.get_block`, `hyperion.get_actions`). The names of the last few constants are for paths that are no call.
///
/// Sources: the API plugins of nodeos (Spring 1.2), of Leap 4 and EOSIO 2 for calls since removed, and Hyperion 3.
public enum Endpoint {
    PUSH_TRANSACTION("/v1/chain/push_transaction", BodyForm.ONE, true),
    PUSH_TRANSACTIONS("/v1/chain/push_transactions", BodyForm.MANY, true),
    SEND_TRANSACTION("/v1/chain/send_transaction", BodyForm.ONE, true),
    SEND_TRANSACTION2("/v1/chain/send_transaction2", BodyForm.WRAPPED, true),
    COMPUTE_TRANSACTION("/v1/chain/compute_transaction", BodyForm.WRAPPED, false),
    SEND_READ_ONLY_TRANSACTION("/v1/chain/send_read_only_transaction", BodyForm.WRAPPED, false),
    /// Leap 3's name for read-only transactions.
    SEND_RO_TRANSACTION("/v1/chain/send_ro_transaction", BodyForm.WRAPPED, false),
    /// EOSIO 2.1's name for read-only transactions; eosjs 22 still uses it.
    PUSH_RO_TRANSACTION("/v1/chain/push_ro_transaction", BodyForm.WRAPPED, false),

    GET_INFO("/v1/chain/get_info", READ),
    GET_ACTIVATED_PROTOCOL_FEATURES("/v1/chain/get_activated_protocol_features", READ),
    GET_BLOCK("/v1/chain/get_block", READ),
    GET_BLOCK_INFO("/v1/chain/get_block_info", READ),
    GET_BLOCK_HEADER_STATE("/v1/chain/get_block_header_state", READ),
    GET_BLOCK_HEADER("/v1/chain/get_block_header", READ),
    GET_RAW_BLOCK("/v1/chain/get_raw_block", READ),
    GET_ACCOUNT("/v1/chain/get_account", READ),
    GET_CODE("/v1/chain/get_code", READ),
    GET_RAW_CODE_AND_ABI("/v1/chain/get_raw_code_and_abi", READ),
    GET_CODE_HASH("/v1/chain/get_code_hash", READ),
    GET_ABI("/v1/chain/get_abi", READ),
    GET_RAW_ABI("/v1/chain/get_raw_abi", READ),
    GET_TABLE_ROWS("/v1/chain/get_table_rows", READ),
    GET_TABLE_BY_SCOPE("/v1/chain/get_table_by_scope", READ),
    GET_CURRENCY_BALANCE("/v1/chain/get_currency_balance", READ),
    GET_CURRENCY_STATS("/v1/chain/get_currency_stats", READ),
    GET_PRODUCERS("/v1/chain/get_producers", READ),
    GET_PRODUCER_SCHEDULE("/v1/chain/get_producer_schedule", READ),
    GET_FINALIZER_INFO("/v1/chain/get_finalizer_info", READ),
    GET_SCHEDULED_TRANSACTIONS("/v1/chain/get_scheduled_transactions", READ),
    /// Takes a transaction, but runs nothing.
    GET_REQUIRED_KEYS("/v1/chain/get_required_keys", READ),
    /// Takes a transaction, but runs nothing.
    GET_TRANSACTION_ID("/v1/chain/get_transaction_id", READ),
    GET_CONSENSUS_PARAMETERS("/v1/chain/get_consensus_parameters", READ),
    GET_ACCOUNTS_BY_AUTHORIZERS("/v1/chain/get_accounts_by_authorizers", READ),
    GET_TRANSACTION_STATUS("/v1/chain/get_transaction_status", READ),
    /// Removed from nodeos years ago, and still asked for by old clients.
    ABI_JSON_TO_BIN("/v1/chain/abi_json_to_bin", READ),
    /// Removed from nodeos years ago, and still asked for by old clients.
    ABI_BIN_TO_JSON("/v1/chain/abi_bin_to_json", READ),
    /// Existed in EOSIO 2.1 only.
    GET_KV_TABLE_ROWS("/v1/chain/get_kv_table_rows", READ),
    NODE_GET_SUPPORTED_APIS("/v1/node/get_supported_apis", READ),

    HISTORY_GET_ACTIONS("/v1/history/get_actions", HISTORY),
    HISTORY_GET_TRANSACTION("/v1/history/get_transaction", HISTORY),
    HISTORY_GET_KEY_ACCOUNTS("/v1/history/get_key_accounts", HISTORY),
    HISTORY_GET_CONTROLLED_ACCOUNTS("/v1/history/get_controlled_accounts", HISTORY),
    /// Any other path below `/v1/history/`.
    HISTORY_OTHER("history.other", HISTORY),

    TRACE_GET_BLOCK("/v1/trace_api/get_block", TRACE),
    TRACE_GET_TRANSACTION_TRACE("/v1/trace_api/get_transaction_trace", TRACE),

    HYPERION_GET_ACTIONS("/v2/history/get_actions", HYPERION),
    HYPERION_GET_ABI_SNAPSHOT("/v2/history/get_abi_snapshot", HYPERION),
    HYPERION_GET_BLOCKS("/v2/history/get_blocks", HYPERION),
    HYPERION_GET_CREATED_ACCOUNTS("/v2/history/get_created_accounts", HYPERION),
    HYPERION_GET_CREATOR("/v2/history/get_creator", HYPERION),
    HYPERION_GET_DELTAS("/v2/history/get_deltas", HYPERION),
    HYPERION_GET_TRANSACTED_ACCOUNTS("/v2/history/get_transacted_accounts", HYPERION),
    HYPERION_GET_TRANSACTION("/v2/history/get_transaction", HYPERION),
    HYPERION_GET_TRANSFERS("/v2/history/get_transfers", HYPERION),
    HYPERION_CHECK_TRANSACTION("/v2/history/check_transaction", HYPERION),
    HYPERION_EXPORT_ACTIONS("/v2/history/export_actions", HYPERION),
    HYPERION_GET_ACCOUNT("/v2/state/get_account", HYPERION),
    HYPERION_GET_KEY_ACCOUNTS("/v2/state/get_key_accounts", HYPERION),
    HYPERION_GET_LINKS("/v2/state/get_links", HYPERION),
    HYPERION_GET_PROPOSALS("/v2/state/get_proposals", HYPERION),
    HYPERION_GET_TOKENS("/v2/state/get_tokens", HYPERION),
    HYPERION_GET_TOP_HOLDERS("/v2/state/get_top_holders", HYPERION),
    HYPERION_GET_VOTERS("/v2/state/get_voters", HYPERION),
    HYPERION_GET_VOTER_SCOPES("/v2/state/get_voter_scopes", HYPERION),
    HYPERION_HEALTH("/v2/health", HYPERION),
    /// Any other path below `/v2/`.
    HYPERION_OTHER("hyperion.other", HYPERION),
    /// The stream, a WebSocket: `/stream`, all below it, and `/stream-client.js`.
    HYPERION_STREAM("hyperion.stream", HYPERION),

    PUSH_BLOCK("/v1/chain/push_block", OPERATOR),
    PRODUCER_PAUSED("/v1/producer/paused", OPERATOR),
    PRODUCER_GET_RUNTIME_OPTIONS("/v1/producer/get_runtime_options", OPERATOR),
    PRODUCER_GET_GREYLIST("/v1/producer/get_greylist", OPERATOR),
    PRODUCER_GET_WHITELIST_BLACKLIST("/v1/producer/get_whitelist_blacklist", OPERATOR),
    PRODUCER_GET_SCHEDULED_PROTOCOL_FEATURE_ACTIVATIONS(
            "/v1/producer/get_scheduled_protocol_feature_activations", OPERATOR),
    PRODUCER_GET_SUPPORTED_PROTOCOL_FEATURES("/v1/producer/get_supported_protocol_features", OPERATOR),
    PRODUCER_GET_ACCOUNT_RAM_CORRECTIONS("/v1/producer/get_account_ram_corrections", OPERATOR),
    PRODUCER_GET_SNAPSHOT_REQUESTS("/v1/producer/get_snapshot_requests", OPERATOR),
    PRODUCER_GET_UNAPPLIED_TRANSACTIONS("/v1/producer/get_unapplied_transactions", OPERATOR),
    PRODUCER_PAUSE("/v1/producer/pause", OPERATOR),
    PRODUCER_PAUSE_AT_BLOCK("/v1/producer/pause_at_block", OPERATOR),
    PRODUCER_RESUME("/v1/producer/resume", OPERATOR),
    PRODUCER_UPDATE_RUNTIME_OPTIONS("/v1/producer/update_runtime_options", OPERATOR),
    PRODUCER_ADD_GREYLIST_ACCOUNTS("/v1/producer/add_greylist_accounts", OPERATOR),
    PRODUCER_REMOVE_GREYLIST_ACCOUNTS("/v1/producer/remove_greylist_accounts", OPERATOR),
    PRODUCER_SET_WHITELIST_BLACKLIST("/v1/producer/set_whitelist_blacklist", OPERATOR),
    PRODUCER_GET_INTEGRITY_HASH("/v1/producer/get_integrity_hash", OPERATOR),
    PRODUCER_SCHEDULE_PROTOCOL_FEATURE_ACTIVATIONS("/v1/producer/schedule_protocol_feature_activations", OPERATOR),
    PRODUCER_CREATE_SNAPSHOT("/v1/producer/create_snapshot", OPERATOR),
    PRODUCER_SCHEDULE_SNAPSHOT("/v1/producer/schedule_snapshot", OPERATOR),
    PRODUCER_UNSCHEDULE_SNAPSHOT("/v1/producer/unschedule_snapshot", OPERATOR),
    NET_CONNECT("/v1/net/connect", OPERATOR),
    NET_DISCONNECT("/v1/net/disconnect", OPERATOR),
    NET_STATUS("/v1/net/status", OPERATOR),
    NET_CONNECTIONS("/v1/net/connections", OPERATOR),
    NET_BP_GOSSIP_PEERS("/v1/net/bp_gossip_peers", OPERATOR),
    DB_SIZE_GET("/v1/db_size/get", OPERATOR),
    DB_SIZE_GET_REVERSIBLE("/v1/db_size/get_reversible", OPERATOR),
    TEST_CONTROL_KILL_NODE_ON_PRODUCER("/v1/test_control/kill_node_on_producer", OPERATOR),
    TEST_CONTROL_THROW_ON("/v1/test_control/throw_on", OPERATOR),
    TEST_CONTROL_SWAP_ACTION("/v1/test_control/swap_action", OPERATOR),
    PROMETHEUS_METRICS("/v1/prometheus/metrics", OPERATOR),
    WALLET_CREATE("/v1/wallet/create", OPERATOR),
    WALLET_OPEN("/v1/wallet/open", OPERATOR),
    WALLET_LOCK("/v1/wallet/lock", OPERATOR),
    WALLET_LOCK_ALL("/v1/wallet/lock_all", OPERATOR),
    WALLET_UNLOCK("/v1/wallet/unlock", OPERATOR),
    WALLET_IMPORT_KEY("/v1/wallet/import_key", OPERATOR),
    WALLET_REMOVE_KEY("/v1/wallet/remove_key", OPERATOR),
    WALLET_CREATE_KEY("/v1/wallet/create_key", OPERATOR),
    WALLET_LIST_WALLETS("/v1/wallet/list_wallets", OPERATOR),
    WALLET_LIST_KEYS("/v1/wallet/list_keys", OPERATOR),
    WALLET_GET_PUBLIC_KEYS("/v1/wallet/get_public_keys", OPERATOR),
    WALLET_SET_TIMEOUT("/v1/wallet/set_timeout", OPERATOR),
    WALLET_SIGN_TRANSACTION("/v1/wallet/sign_transaction", OPERATOR),
    WALLET_SIGN_DIGEST("/v1/wallet/sign_digest", OPERATOR),
    KEOSD_STOP("/v1/keosd/stop", OPERATOR),
    /// Any other path below a prefix that is the operator's.
    OPERATOR_OTHER("operator.other", OPERATOR),

    ODD("odd", EndpointGroup.ODD),
    UNKNOWN("unknown", EndpointGroup.UNKNOWN);

    /// How many there are: one more than the greatest [#id].
    public static final int COUNT = values().length;

    private static final Endpoint[] BY_ID = values();

    private final String path;
    private final String call;
    private final EndpointGroup group;
    private final @Nullable BodyForm bodyForm;
    private final boolean broadcasts;

    Endpoint(String path, BodyForm bodyForm, boolean broadcasts) {
        this(path, callOf(path), EndpointGroup.PUSH, bodyForm, broadcasts);
    }

    /// A path; or a call that is not one path but many: a prefix, or whatever is left over.
    Endpoint(String pathOrCall, EndpointGroup group) {
        this(
                pathOrCall.startsWith("/") ? pathOrCall : "",
                pathOrCall.startsWith("/") ? callOf(pathOrCall) : pathOrCall,
                group,
                null,
                false);
    }

    Endpoint(String path, String call, EndpointGroup group, @Nullable BodyForm bodyForm, boolean broadcasts) {
        this.path = path;
        this.call = call;
        this.group = group;
        this.bodyForm = bodyForm;
        this.broadcasts = broadcasts;
    }

    /// The endpoint of a request target as it was sent, query string included.
    public static Endpoint of(MemorySegment s, int from, int length) {
        Endpoint exact = EndpointTable.find(s, from, length);
        return exact != UNKNOWN ? exact : TargetSpelling.judge(s, from, length);
    }

    public static Endpoint byId(int id) {
        return BY_ID[id];
    }

    /// A number from 0 to [#COUNT], for arrays of counters; not the same in other versions of Boma.
    @SuppressWarnings("EnumOrdinal") // which is just what this is
    public int id() {
        return ordinal();
    }

    /// The exact path; empty for those that stand for many.
    public String path() {
        return path;
    }

    /// The operator's word for it in config, metrics and logs.
    public String call() {
        return call;
    }

    public EndpointGroup group() {
        return group;
    }

    /// Whether the body holds transactions that the node would execute: broadcast, dry run or read-only. Such a call
    /// is decoded before it may pass, and Boma never sends it twice.
    public boolean carriesTransactions() {
        return bodyForm != null;
    }

    /// How the body holds them; null exactly if there are none.
    public @Nullable BodyForm bodyForm() {
        return bodyForm;
    }

    /// Whether the transactions are meant for the chain, not for a dry run.
    public boolean broadcasts() {
        return broadcasts;
    }

    /// Whether a second try on another node is harmless when the first gave no answer.
    public boolean retriable() {
        return switch (group) {
            case READ, HISTORY, TRACE -> true;
            case HYPERION -> this != HYPERION_STREAM;
            case PUSH, OPERATOR, ODD, UNKNOWN -> false;
        };
    }

    /// Whether GET is refused although nodeos would take it: calls that run or change something.
    public boolean postOnly() {
        return group == EndpointGroup.PUSH || this == PUSH_BLOCK;
    }

    /// `/v1/chain/get_info` is `get_info`, `/v1/trace_api/get_block` is `trace.get_block`, and `/v2/state/get_account`
    /// is `hyperion.get_account`.
    private static String callOf(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String plugin = path.split("/", -1)[2];
        if (path.startsWith("/v2/")) return "hyperion." + name;
        return switch (plugin) {
            case "chain" -> name;
            case "trace_api" -> "trace." + name;
            default -> plugin + "." + name;
        };
    }
}
