package boma.antelope;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON reader of nodeos as a model: a rewrite of libfc's legacy reader with all its leniency, to compare with.
///
/// Strings hold one byte in each char. Objects keep the first of equal members.
final class NodeosJson {
    private static final BigInteger UINT64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final int END = -1;
    private static final int DEPTH_MAX = 200;

    /// nodeos answers an error.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    private final byte[] text;
    private int at;

    private NodeosJson(byte[] text) {
        this.text = text;
    }

    /// The first value of the text; what follows does not matter.
    static @Nullable Object read(byte[] text) {
        return new NodeosJson(text).value(DEPTH_MAX);
    }

    private @Nullable Object value(int depth) {
        if (depth <= 0) throw new Refused("too deep");
        skipSpace();
        int c = peek();
        return switch (c) {
            case '"' -> string();
            case '{' -> object(depth - 1);
            case '[' -> array(depth - 1);
            case '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case 'n', 't', 'f' -> word();
            default -> throw new Refused("unexpected " + c);
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        var members = new HashMap<String, @Nullable Object>();
        at++;
        while (peek() != '}') {
            if (peek() == ',') {
                at++;
                continue;
            }
            if (skipSpace()) continue;
            String name = string();
            skipSpace();
            if (peek() != ':') throw new Refused("no colon");
            at++;
            Object value = value(depth - 1);
            if (!members.containsKey(name)) members.put(name, value);
        }
        at++;
        return members;
    }

    private List<@Nullable Object> array(int depth) {
        var elements = new ArrayList<@Nullable Object>();
        at++;
        skipSpace();
        while (peek() != ']') {
            if (peek() == ',') {
                at++;
                continue;
            }
            if (skipSpace()) continue;
            elements.add(value(depth - 1));
            skipSpace();
        }
        at++;
        return elements;
    }

    private String string() {
        if (peek() != '"') throw new Refused("no string");
        at++;
        var string = new StringBuilder();
        while (true) {
            int c = next();
            switch (c) {
                case END, 0x04 -> throw new Refused("string without end");
                case '"' -> {
                    return string.toString();
                }
                case '\\' -> string.append(escaped());
                default -> string.append((char) c);
            }
        }
    }

    private char escaped() {
        int c = next();
        return switch (c) {
            case END -> throw new Refused("end after backslash");
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> (char) c;
        };
    }

    private Object number() {
        int start = at;
        if (peek() == '-') at++;
        boolean dot = false;
        while (peek() == '.' || isDigit(peek())) {
            if (peek() == '.' && dot) throw new Refused("two dots");
            dot |= peek() == '.';
            at++;
        }
        if (isAlphanumeric(peek())) return slice(start) + rest();
        String digits = slice(start);
        if (digits.matches("-?\\.?")) throw new Refused("no digits");
        if (dot) return Double.parseDouble(digits);
        var number = new BigInteger(digits);
        boolean fits = digits.startsWith("-") ? number.bitLength() < 64 : number.compareTo(UINT64_MAX) <= 0;
        if (!fits) throw new Refused("out of range");
        return number;
    }

    private @Nullable Object word() {
        int start = at;
        while ("nultrefas".indexOf(peek()) >= 0) at++;
        String word = slice(start);
        return switch (word) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> word + rest();
        };
    }

    /// The rest of a bare word.
    private String rest() {
        var rest = new StringBuilder();
        while (true) {
            int c = peek();
            if (c == '\\') {
                at++;
                rest.append(escaped());
            } else if (c == '\t' || c == ' ' || c == '\n') {
                at++;
                return rest.toString();
            } else if (isAlphanumeric(c) || (c > 0 && "_-.:/".indexOf(c) >= 0)) {
                rest.append((char) c);
                at++;
            } else {
                return rest.toString();
            }
        }
    }

    private boolean skipSpace() {
        int start = at;
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') at++;
        if (peek() == 0) throw new Refused("NUL");
        return at > start;
    }

    private String slice(int start) {
        return new String(text, start, at - start, StandardCharsets.ISO_8859_1);
    }

    private int peek() {
        return at < text.length ? text[at] & 0xff : END;
    }

    private int next() {
        int c = peek();
        at++;
        return c;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlphanumeric(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
