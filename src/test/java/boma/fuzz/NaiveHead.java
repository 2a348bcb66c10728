package boma.fuzz;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The head of a message as somebody reads it who has RFC 9112 at hand and time enough for strings.
///
/// Shares no code with the readers it is compared with. [#bodyLength] is what the most forgiving reader of that
/// standard
/// would say; [#isGoodRequest] and [#isGoodResponse] know where Boma is narrower on purpose.
///
/// @param startLine request or status line
/// @param lines     the field lines, as they stand
/// @param length    of the head, with the empty lines before and after it
record NaiveHead(String startLine, List<String> lines, int length) {
    static final long CHUNKED = -2;
    static final long UNKNOWN = -1;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]";
    private static final String TEXT = "[\\t\\x20-\\x7e\\x80-\\xff]";
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(" + TOKEN + "{1,24}) (/[!-~&&[^#\\\\]]*|\\*) HTTP/1\\.([01])");
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})( " + TEXT + "*)?");
    private static final Pattern FIELD_LINE = Pattern.compile(TOKEN + "{1,255}:" + TEXT + "*");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{1,255}\\])(:([0-9]{1,5}))?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,19}");
    private static final Pattern OPTIONS = Pattern.compile(TOKEN + "*([ \\t]*,[ \\t]*" + TOKEN + "*)*");
    private static final BigInteger LENGTH_MAX = BigInteger.TWO.pow(53);

    /// Options of Connection that are good whatever else the head has. Of others Boma's table of fields decides.
    private static final Set<String> PLAIN_OPTIONS = Set.of("", "close", "keep-alive", "upgrade", "te", "trailer");

    /// The head with which the text begins, or null while its last line has not come.
    static @Nullable NaiveHead in(String text, boolean emptyLineMayPrecede) {
        int start = emptyLineMayPrecede && text.startsWith("\r\n") ? 2 : 0;
        int end = text.indexOf("\r\n\r\n", start);
        if (end < 0) return null;
        String[] lines = text.substring(start, end).split("\r\n", -1);
        return new NaiveHead(lines[0], Arrays.asList(lines).subList(1, lines.length), end + 4);
    }

    /// The values of all fields of this name.
    List<String> values(String name) {
        var values = new ArrayList<String>();
        for (String line : lines) {
            if (name(line).equalsIgnoreCase(name)) values.add(value(line));
        }
        return values;
    }

    static String name(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':')));
    }

    static String value(String line) {
        return line.substring(line.indexOf(':') + 1).replaceAll("^[ \\t]+|[ \\t]+$", "");
    }

    /// [#CHUNKED], a length, or [#UNKNOWN] if the head does not say it. RFC 9112 section 6.3.
    long bodyLength() {
        List<String> codings = list("transfer-encoding");
        if (!codings.isEmpty()) return codings.getLast().equalsIgnoreCase("chunked") ? CHUNKED : UNKNOWN;
        List<String> lengths = list("content-length");
        boolean same = !lengths.isEmpty() && Set.copyOf(lengths).size() == 1;
        return same && isLength(lengths.getFirst()) ? Long.parseLong(lengths.getFirst()) : UNKNOWN;
    }

    /// The options of all Connection fields, in small letters.
    List<String> options() {
        return list("connection").stream()
                .map(option -> option.toLowerCase(Locale.ROOT))
                .toList();
    }

    private List<String> list(String name) {
        var elements = new ArrayList<String>();
        values(name).forEach(value -> elements.addAll(Arrays.asList(value.split("[ \\t]*,[ \\t]*", -1))));
        return elements;
    }

    /// Whether Boma's own table decides: Connection names a field that this does not know.
    boolean namesFields() {
        return !PLAIN_OPTIONS.containsAll(options());
    }

    boolean isGoodRequest(int headMax, int fieldsMax) {
        Matcher line = REQUEST_LINE.matcher(startLine);
        if (!line.matches() || lineEnd() > headMax / 2) return false;
        boolean old = line.group(3).equals("0");
        boolean goodForm = !line.group(2).equals("*") || line.group(1).equals("OPTIONS");
        boolean known = !line.group(1).equals("CONNECT") && !line.group(1).equals("TRACE");
        boolean expectations = old || values("expect").stream().allMatch("100-continue"::equalsIgnoreCase);
        return goodForm && known && expectations && hasGoodHost(old) && isGood(headMax, fieldsMax, old);
    }

    boolean isGoodResponse(int headMax, int fieldsMax) {
        Matcher line = STATUS_LINE.matcher(startLine);
        if (!line.matches()) return false;
        boolean empty = line.group(2).matches("1..|20[45]");
        boolean goodBody = !empty || bodyLength() == 0 || bodyLength() == UNKNOWN;
        boolean agrees = !line.group(2).equals("101") || startsWebSocket();
        return goodBody && agrees && isGood(headMax, fieldsMax, line.group(1).equals("0"));
    }

    private boolean startsWebSocket() {
        List<String> protocols = values("upgrade");
        return options().contains("upgrade")
                && protocols.size() == 1
                && protocols.getFirst().equalsIgnoreCase("websocket");
    }

    private boolean isGood(int headMax, int fieldsMax, boolean old) {
        return length <= headMax
                && lines.size() <= fieldsMax
                && lines.stream().allMatch(line -> FIELD_LINE.matcher(line).matches())
                && hasGoodFraming(old)
                && hasGoodOptions();
    }

    /// Where the request line ends in the message.
    private int lineEnd() {
        int fields = lines.stream().mapToInt(line -> line.length() + 2).sum();
        return length - fields - 2;
    }

    private boolean hasGoodHost(boolean old) {
        List<String> hosts = values("host");
        if (hosts.isEmpty()) return old;
        Matcher host = HOST.matcher(hosts.getFirst());
        return hosts.size() == 1
                && host.matches()
                && (host.group(3) == null || Integer.parseInt(host.group(3)) <= 65_535);
    }

    /// One field about it or none.
    private boolean hasGoodFraming(boolean old) {
        List<String> codings = values("transfer-encoding");
        List<String> lengths = values("content-length");
        if (codings.size() + lengths.size() > 1) return false;
        return codings.stream().allMatch(coding -> coding.equalsIgnoreCase("chunked") && !old)
                && lengths.stream().allMatch(NaiveHead::isLength);
    }

    private static boolean isLength(String value) {
        return LENGTH.matcher(value).matches() && new BigInteger(value).compareTo(LENGTH_MAX) <= 0;
    }

    /// All Connection fields together are a short list.
    private boolean hasGoodOptions() {
        List<String> values = values("connection");
        return values.stream().mapToInt(String::length).sum() <= 256
                && values.stream().allMatch(value -> OPTIONS.matcher(value).matches())
                && options().stream().filter(option -> !option.isEmpty()).count() <= 16;
    }
}
