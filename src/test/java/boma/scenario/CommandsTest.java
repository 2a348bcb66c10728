package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands as operators run them: real processes, their words and their exit codes.
class CommandsTest {
    private static final String GET = "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private Path directory;

    private Command boma(Object... args) throws IOException {
        return Command.start(directory, args);
    }

    private Path config(String node, String more) throws IOException {
        return Files.writeString(directory.resolve("boma.toml"), """
            [server]
            admin = "127.0.0.1:0"
            [[pool]]
            name = "node"
            health = { kind = "none" }
            nodes = ["%s"]
            [[listener]]
            name = "public"
            bind = ["127.0.0.1:0"]
            """.formatted(node) + more);
    }

    @Test
    void aGoodFileIsInOrder() throws Exception {
        config("http://127.0.0.1:8888", "");
        try (Command check = boma("check")) {
            assertThat(check.output()).isEqualTo("boma.toml: in order: 1 listener, 1 pool, 0 rules, 0 limits\n");
            assertThat(check.exitCode()).isZero();
        }
    }

    @Test
    void aBadFileIsToldLineByLineAndDoesNotRun() throws Exception {
        config("127.0.0.1:8888", "[[limit]]\nname = \"a\"\nkey = \"ip\"\nrate = \"5/1m\"\n");
        for (String command : new String[] {"check", "run"}) {
            try (Command boma = boma(command, "boma.toml")) {
                assertThat(boma.errors())
                        .containsExactly(
                                "boma.toml:6: pool[1].nodes[1].url: expected http://HOST:PORT or unix:/PATH,"
                                        + " found \"127.0.0.1:8888\"",
                                "boma.toml:12: limit[1].key: expected one of client, path, api-key, global, contract,"
                                        + " action, account or table, found \"ip\"");
                assertThat(boma.exitCode()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "check none.toml                    | none.toml: cannot be read: no such file",
                "check .                            | .: cannot be read: Is a directory",
                "run none.toml                      | none.toml: cannot be read: no such file",
                "run --node ftp://a                 | boma run: --node: expected http://HOST:PORT or unix:/PATH, found"
                        + " \"ftp://a\"",
                "run --node https://a               | boma run: --node: expected http://HOST:PORT or unix:/PATH (https"
                        + " is not available yet), found \"https://a\"",
                "run --node unix:/a --listen 20080  | boma run: --listen: expected ADDRESS:PORT, [IPV6]:PORT or"
                        + " unix:PATH, found \"20080\"",
                "run --node unix:/a --admin 8890    | boma run: --admin: expected an address such as 127.0.0.1:8890 or"
                        + " [::1]:8890, or off, found \"8890\"",
                "run --node unix:/a --admin [::]:1  | boma run: --admin: expected a loopback address such as"
                        + " 127.0.0.1:8890, or admin-open = true in the file, found \"[::]:1\"",
                "run --node unix:/a --listen 127.0.0.1:8890 | boma run: --listen: expected an address that does not"
                        + " clash with 127.0.0.1:8890 of --admin, found \"127.0.0.1:8890\"",
                "run a.toml --node http://127.0.0.1 | boma run: give either FILE or --node, not both",
                "run --admin off                    | boma run: --admin goes with --node; a file has server.admin",
                "run                                | boma run: give a FILE, or --node URL to do without",
                "practice-node --listen 8888        | boma practice-node: expected ADDRESS:PORT, [IPV6]:PORT or"
                        + " unix:PATH, found \"8888\"",
                "chekc                              | Did you mean: boma check?",
            })
    void wrongUseIsToldInASentence(String args, String sentence) throws Exception {
        try (Command boma = boma((Object[]) args.split(" "))) {
            assertThat(boma.errors()).contains(sentence).noneMatch(line -> line.contains("\tat "));
            assertThat(boma.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void aTakenPortIsToldInASentence() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            try (Command boma = boma("run", "--node", "http://127.0.0.1:1", "--listen", address)) {
                assertThat(boma.errors().getLast())
                        .isEqualTo("boma: cannot listen on " + address + ": address already in use");
                assertThat(boma.exitCode()).isEqualTo(3);
            }
        }
    }

    @Test
    void aTakenAdminAddressIsToldAndAnotherOneCanBeChosen() throws Exception {
        try (FakeNode node = FakeNode.playing(answering(ok("here")));
                var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            String[] usual = {"run", "--node", node.url(), "--listen", "127.0.0.1:0", "--admin"};
            try (Command boma = boma((Object[]) with(usual, address))) {
                assertThat(boma.errors().getLast())
                        .isEqualTo("boma: server.admin (or --admin): cannot listen on " + address
                                + ": address already in use");
                assertThat(boma.exitCode()).isEqualTo(3);
            }
            try (Command boma = boma((Object[]) with(usual, "127.0.0.1:0"));
                    Wire operator = Wire.to(boma.said("listening on=\\S+ admin=(\\S+)"))) {
                operator.send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertThat(operator.answer().status()).isEqualTo(200);
            }
        }
    }

    private static String[] with(String[] args, String last) {
        String[] all = Arrays.copyOf(args, args.length + 1);
        all[args.length] = last;
        return all;
    }

    @Test
    void aSignalReachesTheJvmAndStopsItInGoodOrder() throws Exception {
        try (FakeNode node = FakeNode.playing(answering(ok("here")));
                Command boma = boma("run", config(node.url(), ""));
                Wire client = Wire.to(boma.address())) {
            client.send(GET);
            assertThat(client.answer().gist()).isEqualTo("200 here");

            boma.signal("HUP");
            boma.signal("USR1");
            client.send(GET);
            assertThat(client.answer().gist()).isEqualTo("200 here");

            boma.terminate();

            assertThat(boma.exitCode()).isZero();
            assertThat(boma.errors().getLast()).endsWith(" INFO stopped");
            assertThat(boma.output()).contains("\"call\":\"get_info\"");
        }
    }

    @Test
    void aNodeThatCannotBeReachedIsToldToClientsAndInTheLog() throws Exception {
        config("http://127.0.0.1:1", "");
        try (Command boma = boma("run");
                Wire client = Wire.to(boma.address())) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                assertThat(client.answer().gist()).isEqualTo("502 node_unreachable");
            }
            assertThat(boma.said("WARN (node-down pool=node node=http://127.0.0.1:1 why=.*)"))
                    .endsWith("\"connection refused\"");
        }
    }

    @Test
    void whatTheHeapCannotHoldIsToldBeforeTheStartAndJavaCanGetMore() throws Exception {
        String limit = "[[limit]]\nname = \"a\"\nkey = \"client\"\nrate = \"5/1m\"\nentries = 16000000\n";
        Path file = config("http://127.0.0.1:8888", limit);
        for (String command : new String[] {"check", "run"}) {
            try (Command boma = boma(command, file)) {
                assertThat(boma.errors())
                        .singleElement()
                        .asString()
                        .startsWith(file + " can need ")
                        .contains(" of the Java heap, which has room for 165 MiB", "256 MiB for entries of the limit");
                assertThat(boma.exitCode()).isEqualTo(1);
            }
        }
        try (Command check = Command.startWithJava("-Xmx600m", directory, "check", file)) {
            assertThat(check.exitCode()).isZero();
        }
    }

    @Test
    void aNameWithoutAnAddressIsNoMistakeAndANoteOfCheck() throws Exception {
        config("http://node.invalid:8888", "");
        try (Command check = boma("check")) {
            assertThat(check.errors())
                    .singleElement()
                    .asString()
                    .startsWith("boma.toml:6: pool[1].nodes[1].url: note: the name has no address here and now: ");
            assertThat(check.output()).startsWith("boma.toml: in order: ");
            assertThat(check.exitCode()).isZero();
        }
    }

    @Test
    void aNodeIsFoundWhenItsNameHasAnAddressAndWhenItMoves() throws Exception {
        try (FakeNode node = FakeNode.playing(answering(ok("here")))) {
            String url = node.url().replace("127.0.0.1", "node.example");
            Path hosts = Files.writeString(directory.resolve("hosts"), "");
            String options = "-Djdk.net.hosts.file=" + hosts;
            try (Command boma = Command.startWithJava(options, directory, "run", config(url, ""));
                    Wire client = Wire.to(boma.address())) {
                boma.said("WARN (node-down pool=node node=" + url + " why=\"its name has no address: )");
                client.send(GET);
                assertThat(client.answer().gist()).isEqualTo("503 no_healthy_node");

                Files.writeString(hosts, "127.0.0.99 node.example\n");
                boma.said("INFO (node-up) pool=node node=" + url + " why=\"its name has an address\"");
                client.send(GET);
                assertThat(client.answer().gist()).isEqualTo("502 node_unreachable");

                Files.writeString(hosts, "127.0.0.1 node.example\n");
                boma.said("INFO (node-moved) .* from=127.0.0.99:\\d+ to=127.0.0.1:");
                client.send(GET);
                assertThat(client.answer().gist()).isEqualTo("200 here");
            }
        }
    }

    @Test
    void whoReadsNoLogLinesHoldsNobodyUp() throws Exception {
        try (FakeNode node = FakeNode.playing(answering(ok("here")));
                Command boma = boma("run", config(node.url(), "[log]\nbuffer = \"64KiB\"\n"));
                Wire client = Wire.to(boma.address())) {
            int moreThanThePipeHolds = 2000;

            for (int i = 0; i < moreThanThePipeHolds; i++) {
                client.send(GET);
                assertThat(client.answer().gist()).isEqualTo("200 here");
            }
        }
    }

    @Test
    void clientsCannotTakeTheDescriptorsThatNodesNeed() throws Exception {
        List<Wire> crowd = new ArrayList<>();
        var answer = new CountDownLatch(1);
        FakeNode.Script late = wire -> {
            wire.request();
            answer.await();
            wire.send(ok("late"));
            answering(ok("here")).play(wire);
        };
        String half = GET.substring(0, 8); // whoever rests would make room for others
        try (FakeNode node = FakeNode.playing(late, answering(ok("here")));
                Command boma = Command.startWithFiles(
                        200, directory, "run", config(node.url(), "timeouts = { head = '1m' }\n"));
                Wire early = Wire.to(boma.address())) {
            early.send(GET);
            node.awaitRequests(1);
            assertThat(boma.said("WARN (few-descriptors .*)"))
                    .isEqualTo("few-descriptors limit=200 clients=100 max-connections=20000 advice=\"set LimitNOFILE"
                            + " (ulimit -n) to 21320, or lower max-connections\"");

            for (int i = 0; i < 250; i++) {
                crowd.add(Wire.to(boma.address()));
                crowd.getLast().sendQuietly(half);
            }

            boma.said("WARN connection-refused (.*) by=\"open files\"");
            Await.until("nobody else is let in", () -> !isServed(boma.address()));
            answer.countDown();
            assertThat(early.answer().gist()).isEqualTo("200 late");
            for (Wire one : crowd) one.close();
            Await.until("there is room again", () -> isServed(boma.address()));
        } finally {
            for (Wire one : crowd) one.close();
        }
    }

    @Test
    void aLittleLessRoomThanListenersMayHaveIsNoWarning() throws Exception {
        Path config = config("http://127.0.0.1:1", "max-connections = 200\n");
        try (Command boma = Command.startWithFiles(200, directory, "run", config)) {
            boma.address();

            boma.terminate();

            assertThat(boma.errors()).noneMatch(line -> line.contains("few-descriptors"));
        }
    }

    @Test
    void whoFillsOneListenerWithIdleConnectionsKeepsNobodyOutOfAnother() throws Exception {
        List<Wire> crowd = new ArrayList<>();
        String other = "[[listener]]\nname = \"other\"\nbind = [\"127.0.0.1:0\"]\n";
        try (FakeNode node = FakeNode.playing(answering(ok("here")));
                Command boma = Command.startWithFiles(
                        200, directory, "run", config(node.url(), "timeouts = { head = '1m' }\n" + other))) {
            String[] addresses = boma.address().split(",", -1);
            for (int i = 0; i < 250; i++) crowd.add(Wire.to(addresses[0]));

            for (int i = 0; i < 20; i++) {
                crowd.add(Wire.to(addresses[1]));
                assertThat(crowd.getLast().send(GET).answer().gist()).isEqualTo("200 here");
            }
        } finally {
            for (Wire one : crowd) one.close();
        }
    }

    private static boolean isServed(String address) {
        try (Wire client = Wire.to(address)) {
            client.send(GET);
            return client.answer().status() == 200;
        } catch (IOException _) {
            return false; // reset
        }
    }

    @Test
    void aLinkToItWorksFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(
                directory.resolve("link"), Path.of("boma").toAbsolutePath());
        try (Command version = Command.start(link, Path.of("/"), "version")) {
            assertThat(version.output()).startsWith("boma ").contains("java ");
            assertThat(version.exitCode()).isZero();
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void everyCommandTellsTheVersion() throws Exception {
        for (String command : new String[] {"run", "check", "demo", "practice-node"}) {
            try (Command boma = boma(command, "--version")) {
                assertThat(boma.output()).startsWith("boma ");
            }
        }
    }

    @Test
    void aJdkOnThePathIsFoundWithoutHome() throws Exception {
        String java = System.getProperty("java.home") + "/bin";
        var script = new ProcessBuilder(
                "bash", "-c", "set -euo pipefail; . scripts/jdk.sh; ls() { return 2; }; find_jdk; echo $jdk");
        script.environment().keySet().removeAll(Set.of("HOME", "JAVA_HOME"));
        script.environment().merge("PATH", java, (path, first) -> first + ":" + path);
        Process process = script.start();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8).strip())
                .isEqualTo(Path.of(java).getParent().toRealPath().toString());
    }

    @Test
    void aMissingJdkIsToldWithWhereToGetOne() throws Exception {
        var script = new ProcessBuilder("bash", "-c", ". scripts/jdk.sh; jdk_places() { echo /nowhere; }; find_jdk");
        Process process = script.start();
        String told = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(told).contains("Boma needs a JDK 25 or later").contains("JAVA_HOME");
    }
}
