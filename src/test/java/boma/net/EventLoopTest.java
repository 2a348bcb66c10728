package boma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.net.FaultySys.Call;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final HandLoop hand = new HandLoop();
    private final EventLoop loop = hand.loop;

    @AfterEach
    void closeAll() throws IOException {
        hand.close();
        assertThat(hand.sys.strayCloses()).isEmpty();
    }

    private static void bug() {
        throw new IllegalStateException("a bug");
    }

    // ---- tasks

    @Test
    void tasksOfOneThreadRunInTheirOrder() {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int me = i;
            loop.execute(() -> ran.add(me));
        }

        hand.turnUntil(() -> ran.size() == 100);

        assertThat(ran).isSorted();
    }

    @Test
    void tasksOfManyThreadsAllRunOnTheLoopsThread() throws InterruptedException {
        var bugs = new ConcurrentLinkedQueue<Throwable>();
        var own = new EventLoop(0, new LinuxSys(), new Buffers.Budget(0), bugs::add);
        Thread thread = Thread.ofPlatform().start(own);
        var ran = new AtomicInteger();
        var elsewhere = new AtomicInteger();
        var all = new CountDownLatch(4000);
        for (int t = 0; t < 4; t++) {
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 1000; i++) {
                    own.execute(() -> {
                        ran.incrementAndGet();
                        if (!Thread.currentThread().equals(thread)) elsewhere.incrementAndGet();
                        all.countDown();
                    });
                }
            });
        }

        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        own.execute(own::stop);
        thread.join(20_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(ran).hasValue(4000);
        assertThat(elsewhere).hasValue(0);
        assertThat(bugs).isEmpty();
    }

    @Test
    void aTaskMayAskForAnother() {
        List<String> ran = new ArrayList<>();
        loop.execute(() -> {
            ran.add("first");
            loop.execute(() -> ran.add("second"));
        });

        hand.turnUntil(() -> ran.size() == 2);
    }

    @Test
    void aTaskThatThrowsKeepsNoOtherFromRunning() {
        List<String> ran = new ArrayList<>();
        loop.execute(EventLoopTest::bug);
        loop.execute(() -> ran.add("next"));

        hand.turnUntil(() -> !ran.isEmpty());

        assertThat(hand.bugs).singleElement().asString().contains("a bug");
    }

    @Test
    void stoppingEndsTheRunAfterTheTurn() {
        loop.execute(loop::stop);

        loop.run();
    }

    // ---- bugs

    @Test
    void aHandlerThatThrowsIsToldAndTheOthersGoOn() throws IOException {
        var bad = new Notes();
        var good = new Notes();
        var p = hand.pair(bad);
        var q = hand.pair(good);
        good.socket = q.socket();
        good.reading(loop, 100);
        bad.whenReadable = EventLoopTest::bug;
        bad.whenBug = p.socket()::close;
        p.socket().register();
        q.socket().register();

        Bytes.write(p.peer(), Bytes.of(10));
        Bytes.write(q.peer(), Bytes.of(10));
        hand.turnUntil(() -> good.received.size() == 10 && bad.bugs == 1);

        assertThat(hand.bugs).hasSize(1);
        assertThat(Bytes.untilEndOrReset(p.peer())).isEmpty();
        assertThat(q.socket().closed()).isFalse();
    }

    @Test
    void aHandlerThatThrowsInTheWorstPlaceLosesItsSocketOnly() throws IOException {
        for (int which = 0; which < 3; which++) {
            var bad = new Notes();
            var p = hand.pair(bad);
            Runnable bug = EventLoopTest::bug;
            if (which == 0) bad.whenReadable = bug;
            if (which == 1) bad.whenWritable = bug;
            if (which == 2) bad.whenFailed = bug;
            bad.whenBug = bug;
            hand.sys.shorten(Call.SEND, 5);
            p.socket().write(HandLoop.bytes(Bytes.of(8)), 0, 8);
            if (which == 0) Bytes.write(p.peer(), Bytes.of(10));
            if (which == 2)
                p.peer().setOption(StandardSocketOptions.SO_LINGER, 0).close();

            hand.turnUntil(p.socket()::closed);

            assertThat(bad.bugs).isEqualTo(1);
        }
        assertThat(hand.bugs).hasSize(3);
        assertThat(hand.sys.open()).isEmpty();
    }

    /// One that was ended, or speaks unasked, must not be taken into use by what else the turn brings.
    @Test
    void idleConnectionsAreToldBeforeAllOthers() throws IOException {
        var order = new ArrayList<String>();
        var busy = new Notes();
        var idle = new Notes();
        var p = hand.pair(busy);
        var q = hand.pair(idle);
        busy.whenReadable = () -> order.add("busy");
        idle.whenReadable = () -> order.add("idle");
        p.socket().register();
        q.socket().register();
        q.socket().idle(true);
        hand.turnUntil(() -> true);
        order.clear();

        Bytes.write(p.peer(), Bytes.of(10)); // comes first
        Bytes.write(q.peer(), Bytes.of(10));
        hand.turnUntil(() -> order.size() == 2);

        assertThat(order).containsExactly("idle", "busy");
    }

    @Test
    void aFailedAssertionCountsAsABug() {
        loop.execute(() -> {
            throw new AssertionError("must not be");
        });

        hand.turnUntil(() -> !hand.bugs.isEmpty());

        assertThat(hand.bugs.getFirst()).hasMessage("must not be");
    }

    /// A connection is its own deadline's action.
    private static final class Connection implements Handler, Timer.Action {
        int bugs;
        boolean worse;

        @Override
        public void onDeadline() {
            bug();
        }

        @Override
        public void onBug() {
            bugs++;
            if (worse) bug();
        }

        @Override
        public void onReadable() {}

        @Override
        public void onWritable() {}

        @Override
        public void onFailed(int errno) {}
    }

    @Test
    void aDeadlineThatThrowsIsToldToItsConnectionAndTheOthersPass() {
        List<String> passed = new ArrayList<>();
        var connection = new Connection();
        var worse = new Connection();
        worse.worse = true;
        long now = loop.now();
        loop.timers().set(new Timer(() -> passed.add("one")), now);
        loop.timers().set(new Timer(connection), now);
        loop.timers().set(new Timer(worse), now);
        loop.timers().set(new Timer(EventLoopTest::bug), now);
        loop.timers().set(new Timer(() -> passed.add("two")), now);

        hand.turnUntil(() -> passed.size() == 2);
        hand.turn();

        assertThat(connection.bugs).isEqualTo(1);
        assertThat(worse.bugs).isEqualTo(1);
        assertThat(hand.bugs).hasSize(4);
    }

    // ---- giving way

    @Test
    void whoeverGivesWayIsCalledAgainAfterTheOthersAndWithoutWaiting() throws IOException {
        List<String> order = new ArrayList<>();
        var greedy = new Notes();
        var modest = new Notes();
        var p = hand.pair(greedy);
        var q = hand.pair(modest);
        hand.sys.waitMax(Integer.MAX_VALUE); // a loop that waited would wait for ever
        greedy.whenReadable = () -> {
            order.add("greedy");
            if (order.size() < 6) p.socket().giveWay();
        };
        modest.whenReadable = () -> order.add("modest");
        Bytes.write(p.peer(), Bytes.of(10));
        Bytes.write(q.peer(), Bytes.of(10));
        p.socket().register();
        q.socket().register();

        hand.turnUntil(() -> order.size() == 6);

        assertThat(order).containsExactly("greedy", "modest", "greedy", "greedy", "greedy", "greedy");
    }

    @Test
    void givingWayTwiceCountsOnce() throws IOException {
        var notes = new Notes();
        var p = hand.pair(notes);
        p.socket().giveWay();
        p.socket().giveWay();

        hand.turn();
        hand.turn();

        assertThat(notes.readable).isEqualTo(1);
    }

    @Test
    void whoeverClosesAfterGivingWayIsNotCalledAgain() throws IOException {
        var notes = new Notes();
        var p = hand.pair(notes);
        p.socket().giveWay();
        p.socket().close();
        p.socket().giveWay();

        hand.turn();
        hand.turn();

        assertThat(notes.readable).isZero();
    }

    @Test
    void aHandlerThatThrowsAfterGivingWayIsToldAndTheOthersGoOn() throws IOException {
        var bad = new Notes();
        var good = new Notes();
        bad.whenReadable = EventLoopTest::bug;
        hand.pair(bad).socket().giveWay();
        hand.pair(good).socket().giveWay();

        hand.turn();

        assertThat(bad.bugs).isEqualTo(1);
        assertThat(good.readable).isEqualTo(1);
        assertThat(hand.bugs).hasSize(1);
    }

    // ---- time and descriptors

    @Test
    void theTimeStandsStillDuringATurn() throws IOException {
        var notes = new Notes();
        List<Long> times = new ArrayList<>();
        var p = hand.pair(notes);
        notes.whenReadable = () -> {
            for (int i = 0; i < 100; i++) times.add(loop.now());
        };
        p.socket().register();
        Bytes.write(p.peer(), Bytes.of(1));

        hand.turnUntil(() -> !times.isEmpty());

        assertThat(times.stream().distinct()).hasSize(1);
        hand.turn();
        assertThat(loop.now()).isGreaterThan(times.getFirst());
    }

    @Test
    void anInterruptedWaitIsJustATurn() {
        hand.sys.fail(Call.EPOLL_WAIT, 3, Errno.EINTR);
        List<String> ran = new ArrayList<>();
        loop.execute(() -> ran.add("task"));

        hand.turn();
        hand.turn();
        hand.turn();
        assertThat(ran).isEmpty();

        hand.turn();
        assertThat(ran).hasSize(1);
    }

    @Test
    void aLoopThatCannotBeMadeSaysWhy() {
        var sys = new FaultySys().fail(Call.EPOLL_CONTROL, 1, Errno.ENOSPC);

        assertThatThrownBy(() -> new EventLoop(0, sys, new Buffers.Budget(0), _ -> {}))
                .hasMessage("epoll_ctl: no space for more watches");
    }

    @Test
    void moreSocketsThanExpectedAreServed() throws IOException {
        List<Notes> all = new ArrayList<>();
        for (int i = 0; i < 600; i++) { // with both ends and the listening sockets more than 1,024 descriptors
            var notes = new Notes();
            var p = hand.pair(notes);
            notes.socket = p.socket();
            notes.reading(loop, 100);
            p.socket().register();
            Bytes.write(p.peer(), Bytes.of(i, 0, 10));
            all.add(notes);
        }

        hand.turnUntil(() -> all.stream().allMatch(n -> n.received.size() == 10));

        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).received.toByteArray()).isEqualTo(Bytes.of(i, 0, 10));
        }
        for (Notes n : all) n.socket.close();
    }
}
