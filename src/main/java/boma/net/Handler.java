package boma.net;

/// What a connection does when its socket has something to say. Called by the event loop that owns the socket.
public interface Handler {
    /// Bytes or the end of the stream may be waiting.
    void onReadable();

    /// A connection attempt succeeded, or everything that waited to be sent was taken by the peer.
    void onWritable();

    /// The connection failed; the socket is to be closed. What came before can be read still, up to [Socket#FAILED].
    void onFailed(int errno);

    /// One of the other methods threw: a bug. Whatever is in flight is to be ended.
    void onBug();
}
