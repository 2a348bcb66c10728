package boma.demo;

import boma.demo.Frame.Places;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What people see while the demo runs.
sealed interface View extends AutoCloseable {
    /// Time between two pictures.
    Duration pause();

    void show(Picture picture);

    @Override
    void close();

    /// A live view where there is a terminal, plain lines where there is none.
    static View on(PrintStream out, Places places, boolean plain) {
        if (plain || !Screen.isThere()) return new Plain(out, places);
        Charset charset = out.charset();
        var ink =
                new Ink(System.getenv("NO_COLOR") == null, charset.newEncoder().canEncode('─'));
        return new Live(new Screen(out), ink, places);
    }

    /// Redraws a screen.
    record Live(Screen screen, Ink ink, Places places) implements View {
        private static final int COLUMNS_LEAST = 80;

        @Override
        public Duration pause() {
            return Duration.ofMillis(500);
        }

        @Override
        public void show(Picture picture) {
            Screen.Size size = Screen.size();
            boolean fits = size.columns() >= COLUMNS_LEAST;
            screen.show(
                    fits ? new Frame(ink, places, size.columns()).lines(picture) : narrow(picture, size), size.rows());
        }

        private static List<String> narrow(Picture picture, Screen.Size size) {
            List<String> lines = new ArrayList<>();
            lines.add("Boma demo, " + Numbers.clock(picture.seconds()) + "; better with 80 columns");
            lines.addAll(Story.sentences(picture));
            return lines.stream().map(line -> Box.cut(line, size.columns())).toList();
        }

        @Override
        public void close() {
            screen.close();
        }
    }

    /// Prints a few lines every two seconds.
    record Plain(PrintStream out, Places places) implements View {
        /// Says first where things are.
        public Plain {
            out.println("Boma demo: clients come to http://" + places.boma() + ", the node is http://" + places.node());
            out.println("metrics are at " + places.metrics() + ", the configuration and the log in " + places.log());
        }

        @Override
        public Duration pause() {
            return Duration.ofSeconds(2);
        }

        @Override
        public void show(Picture picture) {
            out.printf(
                    "%s  %s came, %s reached the node; spared: %s, %s%n",
                    Numbers.clock(picture.seconds()),
                    Numbers.count(picture.requests(), "request", "requests"),
                    Numbers.count(picture.nodeRequests()),
                    Numbers.count(picture.sparedTables(), "table read", "table reads"),
                    Numbers.count(picture.sparedPushes(), "push", "pushes"));
            for (String sentence : Story.sentences(picture)) out.println("      " + sentence);
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
