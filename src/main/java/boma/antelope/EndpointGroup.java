package boma.antelope;

/// What a call is for, and so who may use it when the operator says nothing.
public enum EndpointGroup {
    /// Carries transactions to be executed: broadcast, dry run or read-only. The only group with a [BodyForm].
    PUSH("push"),
    /// Reads the chain, without running anything on behalf of the caller.
    READ("read"),
    /// The old history API below `/v1/history/`: served by Hyperion and by nodes older than Leap.
    HISTORY("history"),
    /// Hyperion's own API: everything below `/v2/`, and its stream.
    HYPERION("hyperion"),
    /// The trace API below `/v1/trace_api/`.
    TRACE("trace"),
    /// For the operator of the node, never for the public: producer, net, db_size, test_control, prometheus, wallets,
    /// and `push_block`. Any path below those prefixes counts, whether Boma knows the call or not.
    OPERATOR("operator"),
    /// A path that nodeos does not serve but that something between us and the node could take for one that it does.
    /// See [TargetSpelling].
    ODD("odd"),
    /// Any other path.
    UNKNOWN("unknown");

    private final String word;

    EndpointGroup(String word) {
        this.word = word;
    }

    /// The word for the whole group in config, metrics and logs.
    public String word() {
        return word;
    }
}
