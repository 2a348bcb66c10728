package boma.demo;

import boma.practice.Packer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The clients of the demo: six wallets that do nothing wrong, and three who are the reason for having a firewall.
/// Together they send some 120 requests per second, whatever the answers are.
final class Traffic implements AutoCloseable {
    private static final List<String> ACCOUNTS = List.of("alice", "bob", "carol", "dave", "erin", "frank");

    private final List<Actor> actors;
    private final List<Thread> threads = new ArrayList<>();

    private Traffic(List<Actor> actors) {
        this.actors = List.copyOf(actors);
    }

    /// Starts.
    ///
    /// @param boma where Boma listens
    static Traffic start(InetSocketAddress boma) {
        var random = new Random();
        List<Actor> actors = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS.size(); i++) {
            String friend = ACCOUNTS.get((i + 1) % ACCOUNTS.size());
            var habit = new Habit.Wallet(ACCOUNTS.get(i), friend, new Packer(new Random(random.nextLong())));
            actors.add(actor("127.0.1." + (i + 1), true, habit, boma));
        }
        List<Habit> abuses = List.of(
                new Habit.Failing(new Packer(random)), new Habit.Scraping(), new Habit.Spamming(new Packer(random)));
        for (int i = 0; i < abuses.size(); i++) {
            actors.add(actor("127.0.2." + (i + 1), false, abuses.get(i), boma));
        }
        var traffic = new Traffic(actors);
        for (Actor actor : actors) {
            traffic.threads.add(
                    Thread.ofVirtual().name("client-" + actor.address()).start(actor));
        }
        return traffic;
    }

    private static Actor actor(String address, boolean honest, Habit habit, InetSocketAddress boma) {
        return new Actor(address, honest, habit, new Caller(InetAddress.ofLiteral(address), boma));
    }

    List<Actor> actors() {
        return actors;
    }

    /// Ends it, and returns when the last client has left. What they have counted stays.
    void stop() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
