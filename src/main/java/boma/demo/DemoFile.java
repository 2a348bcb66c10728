package boma.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The configuration of the demo: an example that is valid as it is, with the addresses of this run put in.
final class DemoFile {
    private static final String RESOURCE = "demo.toml";
    private static final String ADMIN = "127.0.0.1:8890";
    private static final String LISTEN = "127.0.0.1:8080";
    private static final String NODE = "127.0.0.1:8888";
    private static final String LOG = "\"access.log\"";

    private DemoFile() {}

    /// As it is in the jar.
    static String text() {
        try (InputStream in = DemoFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) throw new IllegalStateException("the resource " + RESOURCE + " is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes it.
    ///
    /// @param directory where it goes, and the access log too
    /// @param listen    port for clients, 0 for any
    /// @param admin     port for operators, 0 for any
    /// @param node      address of the node
    static Path write(Path directory, int listen, int admin, String node) throws IOException {
        String text = text();
        text = put(text, LISTEN, "127.0.0.1:" + listen);
        text = put(text, ADMIN, "127.0.0.1:" + admin);
        text = put(text, NODE, node);
        text = put(text, LOG, '"' + directory.resolve("access.log").toString() + '"');
        return Files.writeString(directory.resolve(RESOURCE), text);
    }

    private static String put(String text, String old, String fresh) {
        if (!text.contains(old)) throw new IllegalStateException("the example file lacks " + old);
        return text.replace(old, fresh);
    }
}
