package boma.telemetry;

import java.util.List;
import java.util.stream.Stream;

/// Every metric that Boma exports: what it is called, how it is split, and what it says. Labels have few values: they
/// come from the configuration, from lists that are part of Boma, or from the twenty names that are asked for most.
public enum Metric {
    BUILD_INFO("boma_build_info", Type.INFO, "version", "Which Boma this is."),
    UPTIME("boma_uptime_seconds", Type.GAUGE, "", "Time since the process started."),

    REQUESTS(
            "boma_requests_total",
            Type.COUNTER,
            "listener,call,status",
            "Requests that were settled, by the class of the answer's status; none for those that got no answer."),
    REQUEST_DURATION(
            "boma_request_duration_seconds",
            Type.HISTOGRAM,
            "",
            "Time from a request's first byte until it was settled."),
    REQUEST_BYTES("boma_request_bytes_total", Type.COUNTER, "listener", "Bytes of requests: heads and bodies."),
    ANSWER_BYTES("boma_answer_bytes_total", Type.COUNTER, "listener", "Bytes of answers: heads and bodies."),
    REFUSALS(
            "boma_refusals_total",
            Type.COUNTER,
            "reason,by",
            "Requests that were refused, by the reason and by the rule or limit behind it."),
    OBSERVED(
            "boma_observed_total",
            Type.COUNTER,
            "reason,by",
            "Requests that a rule or limit would have refused, but only observes; each counts for itself."),

    CONNECTIONS_OPEN("boma_connections_open", Type.GAUGE, "listener", "Client connections that are open."),
    CONNECTIONS("boma_connections_total", Type.COUNTER, "listener", "Client connections that were accepted."),
    CONNECTIONS_REFUSED(
            "boma_connections_refused_total",
            Type.COUNTER,
            "reason,by",
            "Client connections that were ended before their first request."),
    CONNECTIONS_DISPLACED(
            "boma_connections_displaced_total",
            Type.COUNTER,
            "",
            "Idle client connections that were ended because there was no room for another client."),
    ACCEPT_PAUSES(
            "boma_accept_pauses_total",
            Type.COUNTER,
            "",
            "Times that nothing was accepted for a moment, because no file descriptor was left."),

    FAILURES(
            "boma_failures_total",
            Type.COUNTER,
            "call,class",
            "Calls that failed on the node, by whose fault that is."),
    NODE_ERRORS(
            "boma_node_errors_total",
            Type.COUNTER,
            "code,name",
            "Calls that failed on the node, by nodeos's error code."),
    TRANSACTIONS(
            "boma_transactions_total",
            Type.COUNTER,
            "",
            "Transactions in the requests that could be read, refused ones included."),
    TRANSACTIONS_FAILED("boma_transactions_failed_total", Type.COUNTER, "", "Transactions that failed on the node."),
    ACTIONS("boma_actions_total", Type.COUNTER, "", "Actions of those transactions, nested ones included."),
    BILLED_CPU("boma_billed_cpu_seconds_total", Type.COUNTER, "", "CPU time that the nodes reported for transactions."),
    TOP_CONTRACTS(
            "boma_top_contracts_total",
            Type.COUNTER,
            "contract",
            "Requests that named the contract in an action or as code: the twenty most frequent of the last minutes."),
    TOP_CONTRACT_FAILURES(
            "boma_top_contract_failures_total",
            Type.COUNTER,
            "contract",
            "Those of them that failed on the node, duplicates aside."),
    TOP_ACCOUNTS(
            "boma_top_accounts_total",
            Type.COUNTER,
            "account",
            "Requests that the account authorized or that asked about it: the twenty most frequent of the last"
                    + " minutes."),

    NODE_UP("boma_node_up", Type.GAUGE, "pool,node", "Whether the node is in service."),
    NODE_IN_FLIGHT("boma_node_in_flight", Type.GAUGE, "pool,node", "Requests that the node has at this moment."),
    NODE_HEAD_AGE(
            "boma_node_head_age_seconds",
            Type.GAUGE,
            "pool,node",
            "Age of the node's head block when it was last asked; absent while unknown."),
    NODE_CONNECTIONS("boma_node_connections_open", Type.GAUGE, "pool,node", "Connections to the node that are open."),
    NODE_REQUESTS("boma_node_requests_total", Type.COUNTER, "pool,node,status", "Requests that the node answered."),
    NODE_FAILURES(
            "boma_node_failures_total",
            Type.COUNTER,
            "pool,node,reason",
            "Requests that failed because of the node, those included that another node then answered."),
    NODE_ANSWER(
            "boma_node_answer_seconds",
            Type.HISTOGRAM,
            "pool,node",
            "Time from sending a request to the node until the first byte of its answer."),
    RETRIES("boma_retries_total", Type.COUNTER, "", "Second and further tries."),

    CLIENTS("boma_clients", Type.GAUGE, "", "Clients that are remembered."),
    CLIENTS_FORGOTTEN("boma_clients_forgotten_total", Type.COUNTER, "", "Clients that made room for new ones."),
    BANS_RUNNING("boma_bans_running", Type.GAUGE, "", "Bans that run."),
    BANS("boma_bans_total", Type.COUNTER, "", "Bans that were spoken or prolonged."),
    BANS_FORGOTTEN("boma_bans_forgotten_total", Type.COUNTER, "", "Bans that ended early because there were too many."),
    LIMIT_KEYS("boma_limit_keys", Type.GAUGE, "limit", "Keys that the limit remembers."),
    LIMIT_KEYS_MAX("boma_limit_keys_max", Type.GAUGE, "limit", "Keys that the limit can remember."),
    LIMIT_FORGOTTEN(
            "boma_limit_keys_forgotten_total",
            Type.COUNTER,
            "limit",
            "Keys that made room for new ones too early: if this grows, the limit needs more entries."),

    BUFFERED(
            "boma_buffered_bytes",
            Type.GAUGE,
            "",
            "Memory that connections hold for bodies and answers that could not pass through at once."),
    BUFFERED_MAX("boma_buffered_max_bytes", Type.GAUGE, "", "Most that they may hold."),
    LOG_DROPPED("boma_access_log_dropped_total", Type.COUNTER, "", "Lines of the access log that were not written."),
    LOG_LEFT_OUT(
            "boma_access_log_left_out_total",
            Type.COUNTER,
            "",
            "Lines that were left out because their client had ten in that second."),
    LOG_ERRORS("boma_access_log_errors_total", Type.COUNTER, "", "Writes of the access log that failed."),
    EVENTS_LOST(
            "boma_events_lost_total", Type.COUNTER, "", "Lines of the diagnostics log for which there was no room."),
    BUGS("boma_bugs_total", Type.COUNTER, "", "Exceptions that nobody expected. Please report them."),

    PROCESS_CPU("boma_process_cpu_seconds_total", Type.COUNTER, "", "CPU time of Boma itself."),
    PROCESS_RESIDENT("boma_process_resident_bytes", Type.GAUGE, "", "Memory of the process that is in RAM."),
    OPEN_FILES("boma_process_open_files", Type.GAUGE, "", "File descriptors that are open."),
    OPEN_FILES_MAX("boma_process_open_files_max", Type.GAUGE, "", "File descriptors that the process may have."),
    HEAP("boma_heap_used_bytes", Type.GAUGE, "", "Java heap in use, garbage included."),
    HEAP_MAX("boma_heap_max_bytes", Type.GAUGE, "", "Most that the Java heap may take."),
    GC("boma_gc_runs_total", Type.COUNTER, "collector", "Garbage collections."),
    GC_TIME("boma_gc_seconds_total", Type.COUNTER, "collector", "Time that they took.");

    /// What may be done with the values.
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        INFO
    }

    private final String fullName;
    private final Type type;

    @SuppressWarnings("ImmutableEnumChecker") // this list is
    private final List<String> labels;

    private final String help;

    Metric(String fullName, Type type, String labels, String help) {
        this.fullName = fullName;
        this.type = type;
        this.labels = Stream.of(labels.split(",", -1))
                .filter(label -> !label.isEmpty())
                .toList();
        this.help = help;
    }

    /// The name as a scrape shows it; that of a histogram without its endings.
    public String fullName() {
        return fullName;
    }

    public Type type() {
        return type;
    }

    /// Names of its labels, in order.
    public List<String> labels() {
        return labels;
    }

    public String help() {
        return help;
    }

    /// The name without the ending that its type brings.
    String family() {
        return switch (type) {
            case COUNTER -> fullName.substring(0, fullName.length() - "_total".length());
            case INFO -> fullName.substring(0, fullName.length() - "_info".length());
            case GAUGE, HISTOGRAM -> fullName;
        };
    }
}
