package boma.rule;

import boma.antelope.Endpoint;
import boma.antelope.EndpointGroup;
import boma.antelope.EndpointSet;
import boma.client.Client;
import boma.client.Networks;
import boma.exchange.Exchange;
import boma.http.Method;
import boma.ledger.Entry;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of a match that the head of a request answers. What is null is not asked.
///
/// @param listeners by their index
record HeadTest(
        @Nullable EndpointSet calls,
        @Nullable PathSet paths,
        @Nullable Set<Method> methods,
        @Nullable HostSet hosts,
        @Nullable Networks clients,
        @Nullable BitSet listeners) {
    static final HeadTest ALL = new HeadTest(null, null, null, null, null, null);

    boolean test(Exchange x) {
        if (calls != null && !calls.has(x.endpoint)) return false;
        if (methods != null && !methods.contains(x.method)) return false;
        if (listeners != null && !listeners.get(x.listener)) return false;
        if (clients != null && !isAmong(clients, x)) return false;
        if (paths != null && !paths.has(x.reading.request.path(x.reading.view))) return false;
        return hosts == null || (x.reading.request.host(x.reading.view) && hosts.has(x.reading.view));
    }

    /// Who has no address is in no network, not even in `::/0`.
    private static boolean isAmong(Networks clients, Exchange x) {
        Entry client = x.client;
        boolean unknown = client != null && client.client() instanceof Client.Unknown;
        return !unknown && clients.contains(x.addressHigh, x.addressLow);
    }

    /// Whether it lets this call pass.
    boolean names(Endpoint call) {
        return calls == null || calls.has(call);
    }

    /// Whether some method fits that this call is let through with: POST where transactions are carried, and GET, HEAD
    /// and POST for all calls of nodes. Other services have the methods that they like.
    boolean fitsMethodsOf(Endpoint call, boolean nodesOnly) {
        if (methods == null || methods.contains(Method.POST)) return true;
        if (call.carriesTransactions()) return false;
        return !nodesOnly || methods.contains(Method.GET) || methods.contains(Method.HEAD);
    }

    /// Whether calls that carry no transactions can fit.
    boolean fitsReads() {
        if (calls == null) return true;
        for (Endpoint e : Endpoint.values()) if (calls.has(e) && !e.carriesTransactions()) return true;
        return false;
    }

    boolean namesCallsOf(EndpointGroup group) {
        if (calls == null) return false;
        for (Endpoint e : Endpoint.values()) if (calls.has(e) && e.group() == group) return true;
        return false;
    }
}
