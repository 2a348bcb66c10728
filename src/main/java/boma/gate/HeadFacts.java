package boma.gate;

import boma.antelope.Endpoint;
import boma.bytes.Ascii;
import boma.bytes.ByteView;
import boma.bytes.Hash;
import boma.exchange.Exchange;
import boma.http.Field;
import boma.http.Request;
import boma.limit.Limits;
import java.lang.foreign.MemorySegment;

/// Writes into an exchange what its head says.
final class HeadFacts {
    private static final byte[] BEARER = Ascii.bytes("bearer ");

    private HeadFacts() {}

    static void read(Exchange x, Limits limits) {
        Request request = x.reading.request;
        ByteView view = x.reading.view;
        x.reading.clear();
        x.method = request.method();
        request.target(view);
        x.endpoint = Endpoint.of(view.segment(), view.from(), view.length());
        if (!isSaidByEndpoint(x.endpoint, view)) rememberTarget(x, view);
        if (limits.needPath()) x.pathHash = request.path(view).hash(Hash.SEED);
        if (limits.needApiKey()) x.apiKeyHash = apiKeyHash(request, view);
    }

    /// The target is the endpoint's one path, to the byte.
    private static boolean isSaidByEndpoint(Endpoint endpoint, ByteView target) {
        return endpoint.path().length() == target.length();
    }

    private static void rememberTarget(Exchange x, ByteView target) {
        x.rememberTarget(target.length());
        MemorySegment.copy(target.segment(), Ascii.BYTE, target.from(), x.target, 0, x.targetLength);
    }

    /// Of the X-Api-Key field, or of a bearer token where there is none.
    private static long apiKeyHash(Request request, ByteView view) {
        if (request.head().find(Field.API_KEY, view) && !view.isEmpty()) return keyHash(view);
        if (!request.head().find(Field.AUTHORIZATION, view) || !isBearer(view)) return 0;
        return keyHash(view.set(view.segment(), view.from() + BEARER.length, view.length() - BEARER.length));
    }

    private static boolean isBearer(ByteView authorization) {
        return authorization.length() > BEARER.length
                && Ascii.equalsIgnoreCase(authorization.segment(), authorization.from(), BEARER.length, BEARER);
    }

    private static long keyHash(ByteView key) {
        long hash = key.hash(Hash.SEED);
        return hash == 0 ? 1 : hash; // 0 means that there is no key
    }
}
