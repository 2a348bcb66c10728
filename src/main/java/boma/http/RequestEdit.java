package boma.http;

import boma.bytes.ByteView;

/// What [HeadWriter] changes in a request head on its way to the node; reused, reset by [#clear].
public final class RequestEdit {
    static final byte[] NOTHING = new byte[0];

    /// The Host to send, or empty to send the client's own.
    public byte[] host = NOTHING;

    /// Whether the peer is trusted to say in `X-Forwarded-For` for whom it asks.
    public boolean keepForwardedFor;

    /// The address of the peer as text, which ends `X-Forwarded-For`; empty when unknown.
    public byte[] client = NOTHING;

    /// The value of `X-Forwarded-Proto`, in place of the client's; empty to send none.
    public byte[] scheme = NOTHING;

    /// Whole field lines to add, each with its CR LF.
    public byte[] added = NOTHING;

    /// The value of `X-Request-Id`, in place of the client's; empty to leave that as it is.
    public final ByteView requestId = new ByteView();

    /// The length of the body that follows, -1 to send no Content-Length.
    public long contentLength = -1;

    /// Whether the body that follows is chunked.
    public boolean chunked;

    /// Whether to ask the node for the WebSocket that the client asks for.
    public boolean upgrade;

    /// Whether to send GET in place of the method. Why: nodeos answers HEAD with a body, after which nobody can
    /// tell where the next answer begins.
    public boolean asGet;

    /// Whether `Accept-Encoding` ends here, because the answer is read here too: compressed by a gateway before the
    /// node, it would hide from us what became of a transaction.
    public boolean plainAnswer;

    /// Back to sending everything as it is, without body.
    public void clear() {
        host = NOTHING;
        keepForwardedFor = false;
        client = NOTHING;
        scheme = NOTHING;
        added = NOTHING;
        requestId.clear();
        contentLength = -1;
        chunked = false;
        upgrade = false;
        asGet = false;
        plainAnswer = false;
    }

    /// Frames the body as the client did.
    public void framingOf(Request r) {
        contentLength = r.contentLength();
        chunked = r.chunked();
    }
}
