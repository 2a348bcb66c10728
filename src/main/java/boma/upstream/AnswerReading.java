package boma.upstream;

import boma.http.Response;
import boma.http.ResponseReader;

/// What one event loop needs to read heads of answers; shared by its node connections, for a head is dealt with in
/// the callback that completes it. Confined to one event loop.
public final class AnswerReading {
    final ResponseReader reader = new ResponseReader();
    final Response head = new Response();
}
