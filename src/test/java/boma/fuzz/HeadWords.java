package boma.fuzz;

import boma.bytes.ByteView;
import boma.http.Head;
import boma.http.HeadFault;
import boma.http.Method;
import boma.http.Request;
import boma.http.Response;

/// All that a reader understood of a head, as text that can be compared.
final class HeadWords {
    private static final ByteView VIEW = new ByteView();

    private HeadWords() {}

    static String of(HeadFault fault, Request r) {
        if (fault != HeadFault.NONE) return fault.reason();
        var words = new StringBuilder();
        words.append(r.methodText(VIEW)).append('|').append(r.method());
        words.append('|').append(r.target(VIEW)).append('|').append(r.path(VIEW));
        words.append('|').append(r.hasQuery()).append(r.query(VIEW));
        words.append('|').append(r.version()).append(r.keepAlive()).append(r.expectContinue());
        words.append(r.upgrade()).append(r.hasBody()).append(r.chunked()).append(r.contentLength());
        words.append('|').append(r.host(VIEW)).append(VIEW);
        return fields(r.head(), words);
    }

    static String of(HeadFault fault, Response r) {
        if (fault != HeadFault.NONE) return fault.reason();
        var words = new StringBuilder();
        words.append(r.status()).append('|').append(r.reason(VIEW)).append('|').append(r.version());
        words.append(r.interim()).append(r.upgrade()).append(r.keepAlive());
        words.append(r.untilClose()).append(r.chunked()).append(r.contentLength());
        words.append(r.bodyless(Method.HEAD)).append(r.bodyless(Method.POST));
        return fields(r.head(), words);
    }

    /// With the places in the head, so that all of them are compared too.
    private static String fields(Head head, StringBuilder words) {
        words.append('|').append(head.length());
        for (int i = 0; i < head.fields(); i++) {
            words.append('\n').append(head.lineFrom(i)).append('-').append(head.lineTo(i));
            words.append('|').append(head.field(i)).append('|').append(head.name(i, VIEW));
            words.append('|').append(head.value(i, VIEW));
        }
        return words.toString();
    }
}
