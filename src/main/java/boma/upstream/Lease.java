package boma.upstream;

import boma.exchange.Failure;

/// What a pool says when it is asked for a node.
public sealed interface Lease {
    /// A connection, connected or about to be.
    record Ready(NodeConnection connection) implements Lease {}

    /// No node of the pool is in service.
    record NoneHealthy() implements Lease {}

    /// Every node in service has as many requests as it may have at once.
    record Busy() implements Lease {}

    /// No connection could be opened.
    record Failed(Failure failure) implements Lease {}

    NoneHealthy NONE_HEALTHY = new NoneHealthy();
    Busy BUSY = new Busy();
}
