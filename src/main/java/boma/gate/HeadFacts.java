package boma.gate;

import boma.antelope.Endpoint;
import boma.bytes.Ascii;
import boma.bytes.ByteView;
import boma.bytes.Hash;
import boma.exchange.Exchange;
import boma.http.Request;
import boma.limit.Limits;
import java.lang.foreign.MemorySegment;

/// Writes into an exchange what its head says.
final class HeadFacts {
    private HeadFacts() {}

    static void read(Exchange x, Limits limits) {
        Request request = x.reading.request;
        ByteView view = x.reading.view;
        x.method = request.method();
        request.target(view);
        x.endpoint = Endpoint.of(view.segment(), view.from(), view.length());
        if (!isSaidByEndpoint(x.endpoint, view)) rememberTarget(x, view);
        if (limits.needPath()) x.pathHash = request.path(view).hash(Hash.SEED);
        if (limits.needApiKey()) x.apiKeyHash = ApiKey.hash(request.head(), view);
    }

    /// The target is the endpoint's one path, to the byte.
    private static boolean isSaidByEndpoint(Endpoint endpoint, ByteView target) {
        return endpoint.path().length() == target.length();
    }

    private static void rememberTarget(Exchange x, ByteView target) {
        x.rememberTarget(target.length());
        MemorySegment.copy(target.segment(), Ascii.BYTE, target.from(), x.target, 0, x.targetLength);
    }
}
