package boma.demo;

import boma.config.ConfigError;
import java.io.IOException;
import java.nio.file.Path;

/// Starts Boma for the demo. Whoever wires the program gives one: the demo comes before the wiring.
public interface Launcher {
    /// Starts Boma in this process, as `boma run FILE` does.
    Running launch(Path file) throws IOException, ConfigError, InterruptedException;

    /// A Boma that runs.
    interface Running extends AutoCloseable {
        /// Where clients are served, with the port that the system chose.
        String address();

        /// Where the metrics are.
        String adminAddress();

        /// Stops it at once.
        @Override
        void close();
    }
}
