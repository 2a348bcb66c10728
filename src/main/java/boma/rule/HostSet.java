package boma.rule;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import java.util.Collection;

/// Some host names: exact ones, and all below some domains. The port of a Host field and a dot at the end of its
/// name make no difference, nor does the case. Immutable.
final class HostSet {
    static final String EXPECTED = "a host name in lower case such as api.example.org or *.example.org";

    private static final String WILDCARD = "*.";

    private final byte[][] exact;

    /// With the dot in front.
    private final byte[][] domains;

    /// @param hosts each one as [#check] wants it
    HostSet(Collection<String> hosts) {
        exact = hosts.stream()
                .filter(h -> !h.startsWith(WILDCARD))
                .map(Ascii::bytes)
                .toArray(byte[][]::new);
        domains = hosts.stream()
                .filter(h -> h.startsWith(WILDCARD))
                .map(h -> Ascii.bytes(h.substring(1)))
                .toArray(byte[][]::new);
    }

    /// Gives the text back if it is a host name or an address, perhaps with `*.` in front.
    ///
    /// @throws IllegalArgumentException otherwise
    static String check(String host) {
        String name = host.startsWith(WILDCARD) ? host.substring(WILDCARD.length()) : host;
        boolean named = name.matches("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?") && !name.contains("..");
        boolean address = name.matches("\\[[0-9a-f:.]+]") && name.equals(host);
        if (!named && !address) throw new IllegalArgumentException(EXPECTED);
        return host;
    }

    /// @param field the value of Host; changed to the name alone
    boolean has(ByteView field) {
        nameOf(field);
        for (byte[] e : exact) if (field.isIgnoreCase(e)) return true;
        for (byte[] d : domains) if (isBelow(field, d)) return true;
        return false;
    }

    /// Cuts off `:port` and a dot before it.
    private static void nameOf(ByteView field) {
        int length = field.length();
        int end = length;
        while (end > 0 && Ascii.isDigit(field.at(end - 1))) end--;
        boolean port = end > 0 && field.at(end - 1) == ':';
        if (port) length = end - 1;
        if (length > 0 && field.at(length - 1) == '.') length--;
        field.set(field.segment(), field.from(), length);
    }

    private static boolean isBelow(ByteView name, byte[] domain) {
        int above = name.length() - domain.length;
        return above > 0 && Ascii.equalsIgnoreCase(name.segment(), name.from() + above, domain.length, domain);
    }
}
