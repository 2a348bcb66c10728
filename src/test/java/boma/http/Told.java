package boma.http;

import boma.bytes.ByteView;

/// What the readers found, as the one line that golden files state.
final class Told {
    private Told() {}

    static String of(HeadFault fault, Request r) {
        if (fault == HeadFault.INCOMPLETE) return "incomplete";
        if (fault != HeadFault.NONE) return "refused " + fault.status() + " " + fault.reason();
        var view = new ByteView();
        return "accepted method=" + r.methodText(view)
                + " target=" + Spec.text(r.target(view).toBytes())
                + " version=" + version(r.version())
                + " host=" + (r.host(view) ? view.toString() : "none")
                + " framing=" + framing(r.contentLength(), r.chunked())
                + (r.keepAlive() ? " keep-alive" : " close")
                + (r.expectContinue() ? " expect-continue" : "")
                + (r.upgrade() ? " upgrade" : "");
    }

    static String of(HeadFault fault, Response r) {
        if (fault == HeadFault.INCOMPLETE) return "incomplete";
        if (fault != HeadFault.NONE) return "refused " + fault.reason();
        var view = new ByteView();
        return "accepted status=" + r.status()
                + " reason=\"" + Spec.text(r.reason(view).toBytes()) + "\""
                + " version=" + version(r.version())
                + " framing=" + framing(r)
                + (r.keepAlive() ? " keep-alive" : " close")
                + (r.interim() ? " interim" : "")
                + (r.upgrade() ? " upgrade" : "");
    }

    private static String version(int version) {
        return version == 11 ? "1.1" : version == 10 ? "1.0" : "?";
    }

    private static String framing(Response r) {
        if (r.bodyless(Method.GET)) return "bodyless";
        return r.untilClose() ? "until-close" : framing(r.contentLength(), r.chunked());
    }

    private static String framing(long contentLength, boolean chunked) {
        if (chunked && contentLength >= 0) return "both";
        return chunked ? "chunked" : contentLength < 0 ? "none" : "length:" + contentLength;
    }
}
