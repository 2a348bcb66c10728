package boma.rule;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import java.util.Collection;

/// Some paths: exact ones, and all that begin in some way. Immutable.
public final class PathSet {
    /// What a reader of paths expects, for messages.
    public static final String EXPECTED = "a path such as /v1/chain/get_info or /v2/*";

    private final byte[][] exact;
    private final byte[][] prefixes;

    /// @param paths each one as [#check] wants it
    public PathSet(Collection<String> paths) {
        exact = paths.stream().filter(p -> !isPrefix(p)).map(Ascii::bytes).toArray(byte[][]::new);
        prefixes = paths.stream()
                .filter(PathSet::isPrefix)
                .map(p -> Ascii.bytes(p.substring(0, p.length() - 1)))
                .toArray(byte[][]::new);
    }

    /// Gives the text back if it is a path that a request can have, perhaps with a `*` at its end.
    ///
    /// @throws IllegalArgumentException otherwise
    public static String check(String path) {
        boolean visible = path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '?' && c != '#' && c != '\\');
        int star = path.indexOf('*');
        boolean starIsLast = star < 0 || star == path.length() - 1;
        if (!path.startsWith("/") || !visible || !starIsLast) throw new IllegalArgumentException(EXPECTED);
        return path;
    }

    public boolean has(ByteView path) {
        for (byte[] e : exact) if (path.is(e)) return true;
        for (byte[] p : prefixes) if (path.startsWith(p)) return true;
        return false;
    }

    private static boolean isPrefix(String path) {
        return path.endsWith("*");
    }
}
