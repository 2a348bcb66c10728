package boma.telemetry;

import boma.antelope.Endpoint;
import boma.antelope.ErrorClass;
import boma.exchange.Exchange;
import boma.exchange.Moment;
import boma.exchange.Side;
import boma.exchange.Summary;
import boma.http.Method;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// One exchange on its way through a [LogRing]: how it is laid out in longs, and a cursor that reads it.
///
/// Twenty-one longs that every entry has, some of which hold four numbers of 16 bits, and then what only some have: the
/// transaction's id, the parameters of a read call, contracts, actions, accounts, target, and what went wrong.
final class LogEntry {
    /// What an entry tells of.
    enum Kind {
        /// A request that was settled.
        REQUEST,
        /// A connection that was refused before its first request.
        REFUSED_CONNECTION
    }

    /// How the client is to be read.
    enum Caller {
        NONE,
        ADDRESS,
        CIRCUIT,
        UNKNOWN
    }

    /// What was decided, in the words of the log.
    enum Decision {
        PASS,
        ANSWER,
        DENY,
        DROP,
        STALL
    }

    /// Bytes kept of what a failure says of itself.
    static final int DETAIL_MAX = 96;

    static final int HEADER = 0; // kind, size
    static final int END = 1;
    static final int ID = 2;
    static final int CLIENT = 3;
    static final int ADDRESS = 5;
    static final int WHO = 7; // listener, caller, method, endpoint
    static final int HOW = 8; // decision, ground, observed ground, status
    static final int NODE = 9; // pool, node, retries, error class
    static final int MANY = 10; // contracts, actions, accounts, parameters and id as bits
    static final int TAIL = 11; // bytes of the target and of the detail, side, moment and reason
    static final int ERROR = 12; // code, failed transactions
    static final int COUNTS = 13; // transactions, actions
    static final int BYTES_IN = 14;
    static final int BYTES_OUT = 15;
    static final int TOTAL = 16;
    static final int DECIDE = 17;
    static final int WAIT = 18;
    static final int CPU = 19;
    static final int LEFT_OUT = 20;
    static final int FIXED = 21;

    /// Longs of the largest entry.
    static final int SIZE_MAX =
            FIXED + 4 + 4 * Summary.MAX + Exchange.TARGET_MAX / Long.BYTES + DETAIL_MAX / Long.BYTES;

    static final int HAS_CODE = 1;
    static final int HAS_TABLE = 2;
    static final int HAS_SCOPE = 4;
    static final int HAS_ACCOUNT = 8;
    static final int HAS_ID = 16;
    static final int ID_LONGS = 4;
    static final int SHORT = 0xffff;
    static final long ABSENT = -1;
    static final VarHandle BYTES = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final Kind[] KINDS = Kind.values();
    private static final Caller[] CALLERS = Caller.values();
    private static final Decision[] DECISIONS = Decision.values();
    private static final Method[] METHODS = Method.values();
    static final Moment[] MOMENTS = Moment.values();
    private static final Side[] SIDES = Side.values();
    private static final ErrorClass[] ERROR_CLASSES = ErrorClass.values();

    private long[] longs = new long[0];
    private int at;

    /// Looks at the entry that begins there.
    LogEntry set(long[] longs, int at) {
        this.longs = longs;
        this.at = at;
        return this;
    }

    int size() {
        return (int) longs[at + HEADER];
    }

    Kind kind() {
        return KINDS[(int) (longs[at + HEADER] >>> 32)];
    }

    /// When the exchange was settled, by the loop's clock.
    long endNanos() {
        return longs[at + END];
    }

    long id() {
        return longs[at + ID];
    }

    /// Connections refused on the same ground for which there was no entry.
    long suppressed() {
        return longs[at + ID];
    }

    long clientHigh() {
        return longs[at + CLIENT];
    }

    long clientLow() {
        return longs[at + CLIENT + 1];
    }

    long addressHigh() {
        return longs[at + ADDRESS];
    }

    long addressLow() {
        return longs[at + ADDRESS + 1];
    }

    int listener() {
        return part(WHO, 0);
    }

    Caller caller() {
        return CALLERS[part(WHO, 1)];
    }

    Method method() {
        return METHODS[part(WHO, 2)];
    }

    Endpoint endpoint() {
        return Endpoint.byId(part(WHO, 3));
    }

    Decision decision() {
        return DECISIONS[part(HOW, 0)];
    }

    /// Id of the ground, -1 for none.
    int ground() {
        return part(HOW, 1) - 1;
    }

    int observed() {
        return part(HOW, 2) - 1;
    }

    int status() {
        return part(HOW, 3);
    }

    int pool() {
        return part(NODE, 0) - 1;
    }

    int node() {
        return part(NODE, 1) - 1;
    }

    int retries() {
        return part(NODE, 2);
    }

    ErrorClass errorClass() {
        return ERROR_CLASSES[part(NODE, 3)];
    }

    int errorCode() {
        return (int) longs[at + ERROR];
    }

    int failedTransactions() {
        return (int) (longs[at + ERROR] >>> 32);
    }

    int transactions() {
        return (int) longs[at + COUNTS];
    }

    int actions() {
        return (int) (longs[at + COUNTS] >>> 32);
    }

    long bytesIn() {
        return longs[at + BYTES_IN];
    }

    long bytesOut() {
        return longs[at + BYTES_OUT];
    }

    long totalNanos() {
        return longs[at + TOTAL];
    }

    /// -1 when nothing was decided.
    long decideNanos() {
        return longs[at + DECIDE];
    }

    /// -1 when no node answered.
    long waitNanos() {
        return longs[at + WAIT];
    }

    long cpuMicros() {
        return longs[at + CPU];
    }

    /// Lines of the same client that were left out before this one.
    long leftOut() {
        return longs[at + LEFT_OUT];
    }

    boolean hasFailure() {
        return part(TAIL, 2) != 0;
    }

    Side failureSide() {
        return SIDES[(part(TAIL, 2) - 1) / MOMENTS.length];
    }

    Moment failureMoment() {
        return MOMENTS[(part(TAIL, 2) - 1) % MOMENTS.length];
    }

    /// Ordinal of the failure's reason.
    int failureReason() {
        return part(TAIL, 3);
    }

    boolean hasId() {
        return has(HAS_ID);
    }

    /// Copies the transaction's id; only when [#hasId].
    void transactionId(byte[] into) {
        for (int i = 0; i < ID_LONGS; i++) BYTES.set(into, i * Long.BYTES, longs[at + FIXED + i]);
    }

    /// The contract that a read call asks about; 0 for none, as with the next three.
    long code() {
        return parameter(HAS_CODE);
    }

    long table() {
        return parameter(HAS_TABLE);
    }

    long scope() {
        return parameter(HAS_SCOPE);
    }

    long account() {
        return parameter(HAS_ACCOUNT);
    }

    int contracts() {
        return part(MANY, 0);
    }

    long contract(int i) {
        return longs[listsAt() + i];
    }

    /// Distinct actions that are named here.
    int namedActions() {
        return part(MANY, 1);
    }

    long actionContract(int i) {
        return longs[listsAt() + contracts() + 2 * i];
    }

    long actionName(int i) {
        return longs[listsAt() + contracts() + 2 * i + 1];
    }

    int accounts() {
        return part(MANY, 2);
    }

    long account(int i) {
        return longs[listsAt() + contracts() + 2 * namedActions() + i];
    }

    int targetLength() {
        return part(TAIL, 0);
    }

    /// @param into has room for whole words: [Exchange#TARGET_MAX] bytes
    void target(byte[] into) {
        copyText(targetAt(), targetLength(), into);
    }

    int detailLength() {
        return part(TAIL, 1);
    }

    /// @param into has room for whole words: [#DETAIL_MAX] bytes
    void detail(byte[] into) {
        copyText(targetAt() + words(targetLength()), detailLength(), into);
    }

    private void copyText(int from, int length, byte[] into) {
        for (int i = 0; i < words(length); i++) BYTES.set(into, i * Long.BYTES, longs[from + i]);
    }

    private int targetAt() {
        return listsAt() + contracts() + 2 * namedActions() + accounts();
    }

    private int listsAt() {
        int has = part(MANY, 3);
        return at + FIXED + ((has & HAS_ID) != 0 ? ID_LONGS : Integer.bitCount(has));
    }

    private long parameter(int bit) {
        return has(bit) ? longs[at + FIXED + Integer.bitCount(part(MANY, 3) & (bit - 1))] : 0;
    }

    private boolean has(int bit) {
        return (part(MANY, 3) & bit) != 0;
    }

    private int part(int word, int place) {
        return (int) (longs[at + word] >>> (16 * place)) & SHORT;
    }

    private static int words(int bytes) {
        return (bytes + Long.BYTES - 1) / Long.BYTES;
    }
}
