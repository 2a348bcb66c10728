package boma.upstream;

import boma.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks up the names of nodes again and again, so that Boma starts though a node has no address yet, and finds a node
/// again that has moved.
///
/// On threads of the system, few for all names: a question to a name server cannot be broken off, and on a virtual
/// thread it would keep others from running. A name that takes long holds up itself alone, as long as fewer than
/// [#THREADS] do.
public final class Names implements AutoCloseable {
    /// From one question about a name to the next.
    static final Duration EVERY = Duration.ofSeconds(5);

    private static final int THREADS = 4;

    /// Whoever knows the addresses of names.
    interface Lookup {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final Duration every;
    private final Consumer<Throwable> onBug;
    private final ScheduledExecutorService threads = newThreads();

    /// @param onBug told of exceptions that nobody expected; the name is asked for again all the same
    public Names(Consumer<Throwable> onBug) {
        this(InetAddress::getAllByName, EVERY, onBug);
    }

    Names(Lookup lookup, Duration every, Consumer<Throwable> onBug) {
        this.lookup = lookup;
        this.every = every;
        this.onBug = onBug;
    }

    private static ScheduledExecutorService newThreads() {
        return Executors.newScheduledThreadPool(
                THREADS, Thread.ofPlatform().name("names").daemon().factory());
    }

    /// Begins to ask. Returns when every name was looked up once, or after `patience`; nodes without an address are out
    /// of service then.
    public void start(Collection<Pool> pools, Duration patience) throws InterruptedException {
        Map<String, List<Node>> nodes = pools.stream()
                .flatMap(pool -> pool.nodes().stream())
                .filter(node -> node.config().hostName().isPresent())
                .collect(Collectors.groupingBy(
                        node -> node.config().hostName().orElseThrow(), TreeMap::new, Collectors.toList()));
        if (nodes.isEmpty()) return;
        askAnew();
        var asked = new CountDownLatch(nodes.size());
        nodes.forEach((name, named) -> watch(name, named, asked));
        if (asked.await(patience.toMillis(), TimeUnit.MILLISECONDS)) return;
        nodes.values()
                .forEach(named -> named.forEach(node -> node.onNoAddress("its name has no address: no answer yet")));
    }

    /// Java would remember addresses for half a minute, in which requests go to where a node no longer is. It reads
    /// these before it looks up its first name.
    private static void askAnew() {
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    private void watch(String name, List<Node> nodes, CountDownLatch asked) {
        threads.execute(() -> {
            find(name, nodes);
            asked.countDown();
            long pause = every.toMillis();
            var _ = threads.scheduleWithFixedDelay(() -> find(name, nodes), pause, pause, TimeUnit.MILLISECONDS);
        });
    }

    private void find(String name, List<Node> nodes) {
        try {
            InetAddress[] found = lookup.addresses(name);
            for (Node node : nodes) place(node, found);
        } catch (UnknownHostException e) {
            for (Node node : nodes) node.onNoAddress("its name has no address: " + reason(name, e));
        } catch (RuntimeException bug) {
            onBug.accept(bug);
        }
    }

    /// The C library's words, such as `Name or service not known`.
    private static String reason(String name, UnknownHostException e) {
        String text = String.valueOf(e.getMessage());
        return text.startsWith(name + ": ") ? text.substring(name.length() + 2) : text;
    }

    private static void place(Node node, InetAddress[] found) {
        SocketAddress address = node.address();
        InetAddress now = address == null ? null : address.inetAddress();
        InetAddress next = choose(now, found, node.isLostHere());
        if (!next.equals(now))
            node.moveTo(SocketAddress.of(next, node.config().place().port()));
    }

    /// One address of several. A node stays where it is as long as its name has that address: name servers change the
    /// order of their answers all the time. Where it is lost, the other addresses have their turn, in an order that
    /// reaches each.
    static InetAddress choose(@Nullable InetAddress now, InetAddress[] found, boolean lost) {
        if (now == null || !Arrays.asList(found).contains(now)) return found[0];
        if (!lost) return now;
        InetAddress[] inOrder = found.clone();
        Arrays.sort(inOrder, (a, b) -> Arrays.compareUnsigned(a.getAddress(), b.getAddress()));
        return inOrder[(Arrays.asList(inOrder).indexOf(now) + 1) % inOrder.length];
    }

    /// Looks names up once, for whoever only wants to know.
    ///
    /// @return why names have no address; nothing of those that have one
    public Map<String, String> troubles(Set<String> names, Duration patience) throws InterruptedException {
        Map<String, String> troubles = new ConcurrentHashMap<>();
        var asked = new CountDownLatch(names.size());
        for (String name : names) {
            troubles.put(name, "no answer yet");
            threads.execute(() -> {
                try {
                    lookup.addresses(name);
                    troubles.remove(name);
                } catch (UnknownHostException e) {
                    troubles.put(name, reason(name, e));
                } finally {
                    asked.countDown();
                }
            });
        }
        var _ = asked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return Map.copyOf(troubles);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
