package boma.fuzz;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// The header of the PROXY protocol as regular expressions read its first version and a byte buffer its second one.
///
/// What it finds is a text: the length, then the client and the target, if they are told, then the unique id. Addresses
/// are the hexadecimal digits of 16 bytes.
final class NaiveProxyHeader {
    static final String NONE = "none";

    private static final int LINE_MAX = 107;
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])";
    private static final String IPV4 = "(?:" + OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET + ")";
    private static final String IPV6 = ipv6();
    private static final String PORTS = " (0|[1-9][0-9]{0,4}) (0|[1-9][0-9]{0,4})\r\n";
    private static final Pattern TCP4 = Pattern.compile("PROXY TCP4 (" + IPV4 + ") (" + IPV4 + ")" + PORTS);
    private static final Pattern TCP6 = Pattern.compile("PROXY TCP6 (" + IPV6 + ") (" + IPV6 + ")" + PORTS);
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN(?: [^\r\n]*)?\r\n");

    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final int HEAD = 16;
    private static final int[] ADDRESSES = {0, 12, 36, 216};
    private static final int AUTHORITY = 2;
    private static final int CHECKSUM = 3;
    private static final int UNIQUE_ID = 5;
    private static final int TLS = 0x20;

    private final byte[] bytes;
    private final int sizeMax;

    /// Where the checksum lies, or -1.
    private int checksumAt = -1;

    private String uniqueId = "";
    private boolean uniqueIdSeen;
    private final String words;

    NaiveProxyHeader(byte[] bytes, int sizeMax) {
        this.bytes = bytes;
        this.sizeMax = sizeMax;
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        words = text.startsWith(SIGNATURE) && bytes.length >= HEAD ? block() : line(text);
    }

    /// [#NONE] if there is no whole and right header.
    String words() {
        return words;
    }

    int checksumAt() {
        return checksumAt;
    }

    static String words(int length, String source, String destination, String uniqueId) {
        return length + " " + source + " " + destination + " " + uniqueId;
    }

    static String endpoint(byte[] address, int port) {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0};
        if (address.length == 4) System.arraycopy(address, 0, mapped, 12, 4);
        return HexFormat.of().formatHex(address.length == 4 ? mapped : address) + "/" + port;
    }

    private static String line(String text) {
        Matcher unknown = UNKNOWN.matcher(text);
        if (unknown.lookingAt() && unknown.end() <= LINE_MAX) return words(unknown.end(), NONE, NONE, "");
        Matcher line = TCP4.matcher(text);
        if (!line.lookingAt()) line = TCP6.matcher(text);
        if (!line.lookingAt() || line.end() > LINE_MAX || port(line, 3) > 65_535 || port(line, 4) > 65_535) {
            return NONE;
        }
        return words(
                line.end(), endpoint(address(line, 1), port(line, 3)), endpoint(address(line, 2), port(line, 4)), "");
    }

    private static byte[] address(Matcher line, int group) {
        return InetAddress.ofLiteral(line.group(group)).getAddress();
    }

    private static int port(Matcher line, int group) {
        return Integer.parseInt(line.group(group));
    }

    /// `IPv6address` of RFC 3986 appendix A.
    private static String ipv6() {
        String h16 = "[0-9A-Fa-f]{1,4}";
        String ls32 = "(?:" + h16 + ":" + h16 + "|" + IPV4 + ")";
        var pattern = new StringBuilder("(?:(?:" + h16 + ":){6}" + ls32);
        for (int before = 0; before <= 5; before++) {
            String front = before == 0 ? "" : "(?:(?:" + h16 + ":){0," + (before - 1) + "}" + h16 + ")?";
            pattern.append('|')
                    .append(front)
                    .append("::(?:")
                    .append(h16)
                    .append(":){")
                    .append(5 - before)
                    .append('}')
                    .append(ls32);
        }
        pattern.append("|(?:(?:")
                .append(h16)
                .append(":){0,5}")
                .append(h16)
                .append(")?::")
                .append(h16);
        pattern.append("|(?:(?:").append(h16).append(":){0,6}").append(h16).append(")?::)");
        return pattern.toString();
    }

    private String block() {
        var buffer = ByteBuffer.wrap(bytes);
        int command = bytes[12] & 0xf;
        int kind = bytes[13] & 0xff;
        int size = HEAD + Short.toUnsignedInt(buffer.getShort(14));
        boolean local = command == 0;
        boolean named = kind >>> 4 <= 3 && (kind & 0xf) <= 2;
        int addresses = kind >>> 4 <= 3 ? ADDRESSES[kind >>> 4] : 0;
        if ((bytes[12] & 0xf0) != 0x20 || command > 1 || size > sizeMax || size > bytes.length) return NONE;
        if (!local && (!named || size < HEAD + addresses)) return NONE;
        boolean right = areValues(HEAD + addresses, size);
        if ((!right && !local && kind != 0) || !isChecksumRight(size)) return NONE;
        String id = right && !local ? uniqueId : "";
        return switch (local ? 0 : kind) {
            case 0x11 -> words(size, endpoint(16, 4, 24), endpoint(20, 4, 26), id);
            case 0x21 -> words(size, endpoint(16, 16, 48), endpoint(32, 16, 50), id);
            default -> words(size, NONE, NONE, id);
        };
    }

    private String endpoint(int from, int length, int portAt) {
        int port = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(portAt));
        return endpoint(Arrays.copyOfRange(bytes, from, from + length), port);
    }

    private boolean areValues(int from, int end) {
        int at = from;
        while (at + 3 <= end) {
            int length = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(at + 1));
            int next = at + 3 + length;
            if (next > end || !isValue(bytes[at], at + 3, next)) return false;
            at = next;
        }
        return at == end;
    }

    private boolean isValue(int type, int from, int end) {
        int length = end - from;
        return switch (type) {
            case AUTHORITY -> length <= 255;
            case CHECKSUM -> isFirstChecksum(from, length);
            case UNIQUE_ID -> isFirstUniqueId(from, length);
            case TLS -> isTls(from + 5, end);
            default -> true;
        };
    }

    private boolean isFirstChecksum(int from, int length) {
        boolean first = checksumAt < 0 && length == 4;
        checksumAt = first ? from : checksumAt;
        return first;
    }

    private boolean isFirstUniqueId(int from, int length) {
        boolean first = !uniqueIdSeen && length <= 128;
        uniqueIdSeen |= first;
        uniqueId = first ? new String(bytes, from, length, StandardCharsets.ISO_8859_1) : uniqueId;
        return first;
    }

    private boolean isTls(int from, int end) {
        int at = from;
        while (at + 3 <= end)
            at += 3 + Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(at + 1));
        return at == end;
    }

    private boolean isChecksumRight(int size) {
        return checksumAt < 0 || checksum(size) == ByteBuffer.wrap(bytes).getInt(checksumAt);
    }

    /// The checksum that the header should have.
    int checksum(int size) {
        byte[] header = Arrays.copyOf(bytes, size);
        Arrays.fill(header, checksumAt, checksumAt + 4, (byte) 0);
        var crc = new CRC32C();
        crc.update(header);
        return (int) crc.getValue();
    }
}
