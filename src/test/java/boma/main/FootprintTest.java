package boma.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FootprintTest {
    private static final long MIB = 1024 * 1024;
    private static final long READ = 4 * MIB;
    private static final long FILES = 65_536;

    /// What the JVM says of the heap that `./boma` gives it.
    private static final long HEAP = 253_440 * 1024L;

    private static final String USUAL = """
        [[listener]]
        name = "public"
        bind = "127.0.0.1:8080"
        [[pool]]
        name = "node"
        nodes = "http://127.0.0.1:8888"
        """;

    private static String limit(String name, int entries) {
        return "[[limit]]\nname = \"" + name + "\"\nkey = \"client\"\nrate = \"5/1m\"\nentries = " + entries + "\n";
    }

    private static Optional<String> excess(String toml, long heap, long machine) throws Exception {
        Config config = Config.parse("boma.toml", toml);
        return new Footprint(config, READ, FILES).excess("boma.toml", heap, machine);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 64, 256})
    void theUsualSettingsFitIntoTheUsualHeapWhateverTheCores(int threads) throws Exception {
        assertThat(excess("[server]\nthreads = " + threads + "\n" + USUAL, HEAP, 8192 * MIB))
                .isEmpty();
    }

    @Test
    void theUsualSettingsFitIntoHalfAGigabyteOfMemory() throws Exception {
        assertThat(excess("[server]\nthreads = 2\n" + USUAL, HEAP, 512 * MIB)).isEmpty();
    }

    @Test
    void whatIsTooMuchTogetherIsToldWithItsLargestParts() throws Exception {
        String toml = "[server]\nthreads = 2\n" + USUAL + limit("one", 8_000_000) + limit("two", 2_000_000)
                + limit("small", 1000);

        assertThat(excess(toml, HEAP, 8192 * MIB))
                .hasValue("boma.toml can need 211 MiB of the Java heap, which has room for 165 MiB (two thirds of it):"
                        + " 128 MiB for entries of the limit \"one\", 32 MiB for entries of the limit \"two\", 20"
                        + " MiB for max-connections of the listeners and 31 MiB for the rest; lower that, or"
                        + " give Java more with BOMA_JAVA_OPTS=-Xmx384m.");
    }

    @Test
    void aHeapAsLargeAsProposedIsEnough() throws Exception {
        String toml = USUAL + limit("one", 40_000_000);
        String told = excess(toml, HEAP, 16_384 * MIB).orElseThrow();
        long proposed = Long.parseLong(told.replaceAll("(?s).*-Xmx(\\d+)m.*", "$1"));

        assertThat(excess(toml, proposed * MIB, 16_384 * MIB)).isEmpty();
    }

    @Test
    void memoryOutsideOfTheHeapCountsToo() throws Exception {
        String toml = "[server]\nthreads = 2\nmax-buffered = \"1GiB\"\n" + USUAL;

        assertThat(excess(toml, HEAP, 2048 * MIB)).isEmpty();
        assertThat(excess(toml, HEAP, 1024 * MIB))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .matches("boma.toml can need 1\\d\\d\\d MiB of memory, and this machine or its cgroup has 1024"
                                + " MiB: 1024 MiB for server.max-buffered, 96 MiB for Java itself, \\d+ MiB for"
                                + " the Java heap and 8 MiB for the rest; lower that, or give it more memory."));
    }

    @Test
    void noMoreConnectionsCountThanThereAreFilesFor() throws Exception {
        String toml = USUAL.replace("[[pool]]", "max-connections = 10000000\n[[pool]]");

        assertThat(excess(toml, HEAP, 8192 * MIB)).isEmpty();
        assertThat(new Footprint(Config.parse("boma.toml", toml), READ, 1_000_000)
                        .excess("boma.toml", HEAP, 8192 * MIB))
                .isPresent();
    }
}
