package boma.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes JSON text into an array of bytes that grows as needed, for logs and answers; reused after [#clear].
///
/// Commas come by themselves, before whatever follows a finished value. That objects and lists are closed is left to
/// the caller. Allocates nothing once the array is large enough.
public final class JsonWriter {
    private static final byte[] TRUE = Ascii.bytes("true");
    private static final byte[] FALSE = Ascii.bytes("false");
    private static final byte[] NULL = Ascii.bytes("null");
    private static final byte[] PAIRS = pairs();
    private static final boolean[] PLAIN = plain();
    private static final int LONG_DIGITS_MAX = 20;
    private static final int ESCAPE_MAX = 6; // \u001f

    private byte[] bytes;
    private int length;
    private boolean commaDue;

    /// @param capacity bytes that it holds before it has to grow
    public JsonWriter(int capacity) {
        this.bytes = new byte[Math.max(16, capacity)];
    }

    public void clear() {
        length = 0;
        commaDue = false;
    }

    /// Takes back what was written behind the end of a line.
    ///
    /// @param to the [#length] then
    public void cut(int to) {
        length = to;
        commaDue = false;
    }

    public int length() {
        return length;
    }

    /// The array that is written to, valid until it has to grow; the text is its first [#length] bytes.
    public byte[] bytes() {
        return bytes;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    public JsonWriter object() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter list() {
        return open('[');
    }

    public JsonWriter endList() {
        return close(']');
    }

    /// Ends a line of a file in which every line is a JSON text of its own.
    public JsonWriter endLine() {
        room(1);
        bytes[length++] = '\n';
        commaDue = false;
        return this;
    }

    /// A name for [#name(byte[])], made once.
    public static byte[] quotedName(String name) {
        return new JsonWriter(name.length() + 3).name(name).toBytes();
    }

    /// A text for [#ready], made once.
    public static byte[] quotedText(String text) {
        return new JsonWriter(text.length() + 2).text(text).toBytes();
    }

    /// A member's name with its quotes and colon, as [#quotedName] makes it.
    public JsonWriter name(byte[] quotedName) {
        separate(quotedName.length);
        put(quotedName);
        commaDue = false;
        return this;
    }

    public JsonWriter name(String name) {
        text(name);
        room(1);
        bytes[length++] = ':';
        commaDue = false;
        return this;
    }

    /// A value that is JSON already, as [#quotedText] makes it, or a member with its name.
    public JsonWriter ready(byte[] json) {
        separate(json.length);
        put(json);
        return this;
    }

    public JsonWriter bool(boolean value) {
        return ready(value ? TRUE : FALSE);
    }

    public JsonWriter nothing() {
        return ready(NULL);
    }

    public JsonWriter number(long value) {
        separate(LONG_DIGITS_MAX);
        putDecimal(value);
        return this;
    }

    /// A number that counts thousandths, with its three decimals: 1500 is `1.500`.
    ///
    /// @param thousandths not negative
    public JsonWriter thousandths(long thousandths) {
        separate(LONG_DIGITS_MAX + 1);
        long whole = thousandths / 1000;
        putDecimal(whole);
        int rest = (int) (thousandths - whole * 1000);
        bytes[length] = '.';
        bytes[length + 1] = (byte) ('0' + rest / 100);
        putPair(length + 2, rest % 100);
        length += 4;
        return this;
    }

    /// A text of 16 hexadecimal digits.
    public JsonWriter hex(long value) {
        int at = openText(Hex.LONG_DIGITS);
        for (int shift = 60; shift >= 0; shift -= 4) bytes[at++] = Hex.digitOf((int) (value >>> shift));
        return closeText(at);
    }

    /// Any text. A half of a surrogate pair alone, which UTF-8 has no bytes for, is written as U+FFFD.
    public JsonWriter text(String text) {
        int at = openText(ESCAPE_MAX * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < PLAIN.length) {
                at = putCharacter(at, c);
            } else if (Character.isSurrogate(c)) {
                int point = text.codePointAt(i);
                if (Character.isSupplementaryCodePoint(point)) i++;
                at = putUtf8(at, Character.isSupplementaryCodePoint(point) ? point : 0xfffd);
            } else {
                at = putUtf8(at, c);
            }
        }
        return closeText(at);
    }

    /// Bytes from the wire, one character for each: whatever is not printable ASCII is escaped by its number, so that
    /// the result is well-formed whatever they were.
    public JsonWriter text(byte[] latin1, int from, int count) {
        int at = openText(ESCAPE_MAX * count);
        for (int i = from; i < from + count; i++) at = putCharacter(at, (char) (latin1[i] & 0xff));
        return closeText(at);
    }

    /// Begins a text that the caller writes into [#bytes] himself, from the position returned; it needs no escapes.
    ///
    /// @param most bytes that he may write before [#closeText]
    public int openText(int most) {
        separate(most + 2);
        bytes[length] = '"';
        return length + 1;
    }

    /// Ends what [#openText] began.
    ///
    /// @param end the position behind the last byte that was written
    public JsonWriter closeText(int end) {
        bytes[end] = '"';
        length = end + 1;
        return this;
    }

    private JsonWriter open(char bracket) {
        separate(1);
        bytes[length++] = (byte) bracket;
        commaDue = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        room(1);
        bytes[length++] = (byte) bracket;
        commaDue = true;
        return this;
    }

    /// Makes room for a value and the comma before it, if one is due.
    private void separate(int more) {
        room(more + 1);
        if (commaDue) bytes[length++] = ',';
        commaDue = true;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
        }
    }

    private void put(byte[] ascii) {
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
    }

    private int putCharacter(int at, char c) {
        if (c < PLAIN.length && PLAIN[c]) {
            bytes[at] = (byte) c;
            return at + 1;
        }
        bytes[at++] = '\\';
        byte letter = switch (c) {
            case '"', '\\' -> (byte) c;
            case '\n' -> (byte) 'n';
            case '\r' -> (byte) 'r';
            case '\t' -> (byte) 't';
            default -> 'u';
        };
        bytes[at++] = letter;
        if (letter != 'u') return at;
        bytes[at++] = '0';
        bytes[at++] = '0';
        bytes[at++] = Hex.digitOf(c >>> 4);
        bytes[at++] = Hex.digitOf(c);
        return at;
    }

    private int putUtf8(int at, int point) {
        if (point < 0x800) {
            bytes[at++] = (byte) (0xc0 | point >>> 6);
        } else if (point < 0x10000) {
            bytes[at++] = (byte) (0xe0 | point >>> 12);
            bytes[at++] = (byte) (0x80 | (point >>> 6 & 0x3f));
        } else {
            bytes[at++] = (byte) (0xf0 | point >>> 18);
            bytes[at++] = (byte) (0x80 | (point >>> 12 & 0x3f));
            bytes[at++] = (byte) (0x80 | (point >>> 6 & 0x3f));
        }
        bytes[at++] = (byte) (0x80 | (point & 0x3f));
        return at;
    }

    private void putDecimal(long value) {
        if (value < 0) {
            putNegative(value);
            return;
        }
        int end = length + Ascii.digits(value);
        int at = end;
        while (value >= 100) {
            long rest = value / 100;
            at -= 2;
            putPair(at, (int) (value - rest * 100));
            value = rest;
        }
        if (value >= 10) putPair(at - 2, (int) value);
        else bytes[at - 1] = (byte) ('0' + value);
        length = end;
    }

    private void putNegative(long value) {
        if (value == Long.MIN_VALUE) { // has no positive counterpart
            put(Ascii.bytes(Long.toString(value)));
            return;
        }
        bytes[length++] = '-';
        putDecimal(-value);
    }

    private void putPair(int at, int below100) {
        bytes[at] = PAIRS[2 * below100];
        bytes[at + 1] = PAIRS[2 * below100 + 1];
    }

    private static byte[] pairs() {
        var pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /// Printable ASCII but for the quote and the backslash.
    private static boolean[] plain() {
        var plain = new boolean[128];
        for (int c = ' '; c < 127; c++) plain[c] = c != '"' && c != '\\';
        return plain;
    }
}
