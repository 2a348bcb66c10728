package boma.main;

import boma.antelope.ReadCall;
import boma.antelope.Transactions;
import boma.control.AdminApi;
import boma.control.Phase;
import boma.control.Wellbeing;
import boma.control.Why;
import boma.exchange.Ground;
import boma.exchange.Reading;
import boma.exchange.Reason;
import boma.gate.Gate;
import boma.gate.Policy;
import boma.http.Request;
import boma.ledger.Ledger;
import boma.limit.LimitTables;
import boma.net.Acceptor;
import boma.net.Buffers;
import boma.net.EventLoop;
import boma.net.LinuxSys;
import boma.net.ListenSocket;
import boma.net.SocketAddress;
import boma.net.Sys;
import boma.server.Capacity;
import boma.server.Listener;
import boma.server.ListenerConfig;
import boma.server.Worker;
import boma.telemetry.AccessLog;
import boma.telemetry.EventLog;
import boma.telemetry.Gauges;
import boma.telemetry.Metrics;
import boma.telemetry.Recorder;
import boma.telemetry.Roster;
import boma.time.Clock;
import boma.upstream.AnswerReading;
import boma.upstream.Health;
import boma.upstream.LoopPool;
import boma.upstream.Names;
import boma.upstream.Node;
import boma.upstream.Pool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A running Boma: builds the objects, in order, and ends them in the other one. This file is the wiring diagram.
public final class App implements AutoCloseable {
    private static final Ground LISTENER_FULL = Ground.of(Reason.TOO_MANY_CONNECTIONS, "listener");
    private static final Ground PROCESS_FULL = Ground.of(Reason.TOO_MANY_CONNECTIONS, "open files");
    private static final Duration FIRST_NAMES = Duration.ofSeconds(3);
    private static final Duration FIRST_HEALTH = Duration.ofSeconds(3);
    private static final Duration IDLE_GRACE = Duration.ofSeconds(1);
    private static final long POLL_MILLIS = 20;
    private static final int EX_SOFTWARE = 70;

    private final Config config;
    private final Clock clock = Clock.SYSTEM;
    private final Sys sys = new LinuxSys();
    private final Buffers.Budget budget;
    private final Ledger ledger;
    private final Gate gate;
    private final List<Pool> pools;
    private final Names names = new Names(EventLog::bug);
    private final Health health = new Health(EventLog::bug);
    private final LimitTables limits = new LimitTables(clock);
    private final AccessLog accessLog;
    private final List<Recorder> recorders = new ArrayList<>();
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<ListenSocket> sockets = new ArrayList<>();
    private final List<SocketAddress> addresses = new ArrayList<>();
    private final List<Acceptor> acceptors = new ArrayList<>(); // one per loop and address, loop by loop
    private final List<Listener> listeners = new ArrayList<>();
    private final Capacity allClients;
    private final Housekeeping housekeeping;
    private final Metrics metrics;
    private final Wellbeing wellbeing;
    private @Nullable AdminApi admin;
    private volatile Phase phase = Phase.STARTING;
    private boolean stopped;

    /// Starts.
    ///
    /// @throws IOException with a sentence for the operator: a port that is taken, a log that cannot be written
    public static App start(Config config) throws IOException, InterruptedException {
        App app = new App(config);
        try {
            app.open();
            return app;
        } catch (IOException | InterruptedException | RuntimeException e) {
            app.close();
            throw e;
        }
    }

    private App(Config config) throws IOException {
        this.config = config;
        allClients = new Capacity(Descriptors.forClients(config), PROCESS_FULL, null);
        budget = new Buffers.Budget(config.server().maxBuffered());
        ledger = new Ledger(clock, config.server().maxClients());
        EventLog.watch(ledger);
        Policy policy = Policy.of(config.policy(), limits);
        gate = new Gate(policy, ledger);
        pools = Pool.all(config.pools(), EventLog.nodes());
        var roster =
                new Roster(config.listeners().stream().map(ListenerConfig::name).toList(), pools);
        accessLog = AccessLog.open(config.log(), config.server().threads(), roster, clock);
        for (int i = 0; i < config.server().threads(); i++) addLoop(i);
        housekeeping = new Housekeeping(clock, ledger, this::tick);
        metrics = new Metrics(
                recorders, accessLog, new Gauges(Version.text(), ledger, budget::used, budget::max, limits::uses));
        wellbeing = new Wellbeing(recorders, () -> roster, () -> phase, clock);
    }

    /// Shows that the loops turn.
    private void tick() {
        for (int i = 0; i < loops.size(); i++) {
            EventLoop loop = loops.get(i);
            Recorder recorder = recorders.get(i);
            loop.execute(() -> recorder.tick(loop.now()));
        }
    }

    private void addLoop(int index) {
        int nodes = pools.stream().mapToInt(p -> p.nodes().size()).sum();
        var recorder = new Recorder(accessLog, index, config.listeners().size(), nodes);
        var loop = new EventLoop(index, new LinuxSys(), budget, bug -> {
            recorder.bug();
            EventLog.bug(bug);
        });
        var answers = new AnswerReading();
        var watcher = new LoopPool.Watcher() {
            @Override
            public void onOpened(Node node) {
                recorder.nodeConnectionOpened(node.index());
            }

            @Override
            public void onClosed(Node node) {
                recorder.nodeConnectionClosed(node.index());
            }
        };
        List<LoopPool> loopPools = pools.stream()
                .map(pool -> new LoopPool(loop, pool, answers, watcher))
                .toList();
        var reading = new Reading(new Request(), new Transactions(), new ReadCall());
        recorders.add(recorder);
        loops.add(loop);
        workers.add(new Worker(loop, gate, ledger, recorder, reading, loopPools));
    }

    private void open() throws IOException, InterruptedException {
        for (int i = 0; i < config.listeners().size(); i++)
            bind(i, config.listeners().get(i));
        admin = AdminApi.start(config.admin(), metrics, wellbeing, new Why(ledger, accessLog.refusals(), clock));
        names.start(pools, FIRST_NAMES);
        health.start(pools, FIRST_HEALTH);
        for (Acceptor acceptor : acceptors) acceptor.watch();
        for (EventLoop loop : loops) {
            threads.add(Thread.ofPlatform()
                    .name("loop-" + loop.index())
                    .uncaughtExceptionHandler((_, e) -> die(e))
                    .start(loop));
        }
        housekeeping.start();
        phase = Phase.SERVING;
    }

    /// Why: the kernel would go on giving new connections to a loop that has ended.
    private static void die(Throwable error) {
        EventLog.bug(error);
        EventLog.stopped();
        Runtime.getRuntime().halt(EX_SOFTWARE);
    }

    private void bind(int index, ListenerConfig listener) throws IOException {
        var capacity = new Capacity(listener.maxConnections(), LISTENER_FULL, allClients);
        List<Listener> perLoop = new ArrayList<>();
        for (Worker worker : workers) perLoop.add(new Listener(worker, listener, index, capacity));
        listeners.addAll(perLoop);
        for (SocketAddress address : listener.bind()) {
            ListenSocket.requireFree(sys, address);
            ListenSocket first = open(address);
            addresses.add(first.address());
            for (int i = 0; i < workers.size(); i++) {
                // One socket per loop lets the kernel spread connections; a Unix socket can only be bound once.
                ListenSocket socket = i == 0 || address.isUnix() ? first : open(first.address());
                acceptors.add(new Acceptor(workers.get(i).loop(), socket, perLoop.get(i)));
            }
        }
    }

    private ListenSocket open(SocketAddress address) throws IOException {
        ListenSocket socket = ListenSocket.open(sys, address);
        sockets.add(socket);
        return socket;
    }

    /// Where it listens, with the ports that the system chose.
    public List<SocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /// Where the admin API listens, `off` if it does not.
    public String adminAddress() {
        return admin == null ? "off" : admin.address();
    }

    /// Stops in good order: accepts no more, lets what is in flight finish, at most for `patience`.
    public void stop(Duration patience) throws InterruptedException {
        if (stopped) return;
        stopped = true;
        phase = Phase.STOPPING;
        long end = System.nanoTime() + patience.toNanos();
        onEveryLoop(this::drain);
        for (ListenSocket socket : sockets) socket.close(sys);
        // Clients that are in the middle of something see `Connection: close` with their next answer; only those
        // that stay silent for a while are closed from our side.
        Thread.sleep(Math.min(IDLE_GRACE.toMillis(), patience.toMillis()));
        while (inFlight() > 0 && System.nanoTime() < end) Thread.sleep(POLL_MILLIS);
        onEveryLoop(this::finish);
        for (Thread thread : threads) thread.join();
    }

    private void drain(int i) {
        workers.get(i).drain();
        for (Acceptor acceptor : acceptors) if (acceptor.loop() == loops.get(i)) acceptor.stop();
    }

    /// Connections in the middle of something, and pushes that have outlived theirs.
    private int inFlight() throws InterruptedException {
        var left = new AtomicInteger();
        onEveryLoop(i -> {
            left.addAndGet(workers.get(i).orphans());
            for (Listener listener : listeners) {
                if (listener.loop() == loops.get(i)) left.addAndGet(listener.closeIdle());
            }
        });
        return left.get();
    }

    private void finish(int i) {
        for (Listener listener : listeners) if (listener.loop() == loops.get(i)) listener.closeAll();
        workers.get(i).giveUp();
        workers.get(i).closeIdleNodes();
        loops.get(i).stop();
    }

    private interface LoopTask {
        void run(int index);
    }

    private void onEveryLoop(LoopTask task) throws InterruptedException {
        var done = new CountDownLatch(threads.size());
        for (int i = 0; i < threads.size(); i++) {
            int index = i;
            loops.get(i).execute(() -> {
                try {
                    task.run(index);
                } finally {
                    done.countDown();
                }
            });
        }
        if (!done.await(10, TimeUnit.SECONDS)) EventLog.stuck();
    }

    /// Stops at once and gives everything back.
    @Override
    public void close() {
        try {
            stop(Duration.ZERO);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        housekeeping.close();
        health.close();
        names.close();
        if (admin != null) admin.close();
        accessLog.close();
        for (EventLoop loop : loops) loop.close();
    }
}
