package boma.upstream;

import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.http.Response;
import java.lang.foreign.MemorySegment;

/// The client's side of an exchange, as the node's side sees it. Called on the loop that both share; the bytes are
/// valid during the call only, and there is room for another head in front of them.
public interface AnswerSink {
    Exchange exchange();

    /// Whether the client takes more at the moment. After a no, the sink calls [NodeConnection#resume] in time.
    boolean ready();

    /// Whether the chunk framing of this answer has to be taken off, for a client of HTTP/1.0.
    boolean decodesChunks();

    /// Whether the node may agree to another protocol.
    boolean asksForTunnel();

    /// An answer before the final one, such as 103.
    void onInterim(Response head);

    /// The head of the answer and the part of its body that came with it.
    ///
    /// @param end the answer is complete, and the node's connection is no longer this exchange's
    void onAnswer(Response head, MemorySegment bytes, int from, int to, boolean end);

    /// More of the body.
    void onBody(MemorySegment bytes, int from, int to, boolean end);

    /// The node agreed to another protocol; bytes behind the head belong to it already.
    void onTunnel(Response head, MemorySegment bytes, int from, int to);

    /// The node failed; its connection is gone.
    void onNodeFailed(Failure failure);

    /// The node is connected and has taken all bytes so far; more of the client's body may follow.
    void onNodeWritable();
}
