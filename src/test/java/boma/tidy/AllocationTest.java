package boma.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import boma.main.App;
import boma.main.Config;
import boma.practice.Packer;
import boma.practice.PracticeNode;
import boma.practice.PracticeOptions;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Once warm, an event loop allocates nothing for a request: the whole product, with access log, metrics, rules,
/// limits and timeouts, over real sockets.
final class AllocationTest {
    private static final int ROUND = 2_000;

    /// Rounds after which a loop counts as warm at the latest; the compiler may be late on a busy machine.
    private static final int ROUNDS_MAX = 60;

    /// What the loop may allocate for each request: nothing. The rest is for what runs on the loop's thread beside
    /// requests, such as the tick of each second and what the compiler has not optimised yet.
    private static final long BYTES_MAX = 8;

    private static final String CONFIG = """
        [server]
        threads = 1
        admin = "off"

        [log]
        access = "LOG"

        [[listener]]
        name = "public"
        bind = ["127.0.0.1:0"]

        [[listener]]
        name = "behind a proxy"
        bind = ["127.0.0.1:0"]
        trusted-proxies = ["127.0.0.0/8"]

        [[pool]]
        name = "node"
        nodes = ["NODE"]

        [lists]
        spam = { contracts = ["spamtokens11"] }

        [[rule]]
        name = "spam tokens"
        match = { contract = "@spam" }
        then = "deny"

        [[limit]]
        name = "per client"
        key = "client"
        rate = "1000000/1s"

        [[limit]]
        name = "per account"
        key = "account"
        rate = "1000000/1s"

        [[limit]]
        name = "failures"
        key = "client"
        count = "failures"
        rate = "1000000/1s"
        """;

    @TempDir
    private Path folder;

    private PracticeNode node;
    private App app;

    @BeforeEach
    void start() throws Exception {
        node = PracticeNode.start(PracticeOptions.anyPort());
        app = App.start(Config.parse(
                "allocation.toml",
                CONFIG.replace("LOG", folder.resolve("access.log").toString()).replace("NODE", node.url())));
    }

    @AfterEach
    void end() {
        app.close();
        node.close();
    }

    @Test
    void aRequestThatPassesThroughAllocatesNothing() throws IOException {
        assertThat(bytesForEach("GET /v1/chain/get_info HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"))
                .isLessThan(BYTES_MAX);
    }

    @Test
    void anInspectedPushAllocatesNothing() throws IOException {
        assertThat(bytesForEach(push("eosio.token"))).isLessThan(BYTES_MAX);
    }

    @Test
    void aRefusedPushAllocatesNothing() throws IOException {
        assertThat(bytesForEach(push("spamtokens11"))).isLessThan(BYTES_MAX);
    }

    @Test
    void aProxyThatSpeaksForOneClientAfterAnotherAllocatesNothing() throws IOException {
        long each = bytesForEach(
                1,
                (round, i) -> "GET /v1/chain/get_info HTTP/1.1\r\nHost: localhost\r\n" + "X-Forwarded-For: 10.0."
                        + round + "." + i % 4 + "\r\n\r\n");
        assertThat(each).isLessThan(BYTES_MAX);
    }

    private static String push(String contract) {
        var packer = new Packer(new Random(7));
        var action = new Packer.Action(contract, "transfer", "alice", "00".repeat(60));
        String body = packer.body(
                packer.pack(Instant.now().plusSeconds(600), List.of(action, action, action, action, action)));
        return "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /// Bytes for each request of the first round that shows the loop to be warm, or of the last one.
    private long bytesForEach(String request) throws IOException {
        return bytesForEach(0, (_, _) -> request);
    }

    private interface Requests {
        String at(int round, int i);
    }

    private long bytesForEach(int listener, Requests requests) throws IOException {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), app.addresses().get(listener).port())) {
            socket.setTcpNoDelay(true);
            long each = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS_MAX && each >= BYTES_MAX; round++) {
                long before = allocatedByLoop();
                for (int i = 0; i < ROUND; i++) exchange(socket, requests.at(round, i));
                each = (allocatedByLoop() - before) / ROUND;
            }
            return each;
        }
    }

    private static long allocatedByLoop() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("loop-0")) return threads.getThreadAllocatedBytes(thread.threadId());
        }
        throw new IllegalStateException("no event loop runs");
    }

    private static void exchange(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = socket.getInputStream();
        byte[] seen = new byte[2048];
        int n = 0;
        int end;
        do {
            int r = in.read(seen, n, seen.length - n);
            if (r < 0) throw new IOException("an answer is missing");
            n += r;
            end = new String(seen, 0, n, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        } while (end < 0);
        String head = new String(seen, 0, end + 2, StandardCharsets.ISO_8859_1);
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
        in.skipNBytes(end + 4 + length - n);
    }
}
