package boma.antelope;

import boma.bytes.Ascii;

/// The members of a request body, or the parameters of a query string, that say what a read call asks about.
///
/// Each call has a list of its own: a member that its server passes over must not satisfy a rule that lets through,
/// and one that the server obeys must not get around a rule that refuses. Calls without a list name nothing: among
/// them `abi_json_to_bin`, which reads nothing of a contract but its ABI, and whose data may hold any JSON. Neither do
/// `from` and `to` of transfers or fields of action data such as `@transfer.to`.
///
/// Sources: the chain API of nodeos (Spring 1.2) and the route handlers of Hyperion 3, for `get_transfers` and
/// `get_transacted_accounts` those of Hyperion 2.
enum ReadMember {
    CODE("code", Kind.CODE),
    CONTRACT("contract", Kind.CODE),
    ACT_ACCOUNT("act.account", Kind.CODE),
    /// Not one name but a list, such as `eosio.token:transfer,eosio:*`.
    FILTER("filter", Kind.CODE),
    TABLE("table", Kind.TABLE),
    SCOPE("scope", Kind.SCOPE),
    ACCOUNT("account", Kind.ACCOUNT),
    ACCOUNT_NAME("account_name", Kind.ACCOUNT),
    CONTROLLING_ACCOUNT("controlling_account", Kind.ACCOUNT),
    /// The two fields in which Hyperion looks for `account`; they can be asked for one by one.
    NOTIFIED("notified", Kind.ACCOUNT),
    ACTOR("act.authorization.actor", Kind.ACCOUNT),
    PROPOSER("proposer", Kind.ACCOUNT),
    REQUESTED("requested", Kind.ACCOUNT),
    PROVIDED("provided", Kind.ACCOUNT);

    enum Kind {
        CODE(1),
        TABLE(2),
        SCOPE(4),
        ACCOUNT(8);

        private final int bit;

        Kind(int bit) {
            this.bit = bit;
        }

        /// For sets of kinds.
        int bit() {
            return bit;
        }
    }

    private static final ReadMember[] NONE = {};
    private static final ReadMember[][] BY_ENDPOINT = new ReadMember[Endpoint.COUNT][];

    static {
        for (int id = 0; id < Endpoint.COUNT; id++) BY_ENDPOINT[id] = choose(Endpoint.byId(id));
    }

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it, and comparing wants an array
    private final byte[] text;

    private final Kind kind;

    ReadMember(String text, Kind kind) {
        this.text = Ascii.bytes(text);
        this.kind = kind;
    }

    /// Those that a call reads; shared, not to be changed.
    static ReadMember[] of(Endpoint e) {
        return BY_ENDPOINT[e.id()];
    }

    byte[] text() {
        return text;
    }

    Kind kind() {
        return kind;
    }

    /// For sets of members.
    @SuppressWarnings("EnumOrdinal") // any number that is its own would do
    int bit() {
        return 1 << ordinal();
    }

    private static ReadMember[] choose(Endpoint e) {
        return switch (e) {
            case GET_TABLE_ROWS, GET_KV_TABLE_ROWS, HYPERION_GET_DELTAS -> array(CODE, TABLE, SCOPE);
            case GET_TABLE_BY_SCOPE -> array(CODE, TABLE);
            case GET_CURRENCY_BALANCE, HYPERION_GET_LINKS -> array(CODE, ACCOUNT);
            case GET_CURRENCY_STATS -> array(CODE);
            case GET_ACCOUNT,
                    GET_CODE,
                    GET_RAW_CODE_AND_ABI,
                    GET_CODE_HASH,
                    GET_ABI,
                    GET_RAW_ABI,
                    HISTORY_GET_ACTIONS -> array(ACCOUNT_NAME);
            case HISTORY_GET_CONTROLLED_ACCOUNTS -> array(CONTROLLING_ACCOUNT);
            case HYPERION_GET_ACTIONS -> array(ACCOUNT, NOTIFIED, ACTOR, ACT_ACCOUNT, FILTER);
            case HYPERION_GET_ACCOUNT, HYPERION_GET_TOKENS, HYPERION_GET_CREATOR, HYPERION_GET_CREATED_ACCOUNTS ->
                array(ACCOUNT);
            case HYPERION_GET_PROPOSALS -> array(ACCOUNT, PROPOSER, REQUESTED, PROVIDED);
            case HYPERION_GET_TOP_HOLDERS, HYPERION_GET_ABI_SNAPSHOT, HYPERION_GET_TRANSFERS -> array(CONTRACT);
            case HYPERION_GET_TRANSACTED_ACCOUNTS -> array(CONTRACT, ACCOUNT);
            default -> NONE;
        };
    }

    private static ReadMember[] array(ReadMember... members) {
        return members;
    }
}
