package boma.bytes;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A strict pull scanner for one JSON text in a segment, without allocation.
///
/// Each [#next] gives one token in document order. After the top value comes [Token#END], or [Token#INVALID] if
/// anything but white space follows. After `INVALID` every call gives `INVALID` and [#problem] says why.
///
/// Stricter than RFC 8259 where nodeos reads differently from everybody else: two members of one object never have
/// the same name, whether anybody looks at them or not; member names hold no backslash; strings know only the escapes
/// `\" \\ \/ \n \r \t`; numbers have no exponent; the text is valid UTF-8.
public final class JsonScanner {
    /// Arrays and objects inside each other; nodeos itself stops at 99.
    public static final int DEPTH_MAX = 64;

    public enum Token {
        OBJECT,
        OBJECT_END,
        ARRAY,
        ARRAY_END,
        /// The name of a member, its colon included; the value is the next token.
        MEMBER,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        /// The text is whole and right.
        END,
        INVALID
    }

    /// Why a text is not acceptable.
    public enum Problem {
        NONE,
        SYNTAX,
        CUT_SHORT,
        TRAILING_TEXT,
        CONTROL_CHARACTER,
        ESCAPE,
        NOT_UTF8,
        DUPLICATE_MEMBER,
        TOO_DEEP,
        TOO_MANY_MEMBERS
    }

    /// What may come next.
    private enum Expected {
        VALUE,
        VALUE_OR_END,
        MEMBER_OR_END,
        COMMA_OR_END,
        NOTHING
    }

    private static final int END_OF_TEXT = -1;

    /// Names of the open objects' members; null where another scanner has already looked for duplicates.
    private final @Nullable MemberNames names;

    private MemorySegment text = MemorySegment.NULL;
    private int position;
    private int end;

    private Expected expected = Expected.NOTHING;
    private int depth;

    /// One bit for each open container, the innermost lowest: set for objects.
    private long objects;

    private int from;
    private int to;
    private boolean escaped;
    private Problem problem = Problem.NONE;

    public JsonScanner() {
        this(new MemberNames());
    }

    private JsonScanner(@Nullable MemberNames names) {
        this.names = names;
    }

    /// A small scanner for parts of a text that another scanner has found right: it does not look for duplicates.
    public static JsonScanner forCheckedText() {
        return new JsonScanner(null);
    }

    /// Starts on the JSON text in `[from, to)`.
    public void start(MemorySegment s, int from, int to) {
        text = s;
        position = from;
        end = to;
        expected = Expected.VALUE;
        depth = 0;
        objects = 0;
        this.from = from;
        this.to = from;
        escaped = false;
        problem = Problem.NONE;
        if (names != null) names.start(s);
    }

    public Token next() {
        if (problem != Problem.NONE) return Token.INVALID;
        int c = firstByte();
        return switch (expected) {
            case VALUE -> value(c);
            case VALUE_OR_END -> c == ']' ? close(Token.ARRAY_END) : value(c);
            case MEMBER_OR_END -> c == '}' ? close(Token.OBJECT_END) : member(c);
            case COMMA_OR_END -> afterValue(c);
            case NOTHING -> c == END_OF_TEXT ? Token.END : fail(Problem.TRAILING_TEXT);
        };
    }

    /// Passes the rest of the value whose first token was just given: `OBJECT` and `ARRAY` to their end, `MEMBER` over
    /// its value, others not at all. Then [#from] and [#to] tell where the value lies.
    ///
    /// @return false if the text turned out invalid
    public boolean skip(Token first) {
        Token token = first == Token.MEMBER ? next() : first;
        if (token != Token.OBJECT && token != Token.ARRAY) return token != Token.INVALID;
        int start = from;
        int outside = depth - 1;
        while (depth > outside) {
            if (next() == Token.INVALID) return false;
        }
        from = start;
        return true;
    }

    public Problem problem() {
        return problem;
    }

    /// First byte of the token; of strings and members the byte after the opening quote.
    public int from() {
        return from;
    }

    /// Byte after the token; of strings and members the closing quote.
    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    /// Whether the string holds backslashes; member names never do.
    public boolean escaped() {
        return escaped;
    }

    /// Open objects and arrays.
    public int depth() {
        return depth;
    }

    /// Whether the token, a member name or string above all, is exactly this text.
    public boolean is(byte[] expectedText) {
        return Ascii.equals(text, from, to - from, expectedText);
    }

    /// The whole number that the token writes in plain digits, be it a number or a string; -1 for anything else, for
    /// leading zeros, and above 10^18.
    public long digits() {
        boolean leadingZero = to - from > 1 && byteAt(from) == '0';
        return leadingZero ? -1 : Ascii.decimal(text, from, to);
    }

    private Token afterValue(int c) {
        boolean inObject = (objects & 1) != 0;
        if (c == ',') {
            position++;
            int next = firstByte();
            return inObject ? member(next) : value(next);
        }
        if (inObject) return c == '}' ? close(Token.OBJECT_END) : unexpected(c);
        return c == ']' ? close(Token.ARRAY_END) : unexpected(c);
    }

    private Token value(int c) {
        from = position;
        return switch (c) {
            case '"' -> string() ? completed(Token.STRING) : Token.INVALID;
            case '{' -> open(1, Expected.MEMBER_OR_END, Token.OBJECT);
            case '[' -> open(0, Expected.VALUE_OR_END, Token.ARRAY);
            case 't' -> word("rue", Token.TRUE);
            case 'f' -> word("alse", Token.FALSE);
            case 'n' -> word("ull", Token.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(c);
            default -> unexpected(c);
        };
    }

    private Token member(int c) {
        if (c != '"') return unexpected(c);
        if (!string()) return Token.INVALID;
        if (escaped) return fail(Problem.ESCAPE);
        if (names != null) {
            Problem known = names.add(from, to - from);
            if (known != Problem.NONE) return fail(known);
        }
        int colon = firstByte();
        if (colon != ':') return unexpected(colon);
        position++;
        expected = Expected.VALUE;
        return Token.MEMBER;
    }

    private Token open(int object, Expected first, Token token) {
        if (depth == DEPTH_MAX) return fail(Problem.TOO_DEEP);
        depth++;
        objects = (objects << 1) | object;
        if (object == 1 && names != null) names.open();
        position++;
        to = position;
        expected = first;
        return token;
    }

    private Token close(Token token) {
        if (token == Token.OBJECT_END && names != null) names.close();
        depth--;
        objects >>>= 1;
        from = position;
        position++;
        to = position;
        return completed(token);
    }

    /// Passes a string whose opening quote is the next byte.
    private boolean string() {
        escaped = false;
        from = position + 1;
        int p = from;
        while (true) {
            p = JsonString.plainUntil(text, p, end);
            if (p == end) {
                fail(Problem.CUT_SHORT);
                return false;
            }
            byte b = byteAt(p);
            if (b == '"') {
                to = p;
                position = p + 1;
                return true;
            }
            p = afterSpecial(p, b);
            if (p < 0) return false;
        }
    }

    private int afterSpecial(int p, byte b) {
        if (b == '\\') return afterEscape(p);
        if (b >= 0) {
            fail(Problem.CONTROL_CHARACTER);
            return -1;
        }
        int after = Utf8.after(text, p, end);
        if (after < 0) fail(Problem.NOT_UTF8);
        return after;
    }

    private int afterEscape(int p) {
        if (p + 1 == end) {
            fail(Problem.CUT_SHORT);
            return -1;
        }
        escaped = true;
        return switch (byteAt(p + 1)) {
            case '"', '\\', '/', 'n', 'r', 't' -> p + 2;
            default -> {
                fail(Problem.ESCAPE);
                yield -1;
            }
        };
    }

    private Token number(int first) {
        int p = first == '-' ? position + 1 : position;
        int digits = p;
        p = afterDigits(p);
        if (p == digits || (p > digits + 1 && byteAt(digits) == '0')) {
            return p == end ? fail(Problem.CUT_SHORT) : fail(Problem.SYNTAX);
        }
        if (p < end && byteAt(p) == '.') {
            int fraction = p + 1;
            p = afterDigits(fraction);
            if (p == fraction) return p == end ? fail(Problem.CUT_SHORT) : fail(Problem.SYNTAX);
        }
        position = p;
        to = p;
        return completed(Token.NUMBER);
    }

    private int afterDigits(int p) {
        while (p < end && byteAt(p) >= '0' && byteAt(p) <= '9') p++;
        return p;
    }

    /// Passes `true`, `false` or `null`, of which the first letter has been seen.
    private Token word(String rest, Token token) {
        int p = position + 1;
        for (int i = 0; i < rest.length(); i++, p++) {
            if (p == end) return fail(Problem.CUT_SHORT);
            if (byteAt(p) != rest.charAt(i)) return fail(Problem.SYNTAX);
        }
        position = p;
        to = p;
        return completed(token);
    }

    private Token completed(Token token) {
        expected = depth == 0 ? Expected.NOTHING : Expected.COMMA_OR_END;
        return token;
    }

    /// Passes white space; the byte after it stays the next one.
    private int firstByte() {
        while (position < end) {
            byte b = byteAt(position);
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') return b & 0xff;
            position++;
        }
        return END_OF_TEXT;
    }

    private byte byteAt(int p) {
        return text.get(Ascii.BYTE, p);
    }

    private Token unexpected(int c) {
        return fail(c == END_OF_TEXT ? Problem.CUT_SHORT : Problem.SYNTAX);
    }

    private Token fail(Problem why) {
        problem = why;
        return Token.INVALID;
    }
}
