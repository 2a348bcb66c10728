package boma.demo;

import boma.demo.Ink.Colour;
import java.util.ArrayList;
import java.util.List;

/// A box of lines with a title, drawn to an exact width.
final class Box {
    private final Ink ink;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    /// @param width of the whole, borders included
    Box(Ink ink, int width, String title) {
        this.ink = ink;
        this.width = width;
        String shown = " " + cut(title, width - 6) + " ";
        lines.add(ink.paint(ink.corner(0) + ink.horizontal(), Colour.DIM)
                + ink.paint(shown, Colour.BOLD)
                + ink.paint(ink.horizontal().repeat(width - 3 - shown.length()) + ink.corner(1), Colour.DIM));
    }

    /// A part of a line in one colour.
    record Span(String text, Colour colour) {}

    static Span span(String text, Colour colour) {
        return new Span(text, colour);
    }

    static Span span(String text) {
        return new Span(text, Colour.PLAIN);
    }

    Box line(Span... spans) {
        String border = ink.paint(ink.vertical(), Colour.DIM);
        lines.add(border + ' ' + fill(ink, width - 4, spans) + ' ' + border);
        return this;
    }

    List<String> close() {
        lines.add(ink.paint(ink.corner(2) + ink.horizontal().repeat(width - 2) + ink.corner(3), Colour.DIM));
        return lines;
    }

    /// The spans, cut or padded to a width.
    static String fill(Ink ink, int width, Span... spans) {
        var text = new StringBuilder();
        int left = width;
        for (Span span : spans) {
            String part = cut(span.text, left);
            text.append(ink.paint(part, span.colour));
            left -= part.length();
        }
        return text.append(" ".repeat(left)).toString();
    }

    /// Boxes of the same height side by side.
    static List<String> beside(List<String> left, List<String> right) {
        List<String> both = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) both.add(left.get(i) + right.get(i));
        return both;
    }

    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width));
    }
}
