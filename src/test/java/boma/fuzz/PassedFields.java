package boma.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// What may become of field lines between the head that came and the head that is sent on.
final class PassedFields {
    /// Never sent on, in neither direction.
    private static final Set<String> ENDING = Set.of(
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "proxy-authenticate",
            "te",
            "trailer",
            "http2-settings");

    /// What clients say about themselves, which nobody shall believe.
    private static final Set<String> CLAIMS = Set.of(
            "forwarded",
            "x-client-ip",
            "client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "x-cluster-client-ip",
            "x-circuit-id",
            "x-original-url",
            "x-rewrite-url",
            "expect");

    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    /// Written by Boma as well, so such a line need not have been received.
    private static final Set<String> OURS =
            Set.of("host", "x-forwarded-for", "x-real-ip", "x-request-id", "connection", "upgrade", "x-ours");

    private PassedFields() {}

    /// Names count as a careless node spells them: every mark is `-`.
    static void checkRequest(NaiveHead received, NaiveHead sent) {
        checkBoth(received, sent);
        assertThat(named(sent, name -> isClaim(spelled(name)))).isEmpty();
        assertThat(named(sent, name -> ENDING.contains(spelled(name)))).isEmpty();
        assertThat(named(sent, name -> FRAMING.contains(spelled(name)))).hasSizeLessThanOrEqualTo(1);
        assertThat(named(sent, PassedFields::isAlias)).isEmpty();
        assertThat(named(sent, name -> spelled(name).equals("connection"))).hasSizeLessThanOrEqualTo(1);
        assertThat(named(sent, name -> spelled(name).equals("x-forwarded-for"))).hasSizeLessThanOrEqualTo(1);
        assertThat(named(sent, name -> spelled(name).equals("x-real-ip"))).isSubsetOf("X-Real-IP: 192.0.2.7");
        assertThat(named(sent, name -> spelled(name).equals("host"))).hasSize(1);
        assertThat(sent.lines().getFirst()).startsWithIgnoringCase("host:");
    }

    static void checkResponse(NaiveHead received, NaiveHead sent) {
        checkBoth(received, sent);
        assertThat(named(sent, ENDING::contains)).isEmpty();
        assertThat(named(sent, FRAMING::contains)).hasSizeLessThanOrEqualTo(1);
        assertThat(named(sent, "connection"::equals)).hasSizeLessThanOrEqualTo(1);
    }

    /// What is sent and not ours was received, in this order and not named by Connection; and what is harmless passes.
    private static void checkBoth(NaiveHead received, NaiveHead sent) {
        List<String> options = received.options();
        List<String> theirs = named(sent, name -> !OURS.contains(name) && !FRAMING.contains(name));
        assertThat(standInOrder(theirs, received)).isTrue();
        assertThat(named(sent, name -> options.contains(name) && !OURS.contains(name)))
                .isEmpty();
        assertThat(named(sent, PassedFields::isPlain))
                .isEqualTo(named(received, name -> isPlain(name) && !options.contains(name)));
    }

    /// Whether a line of this name passes whatever it says. With other marks than `-` it may be taken for a known one.
    private static boolean isPlain(String name) {
        boolean accept = name.startsWith("accept") && spelled(name).equals(name);
        return accept || name.startsWith("x-plain") || name.length() == 1;
    }

    private static boolean isClaim(String name) {
        return CLAIMS.contains(name) || (name.startsWith("x-forwarded-") && !name.equals("x-forwarded-for"));
    }

    /// Whether the name is a known one to those who cannot tell one mark from another.
    private static boolean isAlias(String name) {
        String spelled = spelled(name);
        return !spelled.equals(name)
                && (FRAMING.contains(spelled) || OURS.contains(spelled) || spelled.equals("content-type"));
    }

    /// Whether the head has these lines, in this order, perhaps with others between them.
    private static boolean standInOrder(List<String> lines, NaiveHead head) {
        int found = 0;
        for (String line : head.lines())
            found += found < lines.size() && lines.get(found).equals(line) ? 1 : 0;
        return found == lines.size();
    }

    /// The lines whose name, in small letters, fits.
    private static List<String> named(NaiveHead head, Predicate<String> name) {
        var lines = new ArrayList<String>();
        for (String line : head.lines()) {
            if (name.test(NaiveHead.name(line).toLowerCase(Locale.ROOT))) lines.add(line);
        }
        return lines;
    }

    private static String spelled(String name) {
        return name.replaceAll("[^a-z0-9]", "-");
    }
}
