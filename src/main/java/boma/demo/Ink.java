package boma.demo;

/// Colours of a terminal, or none.
///
/// @param coloured whether there are any
/// @param lines    whether the terminal can show lines of Unicode; otherwise those of ASCII are drawn
record Ink(boolean coloured, boolean lines) {
    private static final String RESET = "\033[0m";

    enum Colour {
        PLAIN(""),
        BOLD("\033[1m"),
        DIM("\033[2m"),
        GREEN("\033[32m"),
        RED("\033[31m"),
        YELLOW("\033[33m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    String paint(String text, Colour colour) {
        return coloured && colour != Colour.PLAIN ? colour.code + text + RESET : text;
    }

    String horizontal() {
        return lines ? "─" : "-";
    }

    String vertical() {
        return lines ? "│" : "|";
    }

    /// @param corner 0 to 3: top left, top right, bottom left, bottom right
    String corner(int corner) {
        return lines ? "┌┐└┘".substring(corner, corner + 1) : "+";
    }
}
