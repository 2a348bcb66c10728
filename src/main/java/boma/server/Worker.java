package boma.server;

import boma.bytes.ByteView;
import boma.bytes.Hash;
import boma.bytes.Hex;
import boma.client.ForwardedFor;
import boma.client.ProxyHeader;
import boma.exchange.Exchange;
import boma.exchange.Reading;
import boma.gate.Gate;
import boma.http.HeadWriter;
import boma.http.RequestEdit;
import boma.http.ResponseEdit;
import boma.ledger.Entry;
import boma.ledger.Ledger;
import boma.net.Buffer;
import boma.net.EventLoop;
import boma.telemetry.Recorder;
import boma.upstream.LoopPool;
import boma.upstream.PoolConfig;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One event loop with everything that its client connections share. Confined to that loop.
public final class Worker {
    /// Bytes that wait for a slow reader before the other side is not read any more.
    static final int PENDING_MAX = 64 * 1024;

    final EventLoop loop;
    final Gate gate;
    final Ledger ledger;
    final Recorder recorder;
    final Reading reading;
    final HeadWriter headWriter = new HeadWriter();
    final RequestEdit requestEdit = new RequestEdit();
    final ResponseEdit responseEdit = new ResponseEdit();
    final ProxyHeader proxyHeader = new ProxyHeader();
    final ForwardedFor forwardedFor = new ForwardedFor();

    /// Connections that have ended while a push of theirs is at a node, whose outcome counts all the same.
    final Set<ClientConnection> orphans = new HashSet<>();

    /// All listeners on this loop.
    final List<Listener> listeners = new ArrayList<>();

    private final LoopPool[] pools;
    private final MemorySegment idText = Arena.global().allocate(Hex.LONG_DIGITS);
    private final long idBase;
    private long requests;
    private boolean draining;

    public Worker(EventLoop loop, Gate gate, Ledger ledger, Recorder recorder, Reading reading, List<LoopPool> pools) {
        this.loop = loop;
        this.gate = gate;
        this.ledger = ledger;
        this.recorder = recorder;
        this.reading = reading;
        this.pools = pools.toArray(LoopPool[]::new);
        this.idBase = Hash.mix(Hash.SEED + loop.index());
    }

    public EventLoop loop() {
        return loop;
    }

    /// Whether the pool that was chosen for the exchange is one of Antelope nodes.
    boolean isAntelope(Exchange x) {
        return pool(x.pool).pool().config().kind() == PoolConfig.Kind.ANTELOPE;
    }

    /// What a client may hold of the memory; null for those who are many, and have no bounds.
    @Nullable
    MemoryQuota quota(Entry entry) {
        return entry.client().isOne() ? new MemoryQuota(entry, loop.buffers().max()) : null;
    }

    LoopPool pool(int index) {
        return pools[index];
    }

    /// A number that no other request of this process has, and hardly one of another.
    long nextId() {
        return Hash.mix(idBase + ++requests);
    }

    /// Makes a view show the text of a request id, until the next call.
    void showId(long requestId, ByteView into) {
        Hex.write(idText, 0, requestId);
        into.set(idText, 0, Hex.LONG_DIGITS);
    }

    /// Copies bytes into memory of their own, with room in front of them in which a head can grow; null when there is
    /// no memory for whoever they are kept for.
    @Nullable
    Buffer copyOf(MemorySegment bytes, int from, int to, @Nullable MemoryQuota quota) {
        Buffer b = loop.buffers().take(Buffer.HEADROOM + to - from, quota);
        if (b == null) return null;
        b.from = Buffer.HEADROOM;
        b.to = Buffer.HEADROOM;
        b.append(bytes, from, to - from);
        return b;
    }

    /// Whether the process is about to end, so that every answer closes its connection.
    boolean draining() {
        return draining;
    }

    /// From now on every answer closes its connection. On the loop's thread.
    public void drain() {
        draining = true;
    }

    /// Pushes at nodes that no client waits for any more. On the loop's thread.
    public int orphans() {
        return orphans.size();
    }

    /// Settles what is still at nodes, without its outcome. On the loop's thread.
    public void giveUp() {
        for (ClientConnection orphan : List.copyOf(orphans)) orphan.giveUp();
    }

    /// Closes the node connections that serve nobody. On the loop's thread.
    public void closeIdleNodes() {
        for (LoopPool pool : pools) pool.closeIdle();
    }
}
