package boma.gate;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import boma.bytes.Hash;
import boma.http.Field;
import boma.http.Head;

/// The API key that a request names: in `X-Api-Key`, or as a bearer token in `Authorization`.
///
/// Whoever checks the key behind us may look at either field, at its first line or its last. With two keys in one
/// request, a client could have his own one checked and a made-up one counted, a new one each time: hence
/// [#isAmbiguous].
final class ApiKey {
    /// The hash of no key.
    static final long NONE = 0;

    private static final byte[] BEARER = Ascii.bytes("bearer");

    private ApiKey() {}

    /// A keyed hash of the key, or [#NONE].
    static long hash(Head head, ByteView view) {
        boolean found = findField(head, view) || findToken(head, view);
        if (!found) return NONE;
        long hash = view.hash(Hash.SEED);
        return hash == NONE ? 1 : hash;
    }

    /// Whether there could be two keys: one of the fields twice, or a key in both.
    static boolean isAmbiguous(Head head, ByteView view) {
        if (isTwice(head, Field.API_KEY) || isTwice(head, Field.AUTHORIZATION)) return true;
        return findField(head, view) && findToken(head, view);
    }

    private static boolean isTwice(Head head, Field field) {
        if (!head.has(field)) return false;
        int lines = 0;
        for (int i = 0; i < head.fields(); i++) if (head.field(i) == field) lines++;
        return lines > 1;
    }

    private static boolean findField(Head head, ByteView view) {
        return head.find(Field.API_KEY, view) && !view.isEmpty();
    }

    /// Looks at what stands between the word and the next blank: a token has none, and readers who split at blanks see
    /// no more of it. So neither more blanks nor more words make another key.
    private static boolean findToken(Head head, ByteView view) {
        if (!head.find(Field.AUTHORIZATION, view)) return false;
        int length = view.length();
        boolean bearer =
                length > BEARER.length && Ascii.equalsIgnoreCase(view.segment(), view.from(), BEARER.length, BEARER);
        int from = BEARER.length;
        if (!bearer || !Ascii.isBlank(view.at(from))) return false;
        while (from < length && Ascii.isBlank(view.at(from))) from++;
        int to = from;
        while (to < length && !Ascii.isBlank(view.at(to))) to++;
        view.set(view.segment(), view.from() + from, to - from);
        return !view.isEmpty();
    }
}
