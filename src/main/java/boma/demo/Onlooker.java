package boma.demo;

import boma.practice.PracticeNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Takes pictures of the demo, from outside: it asks the clients, the node, and Boma's metrics. Confined to one thread.
final class Onlooker implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    /// How much of the newest rate goes into the one that is shown.
    private static final double NEWEST = 0.4;

    private final Traffic traffic;
    private final PracticeNode node;
    private final Caller admin;
    private final long startNanos;
    private MetricsPage page = MetricsPage.EMPTY;
    private long lastNanos;
    private long lastRequests;
    private long lastNodeRequests;
    private double perSecond;
    private double nodePerSecond;

    /// @param admin address of Boma's metrics
    Onlooker(Traffic traffic, PracticeNode node, InetSocketAddress admin) {
        this.traffic = traffic;
        this.node = node;
        this.admin = new Caller(InetAddress.getLoopbackAddress(), admin);
        this.startNanos = System.nanoTime();
        this.lastNanos = startNanos;
    }

    Picture take() {
        long nodeRequests = node.counters().requests(); // first, for a request comes to Boma before it comes here
        scrape();
        long now = System.nanoTime();
        long requests = page.count("boma_requests_total") + page.count("boma_connections_refused_total");
        double seconds = Math.max(1, now - lastNanos) / NANOS_PER_SECOND;
        perSecond += NEWEST * ((requests - lastRequests) / seconds - perSecond);
        nodePerSecond += NEWEST * ((nodeRequests - lastNodeRequests) / seconds - nodePerSecond);
        lastNanos = now;
        lastRequests = requests;
        lastNodeRequests = nodeRequests;
        return new Picture(
                now,
                (int) ((now - startNanos) / NANOS_PER_SECOND),
                traffic.actors().stream().map(Picture.Part::of).toList(),
                requests,
                perSecond,
                nodeRequests,
                nodePerSecond,
                page.sum("boma_node_up") > 0,
                node.headBlock(),
                (int) page.count("boma_bans_running"));
    }

    private void scrape() {
        try {
            Caller.Answer answer = admin.call("/metrics", "");
            if (answer.status() == 200) page = MetricsPage.parse(answer.body());
        } catch (IOException _) {
            // the numbers of the last time stay on the screen
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
