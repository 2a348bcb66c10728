package boma.demo;

import static boma.demo.Box.span;

import boma.demo.Box.Span;
import boma.demo.Ink.Colour;
import boma.demo.Picture.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws a picture as the lines of a terminal: 24 of 80 characters, wider where there is room.
final class Frame {
    private static final int WIDTH_LEAST = 80;
    private static final int WIDTH_MOST = 120;
    private static final String ROW = "%-10s %-19s %7s %7s %7s  ";

    private static final int DOES_MOST = 19;

    private final Ink ink;
    private final Places places;
    private final int width;

    /// Where things can be looked at.
    ///
    /// @param boma    address for clients
    /// @param metrics address of the metrics
    /// @param log     directory of the logs and of the configuration file
    record Places(String boma, String node, String metrics, String log) {}

    /// @param columns of the terminal
    Frame(Ink ink, Places places, int columns) {
        this.ink = ink;
        this.places = places;
        this.width = Math.clamp(columns, WIDTH_LEAST, WIDTH_MOST);
    }

    List<String> lines(Picture picture) {
        List<String> lines = new ArrayList<>();
        lines.add(title(picture));
        lines.add(place("Boma   http://" + places.boma, "metrics  " + places.metrics));
        lines.add(place("node   http://" + places.node, "files    " + places.log));
        lines.addAll(clients(picture));
        lines.addAll(Box.beside(node(picture), spared(picture)));
        for (String sentence : Story.sentences(picture)) {
            lines.add(Box.fill(ink, width, span(" " + sentence)));
        }
        return lines;
    }

    private String title(Picture picture) {
        String left = " Boma demo";
        String right = Numbers.clock(picture.seconds()) + "   Ctrl-C ends it ";
        int space = width - left.length() - right.length();
        return Box.fill(ink, width, span(left, Colour.BOLD), span(" ".repeat(space)), span(right, Colour.DIM));
    }

    private String place(String left, String right) {
        return Box.fill(ink, width, span(String.format(" %-31s", left)), span(right, Colour.DIM));
    }

    private List<String> clients(Picture picture) {
        var box = new Box(ink, width, "Who comes, who passes, who is refused and why");
        box.line(span(String.format(ROW, "client", "what it does", "asked", "passed", "refused"), Colour.DIM));
        for (Part part : picture.parts()) {
            Tally.Numbers n = part.numbers();
            String row = String.format(
                    ROW,
                    part.address(),
                    Box.cut(part.does(), DOES_MOST),
                    Numbers.count(n.asked()),
                    Numbers.count(n.passed()),
                    Numbers.count(n.refused()));
            box.line(span(row), why(part, picture.nanos()));
        }
        return box.close();
    }

    private static Span why(Part part, long nanos) {
        Tally.Numbers n = part.numbers();
        if (n.banned()) return span("banned, " + n.banSeconds(nanos) + " s", Colour.YELLOW);
        if (n.refused() == 0) return span(n.asked() == 0 ? "" : Numbers.millis(n.meanMicros()), Colour.GREEN);
        return span(n.last() instanceof Outcome.Refused now ? now.text() : n.mainReason(), Colour.RED);
    }

    private List<String> node(Picture picture) {
        var box = new Box(ink, width / 2, "The node");
        Span state = picture.nodeUp() ? span("in service", Colour.GREEN) : span("out of service", Colour.RED);
        box.line(state, span(", head block " + picture.headBlock()));
        box.line(span(String.format(Locale.ROOT, "%.0f requests a second reach it,", picture.nodePerSecond())));
        Colour bans = picture.bans() > 0 ? Colour.YELLOW : Colour.PLAIN;
        box.line(
                span(String.format(Locale.ROOT, "of %.0f that come; ", picture.perSecond())),
                span("bans: " + picture.bans(), bans));
        return box.close();
    }

    private List<String> spared(Picture picture) {
        var box = new Box(ink, width - width / 2, "What it was spared");
        box.line(span(Numbers.count(picture.sparedTables(), "table read", "table reads")));
        box.line(span(Numbers.count(picture.sparedPushes(), "push", "pushes")));
        box.line(span("about " + Numbers.seconds(picture.sparedSeconds()), Colour.GREEN), span(" of CPU time"));
        return box.close();
    }
}
