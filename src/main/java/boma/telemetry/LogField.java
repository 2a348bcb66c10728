package boma.telemetry;

import boma.bytes.JsonWriter;
import java.util.Locale;

/// The fields of an access log line, in their order. A field that does not apply is left out; what stands in a body,
/// in a header field, or in a key or token never gets here.
public enum LogField {
    TIME("when the request was settled, in UTC"),
    ID("request id, the same as in X-Request-Id"),
    LISTENER("name of the listener"),
    CLIENT("who asked: an IPv4 address, the /64 of an IPv6 address, or a circuit"),
    ADDRESS("the exact address, where it is not the client itself"),
    METHOD("request method"),
    CALL("the call, such as get_info, in the words of the configuration"),
    TARGET("request target, its first 256 bytes; only where the call does not say it"),
    CONTRACT("contract that a read call asks about"),
    TABLE("table that a read call asks about"),
    SCOPE("scope that a read call asks about"),
    ACCOUNT("account that a read call asks about"),
    CONTRACTS("distinct contracts of the transactions' actions, the first 8"),
    ACTIONS("distinct actions of the transactions, the first 8, as CONTRACT::ACTION"),
    ACCOUNTS("distinct accounts that authorize the transactions, the first 8"),
    TRANSACTION("id of the first transaction"),
    TRANSACTION_COUNT("transactions in the request"),
    ACTION_COUNT("actions in all its transactions, nested ones included"),
    VERDICT("pass, answer (without a node), deny, drop, or stall (gone while it waited)"),
    REASON("why it was refused or failed"),
    BY("rule or limit that refused it"),
    OBSERVED("first rule or limit that would have refused it, but only observes"),
    POOL("pool that was chosen"),
    NODE("node that served it last"),
    STATUS("HTTP status that the client got"),
    ERROR_CLASS("whose fault a failed call is: caller, node, duplicate, signature or invalid"),
    ERROR_CODE("error.code of the node's answer"),
    ERROR_NAME("nodeos's name for that code, other for one that is not known"),
    FAILED("transactions that failed on the node"),
    CPU_US("microseconds that the node billed for the transactions"),
    RETRIES("how often another node was tried"),
    FAILURE_SIDE("on whose side a connection failed: client, node or boma"),
    FAILURE_MOMENT("how far the exchange had come then"),
    FAILURE_DETAIL("what happened, in a few words"),
    BYTES_IN("bytes of the request"),
    BYTES_OUT("bytes of the answer"),
    TOTAL_MS("milliseconds from the request's first byte until it was settled"),
    DECIDE_MS("milliseconds from its first byte until it was decided"),
    WAIT_MS("milliseconds from sending it to the node until the answer's first byte"),
    LEFT_OUT("lines of this client that were left out before this one, about requests that no node was asked for");

    private final String meaning;

    /// The name as a line of JSON wants it.
    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it, and copying wants an array
    final byte[] quoted;

    LogField(String meaning) {
        this.meaning = meaning;
        this.quoted = JsonWriter.quotedName(label());
    }

    /// The name in the log.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What it says, for the documentation.
    public String meaning() {
        return meaning;
    }
}
