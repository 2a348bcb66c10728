package boma.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.ByteView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What has to hold for any bytes. The seed is fixed, so a failure comes again.
final class RequestPropertyTest {
    private static final int ROUNDS = 20_000;
    private static final int OUT = 16_384;
    private static final List<String> BEHIND =
            List.of("\r\n\r\n: : :\r\n\r\nxyz", "\n\r\n0123456789:abc", ": chunked\r\n\r\n123", "            : a\r\n");

    private final Random random = new Random(20_26);
    private final Heads heads = new Heads(7);
    private final RequestReader reader = new RequestReader();
    private final Request request = new Request();
    private final Request again = new Request();
    private final HeadWriter writer = new HeadWriter();
    private final RequestEdit edit = new RequestEdit();
    private final MemorySegment out = MemorySegment.ofArray(new byte[OUT]);

    @Test
    void aGoodHeadIsAcceptedHoweverItIsCut() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] head = heads.good();

            String whole = whole(head);

            assertThat(whole).as("%s", Spec.text(head)).startsWith("accepted");
            assertThat(request.head().length()).isEqualTo(head.length);
            assertThat(inPieces(head)).as("%s", Spec.text(head)).isEqualTo(whole);
        }
    }

    @Test
    void anyBytesAreReadTheSameHoweverTheyAreCutAndWhateverLiesBehindThem() {
        int accepted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] head = heads.mutated();

            String whole = whole(head);

            assertThat(inPieces(head)).as("%s", Spec.text(head)).isEqualTo(whole);
            assertThat(beforeOthers(head)).as("%s", Spec.text(head)).isEqualTo(whole);
            accepted += whole.startsWith("accepted") ? 1 : 0;
        }
        assertThat(accepted).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    @Test
    void randomBytesAreNeverMoreThanAFault() {
        byte[] bytes = new byte[200];
        for (int i = 0; i < ROUNDS; i++) {
            random.nextBytes(bytes);

            assertThat(whole(bytes)).doesNotStartWith("accepted");
        }
    }

    @Test
    void whatIsWrittenForTheNodeMeansTheSameAndHasNothingThatEndsHere() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] head = i % 2 == 0 ? heads.good() : heads.mutated();
            if (!whole(head).startsWith("accepted")) continue;
            randomEdit();

            int length = writer.requestHead(request, out, 9, edit);

            String sent = length < 0 ? "" : Spec.text(Segments.copy(out, 9, length));
            again.clear();
            assertThat(reader.read(out, 9, 9 + length, again)).as("%s", sent).isEqualTo(HeadFault.NONE);
            assertThat(again.head().length()).isEqualTo(length);
            checkSameMeaning(sent);
            checkFields(sent);
        }
    }

    private void randomEdit() {
        edit.clear();
        edit.framingOf(request);
        edit.upgrade = request.upgrade() && random.nextBoolean();
        edit.keepForwardedFor = random.nextBoolean();
        edit.client = random.nextBoolean() ? "192.0.2.7".getBytes(US_ASCII) : RequestEdit.NOTHING;
        edit.added = random.nextBoolean() ? "X-Real-IP: 192.0.2.7\r\n".getBytes(US_ASCII) : RequestEdit.NOTHING;
        edit.scheme = random.nextBoolean() ? "https".getBytes(US_ASCII) : RequestEdit.NOTHING;
        edit.host = random.nextBoolean() ? "node.internal:8888".getBytes(US_ASCII) : RequestEdit.NOTHING;
        if (random.nextBoolean()) edit.requestId.set(MemorySegment.ofArray("xx1234abcd".getBytes(US_ASCII)), 2, 8);
    }

    private void checkSameMeaning(String sent) {
        var one = new ByteView();
        var two = new ByteView();
        assertThat(again.methodText(one).toString())
                .isEqualTo(request.methodText(two).toString());
        assertThat(again.target(one).toString()).isEqualTo(request.target(two).toString());
        assertThat(again.contentLength()).as(sent).isEqualTo(request.contentLength());
        assertThat(again.chunked()).as(sent).isEqualTo(request.chunked());
        assertThat(again.upgrade()).as(sent).isEqualTo(edit.upgrade);
        assertThat(again.keepAlive()).as(sent).isTrue();
        assertThat(again.expectContinue()).as(sent).isFalse();
        again.host(one);
        String host = request.host(two) ? two.toString() : "localhost";
        assertThat(one.toString()).isEqualTo(edit.host.length > 0 ? new String(edit.host, US_ASCII) : host);
    }

    private void checkFields(String sent) {
        var expected = new ArrayList<String>();
        for (String line : lines(request)) {
            String name = line.substring(0, line.indexOf(':'));
            if (!endsHere(name)) expected.add(line);
        }
        List<String> lines = lines(again);
        assertThat(lines.getFirst()).as(sent).startsWithIgnoringCase("host:");
        assertThat(lines.subList(1, 1 + expected.size())).as(sent).isEqualTo(expected);
        assertThat(lines.subList(1 + expected.size(), lines.size())).as(sent).isEqualTo(ours());
    }

    /// An independent list of what must not pass.
    private boolean endsHere(String name) {
        String n = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
        boolean spelled = n.equalsIgnoreCase(name);
        return switch (n) {
            case "host", "content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "te" ->
                true;
            case "trailer", "upgrade", "expect", "forwarded", "x-real-ip", "x-circuit-id" -> true;
            case "x-request-id" -> !edit.requestId.isEmpty() || !spelled;
            case "x-api-key", "user-agent", "content-type", "cookie", "origin", "authorization", "accept" -> !spelled;
            default -> n.startsWith("x-forwarded-") || isNamed(name);
        };
    }

    private boolean isNamed(String name) {
        return lines(request).stream()
                .filter(l -> l.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .flatMap(l -> Arrays.stream(l.substring(l.indexOf(':') + 1).split(",")))
                .anyMatch(option -> option.strip().equalsIgnoreCase(name));
    }

    private List<String> ours() {
        var ours = new ArrayList<String>();
        var forwarded = new ArrayList<String>();
        for (String line : lines(request)) {
            int colon = line.indexOf(':');
            if (edit.keepForwardedFor
                    && line.substring(0, colon).equalsIgnoreCase("x-forwarded-for")
                    && line.length() > colon + 1) {
                forwarded.add(line.substring(colon + 1));
            }
        }
        if (edit.client.length > 0) forwarded.add(new String(edit.client, US_ASCII));
        boolean empty = edit.keepForwardedFor && request.head().has(Field.FORWARDED_FOR);
        if (!forwarded.isEmpty() || empty) ours.add("X-Forwarded-For:" + String.join(", ", forwarded));
        if (edit.added.length > 0) ours.add("X-Real-IP:192.0.2.7");
        if (edit.scheme.length > 0) ours.add("X-Forwarded-Proto:https");
        if (!edit.requestId.isEmpty()) ours.add("X-Request-Id:1234abcd");
        if (edit.upgrade) ours.addAll(List.of("Connection:upgrade", "Upgrade:websocket"));
        if (request.contentLength() >= 0) ours.add("Content-Length:" + request.contentLength());
        if (request.chunked()) ours.add("Transfer-Encoding:chunked");
        return ours;
    }

    /// The field lines as `name:value`.
    private static List<String> lines(Request r) {
        var lines = new ArrayList<String>();
        var name = new ByteView();
        var value = new ByteView();
        for (int i = 0; i < r.head().fields(); i++) {
            lines.add(r.head().name(i, name) + ":" + r.head().value(i, value));
        }
        return lines;
    }

    private String whole(byte[] bytes) {
        request.clear();
        return Told.of(reader.read(MemorySegment.ofArray(bytes), 0, bytes.length, request), request);
    }

    private String inPieces(byte[] bytes) {
        request.clear();
        MemorySegment s = Segments.behind(11, bytes);
        HeadFault fault = HeadFault.INCOMPLETE;
        for (int n = 0; n < bytes.length && fault == HeadFault.INCOMPLETE; ) {
            n = Math.min(bytes.length, n + 1 + random.nextInt(1 + bytes.length / 3));
            fault = reader.read(s.asSlice(0, 11 + n), 11, 11 + n, request);
        }
        return Told.of(fault, request);
    }

    /// In native memory, with bytes behind it that would change the meaning if they were read.
    private String beforeOthers(byte[] bytes) {
        String behind = BEHIND.get(random.nextInt(BEHIND.size()));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment s = arena.allocate(bytes.length + behind.length());
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, s, 0, bytes.length);
            MemorySegment.copy(MemorySegment.ofArray(behind.getBytes(US_ASCII)), 0, s, bytes.length, behind.length());
            request.clear();
            return Told.of(reader.read(s, 0, bytes.length, request), request);
        }
    }
}
