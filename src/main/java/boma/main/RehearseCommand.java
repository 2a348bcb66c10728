package boma.main;

import boma.config.ConfigError;
import boma.practice.Packer;
import boma.practice.PracticeNode;
import boma.practice.PracticeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `boma rehearse`: serves a few thousand requests of every common kind from a practice node, and ends.
///
/// For the launcher only, which records in this run what later starts can skip: classes that are loaded and methods
/// that are worth compiling at once.
@Command(name = "rehearse", description = "Warms the caches that make later starts quick.", hidden = true)
final class RehearseCommand implements Callable<Integer> {
    private static final Duration MOST = Duration.ofSeconds(20);
    private static final int ROUNDS = 4000;
    private static final String CONFIG = """
        [server]
        threads = 1
        admin = "127.0.0.1:0"

        [log]
        access = "off"

        [[listener]]
        name = "public"
        bind = ["127.0.0.1:0"]

        [[pool]]
        name = "node"
        nodes = ["NODE"]

        [lists]
        spam = { contracts = ["spamtokens11"] }

        [[rule]]
        name = "spam"
        match = { contract = "@spam" }
        then = "deny"

        [[limit]]
        name = "per client"
        key = "client"
        rate = "1000000/1s"
        """;

    private final Packer packer = new Packer(new Random(1));

    @Override
    public Integer call() throws IOException, ConfigError, InterruptedException {
        try (var node = PracticeNode.start(PracticeOptions.anyPort());
                App app = App.start(Config.parse("rehearsal", CONFIG.replace("NODE", node.url())))) {
            int port = app.addresses().getFirst().port();
            List<byte[]> requests = requests();
            long end = System.nanoTime() + MOST.toNanos();
            for (int i = 0; i < ROUNDS && System.nanoTime() < end; i += 100) serve(port, requests, 100);
            app.stop(Duration.ofSeconds(2));
        }
        return Main.OK;
    }

    private List<byte[]> requests() {
        return List.of(
                text("GET /v1/chain/get_info HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"),
                post("/v1/chain/get_account", "{\"account_name\":\"alice\"}"),
                post("/v1/chain/push_transaction", push("eosio.token")),
                post("/v1/chain/push_transaction", push("spamtokens11")),
                post("/v1/chain/push_transaction", "{\"oops\":1}"),
                text("GET /v1/producer/pause HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    private String push(String contract) {
        var action = new Packer.Action(contract, "transfer", "alice", "00".repeat(40));
        return packer.body(packer.pack(Instant.now().plusSeconds(60), List.of(action)));
    }

    private static byte[] post(String path, String body) {
        return text(
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// One connection, on which every answer is read before the next request is sent.
    private static void serve(int port, List<byte[]> requests, int rounds) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) MOST.toMillis());
            socket.setTcpNoDelay(true);
            for (int i = 0; i < rounds; i++) {
                for (byte[] request : requests) {
                    socket.getOutputStream().write(request);
                    skipAnswer(socket.getInputStream());
                }
            }
        }
    }

    private static void skipAnswer(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) throw new IOException("an answer is missing");
            head.append((char) c);
        }
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        in.skipNBytes(Long.parseLong(head.substring(at, head.indexOf("\r\n", at))));
    }
}
