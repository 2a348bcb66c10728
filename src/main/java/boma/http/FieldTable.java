package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Finds the [Field] of a name by one probe, without regard to case and without looking at each byte.
///
/// A name is described by its length, its first and its last eight bytes, which may overlap. Those three are hashed
/// to a slot without collisions; the multiplier for that is searched when the class is loaded. Adding a name here is
/// all that is needed to know it. Common names without meaning for Boma are listed as well: a name that
/// is found needs no check of its characters.
final class FieldTable {
    private record Name(String text, Field field) {}

    private static final List<Name> NAMES = List.of(
            new Name("host", Field.HOST),
            new Name("content-length", Field.CONTENT_LENGTH),
            new Name("transfer-encoding", Field.TRANSFER_ENCODING),
            new Name("connection", Field.CONNECTION),
            new Name("keep-alive", Field.KEEP_ALIVE),
            new Name("proxy-connection", Field.PROXY_CONNECTION),
            new Name("te", Field.TE),
            new Name("trailer", Field.TRAILER),
            new Name("upgrade", Field.UPGRADE),
            new Name("expect", Field.EXPECT),
            new Name("proxy-authorization", Field.PROXY_AUTHORIZATION),
            new Name("proxy-authenticate", Field.PROXY_AUTHORIZATION),
            new Name("proxy-authentication-info", Field.PROXY_AUTHORIZATION),
            new Name("http2-settings", Field.HOP_BY_HOP),
            new Name("x-forwarded-for", Field.FORWARDED_FOR),
            new Name("forwarded", Field.FORWARDING),
            new Name("forwarded-for", Field.FORWARDING),
            new Name("x-forwarded", Field.FORWARDING),
            new Name("x-forwarded-proto", Field.FORWARDED_PROTO),
            new Name("x-forwarded-host", Field.FORWARDING),
            new Name("x-forwarded-port", Field.FORWARDING),
            new Name("x-original-forwarded-for", Field.FORWARDING),
            new Name("x-real-ip", Field.FORWARDING),
            new Name("x-client-ip", Field.FORWARDING),
            new Name("client-ip", Field.FORWARDING),
            new Name("true-client-ip", Field.FORWARDING),
            new Name("x-true-client-ip", Field.FORWARDING),
            new Name("cf-connecting-ip", Field.FORWARDING),
            new Name("cf-connecting-ipv6", Field.FORWARDING),
            new Name("cf-pseudo-ipv4", Field.FORWARDING),
            new Name("fastly-client-ip", Field.FORWARDING),
            new Name("fly-client-ip", Field.FORWARDING),
            new Name("do-connecting-ip", Field.FORWARDING),
            new Name("x-cluster-client-ip", Field.FORWARDING),
            new Name("x-originating-ip", Field.FORWARDING),
            new Name("x-remote-ip", Field.FORWARDING),
            new Name("x-remote-addr", Field.FORWARDING),
            new Name("remote-addr", Field.FORWARDING),
            new Name("x-proxyuser-ip", Field.FORWARDING),
            new Name("proxy-client-ip", Field.FORWARDING),
            new Name("wl-proxy-client-ip", Field.FORWARDING),
            new Name("x-appengine-user-ip", Field.FORWARDING),
            new Name("x-azure-clientip", Field.FORWARDING),
            new Name("x-azure-socketip", Field.FORWARDING),
            new Name("x-envoy-external-address", Field.FORWARDING),
            new Name("x-original-url", Field.FORWARDING),
            new Name("x-rewrite-url", Field.FORWARDING),
            new Name("x-circuit-id", Field.FORWARDING),
            new Name("x-request-id", Field.REQUEST_ID),
            new Name("x-api-key", Field.API_KEY),
            new Name("authorization", Field.AUTHORIZATION),
            new Name("cookie", Field.COOKIE),
            new Name("origin", Field.ORIGIN),
            new Name("accept", Field.ACCEPT),
            new Name("user-agent", Field.USER_AGENT),
            new Name("content-type", Field.CONTENT_TYPE),
            new Name("content-encoding", Field.CONTENT_ENCODING),
            new Name("access-control-allow-origin", Field.CORS),
            new Name("access-control-allow-methods", Field.CORS),
            new Name("access-control-allow-headers", Field.CORS),
            new Name("access-control-allow-credentials", Field.CORS),
            new Name("access-control-allow-private-network", Field.CORS),
            new Name("access-control-expose-headers", Field.CORS),
            new Name("access-control-max-age", Field.CORS),
            new Name("access-control-request-method", Field.CORS_REQUEST),
            new Name("access-control-request-headers", Field.CORS_REQUEST),
            new Name("access-control-request-private-network", Field.CORS_REQUEST),
            new Name("date", Field.DATE),
            new Name("server", Field.SERVER),
            new Name("retry-after", Field.RETRY_AFTER),
            new Name("accept-encoding", Field.ACCEPT_ENCODING),
            new Name("accept-language", Field.OTHER),
            new Name("accept-charset", Field.OTHER),
            new Name("cache-control", Field.OTHER),
            new Name("pragma", Field.OTHER),
            new Name("referer", Field.OTHER),
            new Name("priority", Field.OTHER),
            new Name("dnt", Field.OTHER),
            new Name("via", Field.OTHER),
            new Name("vary", Field.OTHER),
            new Name("etag", Field.OTHER),
            new Name("last-modified", Field.OTHER),
            new Name("if-none-match", Field.OTHER),
            new Name("if-modified-since", Field.OTHER),
            new Name("upgrade-insecure-requests", Field.OTHER),
            new Name("sec-ch-ua", Field.OTHER),
            new Name("sec-ch-ua-mobile", Field.OTHER),
            new Name("sec-ch-ua-platform", Field.OTHER),
            new Name("sec-fetch-dest", Field.OTHER),
            new Name("sec-fetch-mode", Field.OTHER),
            new Name("sec-fetch-site", Field.OTHER),
            new Name("sec-websocket-key", Field.OTHER),
            new Name("sec-websocket-version", Field.OTHER),
            new Name("sec-websocket-protocol", Field.OTHER),
            new Name("sec-websocket-extensions", Field.OTHER),
            new Name("sec-websocket-accept", Field.OTHER),
            new Name("set-cookie", Field.OTHER),
            new Name("strict-transport-security", Field.OTHER));

    private static final int FIELD_SHIFT = 8;
    private static final int SLOT_BITS = 10;
    private static final int SLOT_SHIFT = 64 - SLOT_BITS;
    private static final long LOWER = 0x20 * Ascii.ONES;
    private static final byte[] FORWARDED_PREFIX = Ascii.bytes("x-forwarded-");

    private static final byte[][] TEXTS = new byte[NAMES.size()][];

    /// Per name: its length, and above that the number of its field.
    private static final short[] INFOS = new short[NAMES.size()];

    /// Per name: first word, the bits that fold its letters to lower case, last word, and its folding bits.
    private static final long[] WORDS = new long[4 * NAMES.size()];

    /// Per slot: the number of the name plus one, or 0.
    private static final byte[] SLOTS = new byte[1 << SLOT_BITS];

    private static final long MULTIPLIER;

    static {
        for (int i = 0; i < NAMES.size(); i++) describe(i, NAMES.get(i));
        long multiplier = 0x9e3779b97f4a7c15L;
        while (!fill(multiplier)) multiplier += 0xbf58476d1ce4e5baL;
        MULTIPLIER = multiplier;
    }

    private FieldTable() {}

    private static void describe(int i, Name name) {
        String text = name.text();
        TEXTS[i] = Ascii.bytes(text);
        INFOS[i] = (short) (name.text().length() | name.field().number() << FIELD_SHIFT);
        String first = text.substring(0, Math.min(8, text.length()));
        String last = text.length() < 8 ? first : text.substring(text.length() - 8);
        WORDS[4 * i] = Ascii.word(first);
        WORDS[4 * i + 1] = foldingBits(first);
        WORDS[4 * i + 2] = Ascii.word(last);
        WORDS[4 * i + 3] = foldingBits(last);
    }

    /// 0x20 at each letter: exactly the upper and the lower case letter become the lower case one by it. Elsewhere
    /// nothing may be folded, or CR would count as a hyphen.
    private static long foldingBits(String text) {
        long bits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetter(text.charAt(i))) bits |= 0x20L << (8 * i);
        }
        return bits;
    }

    private static boolean fill(long multiplier) {
        Arrays.fill(SLOTS, (byte) 0);
        for (int i = 0; i < TEXTS.length; i++) {
            int slot = slot(WORDS[4 * i], WORDS[4 * i + 2], TEXTS[i].length, multiplier);
            if (SLOTS[slot] != 0) return false;
            SLOTS[slot] = (byte) (i + 1);
        }
        return true;
    }

    private static int slot(long first, long last, int length, long multiplier) {
        long key = (first | LOWER) ^ Long.rotateLeft(last | LOWER, 29) ^ length;
        return (int) ((key * multiplier) >>> SLOT_SHIFT);
    }

    /// The number of the field with this name, or -1 when the name is not in the table.
    static int find(MemorySegment s, int at, int length) {
        if (length > 8) return find(s.get(Ascii.LONG, at), s.get(Ascii.LONG, at + length - 8), s, at, length);
        long word = 0;
        for (int i = length - 1; i >= 0; i--) word = (word << 8) | (s.get(Ascii.BYTE, at + i) & 0xffL);
        return find(word, word, s, at, length);
    }

    /// The same, when the first and the last eight bytes are known already.
    ///
    /// @param first for a shorter name, all of it and zeros; and `last` is the same
    static int find(long first, long last, MemorySegment s, int at, int length) {
        int i = SLOTS[slot(first, last, length, MULTIPLIER)] - 1;
        if (i < 0 || (first | WORDS[4 * i + 1]) != WORDS[4 * i] || (last | WORDS[4 * i + 3]) != WORDS[4 * i + 2]) {
            return -1;
        }
        int info = INFOS[i];
        boolean same = (info & 0xff) == length && (length <= 16 || isMiddle(s, at, length, TEXTS[i]));
        return same ? info >>> FIELD_SHIFT : -1;
    }

    private static boolean isMiddle(MemorySegment s, int at, int length, byte[] text) {
        for (int i = 8; i < length - 8; i++) {
            if (Ascii.lower(s.get(Ascii.BYTE, at + i)) != text[i]) return false;
        }
        return true;
    }

    /// The number of a name that [#find] did not find and that is known to be a token: one of the open family
    /// `X-Forwarded-…`, a known name written with other marks than `-`, or plainly [Field#OTHER].
    static int findOdd(MemorySegment s, int at, int length) {
        if (length >= FORWARDED_PREFIX.length && isSpelled(s, at, FORWARDED_PREFIX)) {
            return Field.FORWARDING.number();
        }
        if (!hasOtherMark(s, at, length)) return Field.OTHER.number();
        for (int i = 0; i < TEXTS.length; i++) {
            if (TEXTS[i].length == length && isSpelled(s, at, TEXTS[i])) {
                return alias(Field.of(INFOS[i] >>> FIELD_SHIFT)).number();
            }
        }
        return Field.OTHER.number();
    }

    private static boolean hasOtherMark(MemorySegment s, int at, int length) {
        for (int i = 0; i < length; i++) {
            byte b = s.get(Ascii.BYTE, at + i);
            if (b != '-' && isMark(b)) return true;
        }
        return false;
    }

    private static Field alias(Field meant) {
        return switch (meant) {
            case FORWARDED_FOR, FORWARDED_PROTO, FORWARDING -> Field.FORWARDING;
            case OTHER -> Field.OTHER;
            default -> Field.ALIAS;
        };
    }

    /// Whether the bytes at `at` are `text` when every mark counts as `-`.
    private static boolean isSpelled(MemorySegment s, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            byte b = Ascii.lower(s.get(Ascii.BYTE, at + i));
            if ((isMark(b) ? '-' : b) != text[i]) return false;
        }
        return true;
    }

    private static boolean isMark(byte b) {
        byte lower = Ascii.lower(b);
        return !Ascii.isDigit(b) && (lower < 'a' || lower > 'z');
    }
}
