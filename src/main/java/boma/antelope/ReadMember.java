package boma.antelope;

import boma.bytes.Ascii;

/// The members of a request body, or of a query string, that say what a read call asks about.
enum ReadMember {
    CODE("code", Kind.CODE),
    /// Hyperion's word for code.
    CONTRACT("contract", Kind.CODE),
    TABLE("table", Kind.TABLE),
    SCOPE("scope", Kind.SCOPE),
    ACCOUNT("account", Kind.ACCOUNT),
    ACCOUNT_NAME("account_name", Kind.ACCOUNT),
    CONTROLLING_ACCOUNT("controlling_account", Kind.ACCOUNT);

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

    private static ReadMember[] choose(Endpoint e) {
        return switch (e) {
            case GET_TABLE_ROWS, GET_KV_TABLE_ROWS -> array(CODE, TABLE, SCOPE);
            case GET_TABLE_BY_SCOPE -> array(CODE, TABLE);
            case GET_CURRENCY_BALANCE -> array(CODE, ACCOUNT);
            case GET_CURRENCY_STATS, ABI_JSON_TO_BIN, ABI_BIN_TO_JSON -> array(CODE);
            case GET_ACCOUNT, GET_CODE, GET_RAW_CODE_AND_ABI, GET_CODE_HASH, GET_ABI, GET_RAW_ABI ->
                array(ACCOUNT_NAME);
            default -> ofGroup(e.group());
        };
    }

    private static ReadMember[] ofGroup(EndpointGroup group) {
        return switch (group) {
            case HISTORY -> array(ACCOUNT_NAME, CONTROLLING_ACCOUNT);
            case HYPERION -> array(CODE, CONTRACT, TABLE, SCOPE, ACCOUNT);
            case PUSH, READ, TRACE, OPERATOR, ODD, UNKNOWN -> NONE;
        };
    }

    private static ReadMember[] array(ReadMember... members) {
        return members;
    }
}
