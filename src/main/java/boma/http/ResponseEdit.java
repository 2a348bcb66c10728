package boma.http;

import boma.bytes.ByteView;

/// What [HeadWriter] changes in an answer's head on its way to the client; reused, reset by [#clear].
public final class ResponseEdit {
    /// What the client is told about its connection.
    public enum Connection {
        /// Say nothing: HTTP/1.1 stays open.
        UNSAID,
        CLOSE,
        /// For clients of HTTP/1.0 that asked for it.
        KEEP_ALIVE,
        /// The answer to a WebSocket request; `Upgrade` passes.
        UPGRADE
    }

    public Connection connection = Connection.UNSAID;

    /// The length of the body, -1 to send no Content-Length.
    public long contentLength = -1;

    /// Whether the body is chunked.
    public boolean chunked;

    /// Whether the node's `Access-Control-…` fields are dropped, because ours are among [#added].
    public boolean dropCors;

    /// Whole field lines to add, each with its CR LF.
    public byte[] added = RequestEdit.NOTHING;

    /// The value of `X-Request-Id`, in place of the node's; empty to leave that as it is.
    public final ByteView requestId = new ByteView();

    /// Back to sending everything as it is, until the connection closes.
    public void clear() {
        connection = Connection.UNSAID;
        contentLength = -1;
        chunked = false;
        dropCors = false;
        added = RequestEdit.NOTHING;
        requestId.clear();
    }

    /// Frames the body as the node did, as far as the client may be told.
    ///
    /// 1xx and 204 go without any framing, also without a length of 0: RFC 9110 section 8.6. A 205 always says 0,
    /// or its client would wait for a body. Nobody hears of the chunks of a body that is not sent, for some clients
    /// wait for them all the same (Python's, after a 304), nor does a client of HTTP/1.0: RFC 9112 section 6.1.
    ///
    /// @param asked     the method of the request
    /// @param oldClient whether the client speaks HTTP/1.0; a body in chunks has to be decoded for it
    public void framingOf(Response r, Method asked, boolean oldClient) {
        if (r.isEmptyStatus()) {
            contentLength = r.status() == 205 ? 0 : -1;
            chunked = false;
        } else {
            contentLength = r.contentLength();
            chunked = r.chunked() && !oldClient && !r.bodyless(asked);
        }
    }
}
