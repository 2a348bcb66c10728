package boma.exchange;

import boma.antelope.Endpoint;
import boma.antelope.ErrorClass;
import boma.http.Method;
import boma.ledger.Entry;
import org.jspecify.annotations.Nullable;

/// One request in flight, from its first byte until it is settled: who asks, what is asked, what was decided, how
/// it ended. Every connection has one and resets it for each request.
///
/// A plain record of facts: each group of fields is written by one step, named above it, and read by the later ones.
/// Confined to one event loop.
public final class Exchange {
    /// No pool, node or code.
    public static final int NONE = -1;

    /// Target bytes kept for the log.
    public static final int TARGET_MAX = 256;

    private static final byte[] NO_BYTES = new byte[0];

    /// What is seen of the request right now; shared with the other exchanges of the loop.
    public final Reading reading;

    // Written by the connection when it is accepted, and again when a trusted proxy names another client.

    /// Index of the listener in the configuration.
    public int listener;

    /// The exact address: two longs, IPv4 as `::ffff:a.b.c.d`.
    public long addressHigh;

    public long addressLow;
    public int port;

    /// What is remembered of the client; null before the connection was let in.
    public @Nullable Entry client;

    /// Whether the client is the peer of the connection itself, so that ending the connection hits only him.
    public boolean clientIsPeer;

    // Written when the head was read.

    public long id;
    public Method method = Method.OTHER;
    public Endpoint endpoint = Endpoint.UNKNOWN;

    /// First bytes of the target where the endpoint does not say it all; empty otherwise.
    public byte[] target = NO_BYTES;

    public int targetLength;

    /// Keyed hash of the path without its query: the limit key `path`.
    public long pathHash;

    /// Keyed hash of the API key that the request names, 0 for none.
    public long apiKeyHash;

    // Written when the body, or a query string in its place, was read.

    /// Parameters of a read call as Antelope names, 0 where absent.
    public long code;

    public long table;
    public long scope;
    public long account;

    /// What the transactions carry; null before the connection's first one.
    public @Nullable Summary summary;

    /// Whether this request carried transactions, so that [#summary] belongs to it.
    public boolean carriesTransactions;

    // Written by the gate.

    public Verdict verdict = Verdict.PASS;

    /// The rules and limits that would have refused but only observe.
    public final Grounds observed = new Grounds();

    /// How long to wait when the verdict is a stall, or until a refused limit allows again.
    public long waitNanos;

    /// Whether it waits for a limit, and since when.
    public boolean stalled;

    public long stalledNanos;

    /// How long it has waited for limits so far, without the present stall.
    public long delayedNanos;

    /// Whether the entry of the client counts this request as one in flight.
    public boolean counted;

    public int pool;

    // Written by the shell while the request is served.

    public int node;
    public int status;
    public long bytesIn;
    public long bytesOut;
    public long startNanos;
    public long decidedNanos;
    public long sentNanos;
    public long answeredNanos;
    public int retries;

    /// Nodes whose failure with this request was counted: bits by their index modulo 64.
    public long failedNodes;

    public @Nullable Failure failure;

    // Written from the node's answer.

    public ErrorClass errorClass = ErrorClass.NONE;
    public int errorCode;

    /// All transactions that failed, whosever fault it is; a refused call counts once.
    public int failedTransactions;

    /// Those of them that the client is charged for.
    public int clientFailures;

    /// Those of the client's that the contracts and accounts which the request names are charged for too.
    public int namedFailures;

    public long cpuMicros;

    public Exchange(Reading reading) {
        this.reading = reading;
        reset(0, 0);
    }

    /// Makes ready for the next request of the same connection.
    public void reset(long id, long nowNanos) {
        this.id = id;
        startNanos = nowNanos;
        method = Method.OTHER;
        endpoint = Endpoint.UNKNOWN;
        targetLength = 0;
        pathHash = 0;
        apiKeyHash = 0;
        code = 0;
        table = 0;
        scope = 0;
        account = 0;
        carriesTransactions = false;
        if (summary != null) summary.clear();
        verdict = Verdict.PASS;
        observed.clear();
        waitNanos = 0;
        stalled = false;
        stalledNanos = 0;
        delayedNanos = 0;
        counted = false;
        pool = NONE;
        node = NONE;
        status = 0;
        bytesIn = 0;
        bytesOut = 0;
        decidedNanos = 0;
        sentNanos = 0;
        answeredNanos = 0;
        retries = 0;
        failedNodes = 0;
        failure = null;
        errorClass = ErrorClass.NONE;
        errorCode = 0;
        failedTransactions = 0;
        clientFailures = 0;
        namedFailures = 0;
        cpuMicros = 0;
    }

    /// The summary of this request's transactions, made at the first one of a connection.
    public Summary summary() {
        Summary s = summary;
        if (s == null) summary = s = new Summary();
        return s;
    }

    /// Remembers the target for the log, cut to 256 bytes.
    public void rememberTarget(int length) {
        if (target.length == 0) target = new byte[TARGET_MAX];
        targetLength = Math.min(length, TARGET_MAX);
    }

    /// Whether it is a call about a contract's tables that names none, which nodeos answers with all of them.
    public boolean asksAllTables() {
        return endpoint == Endpoint.GET_TABLE_BY_SCOPE && table == 0;
    }
}
