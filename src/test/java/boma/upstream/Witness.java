package boma.upstream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.http.Response;
import boma.net.HandLoop;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client's side that writes down what the node's side tells it.
final class Witness implements AnswerSink {
    final Exchange exchange = Pools.exchange();
    final List<Integer> interims = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status;
    int ends;
    int parts; // in which the answer came
    int writable;
    int tunnels;
    boolean ready = true;
    boolean decodes;
    boolean asksForTunnel;

    @Nullable
    Failure failure;

    Runnable whenAnswered = () -> {};

    private @Nullable NodeConnection connection;

    /// Asks the pool for a node, and sends it a request.
    NodeConnection ask(Pools pools, String request) {
        NodeConnection c = begin(pools, Exchange.NONE);
        send(c, request);
        c.requestComplete();
        return c;
    }

    NodeConnection begin(Pools pools, int except) {
        Lease lease = pools.loopPool.acquire(exchange, this, true, except);
        assertThat(lease).isInstanceOf(Lease.Ready.class);
        NodeConnection c = ((Lease.Ready) lease).connection();
        connection = c;
        return c;
    }

    static void send(NodeConnection c, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        c.send(HandLoop.bytes(bytes), 0, bytes.length);
    }

    NodeConnection connection() {
        NodeConnection c = connection;
        if (c == null) throw new IllegalStateException("nothing was asked");
        return c;
    }

    boolean over() {
        return ends > 0 || failure != null;
    }

    String body() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public boolean decodesChunks() {
        return decodes;
    }

    @Override
    public boolean asksForTunnel() {
        return asksForTunnel;
    }

    @Override
    public void onInterim(Response head) {
        interims.add(head.status());
    }

    @Override
    public void onAnswer(Response head, MemorySegment bytes, int from, int to, boolean end) {
        assertThat(status).as("one answer").isZero();
        status = head.status();
        onBody(bytes, from, to, end);
    }

    @Override
    public void onBody(MemorySegment bytes, int from, int to, boolean end) {
        assertThat(over()).as("nothing comes behind the end").isFalse();
        parts++;
        body.writeBytes(bytes.asSlice(from, to - from).toArray(JAVA_BYTE));
        if (end) ends++;
        whenAnswered.run();
    }

    @Override
    public void onTunnel(Response head, MemorySegment bytes, int from, int to) {
        tunnels++;
        onAnswer(head, bytes, from, to, false);
    }

    @Override
    public void onNodeFailed(Failure failure) {
        assertThat(over()).as("a failure is told once, and not behind the end").isFalse();
        this.failure = failure;
    }

    @Override
    public void onNodeWritable() {
        writable++;
    }
}
