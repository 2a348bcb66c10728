package boma.config;

import boma.bytes.Label;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Words that an operator can choose from, and the one that was probably meant.
final class Words {
    private static final int LISTED_MAX = 12;
    private static final int PREFIX_MIN = 3;
    private static final int EDIT_EVERY = 3; // a typing mistake in so many letters still shows the word
    private static final int LENGTH_MAX = 60; // no word of ours is longer, and comparing takes length times length

    private Words() {}

    /// The constants of an enum in the words of the file: `LEAST_BUSY` is `least-busy`.
    static <E extends Enum<E>> Map<String, E> of(Class<E> type) {
        var words = new LinkedHashMap<String, E>();
        for (E constant : EnumSet.allOf(type)) {
            words.put(Label.of(constant), constant);
        }
        return words;
    }

    /// Words that stand for themselves.
    static Map<String, String> of(Collection<String> words) {
        var same = new LinkedHashMap<String, String>();
        for (String word : words) same.put(word, word);
        return same;
    }

    /// `a, b or c`, the first dozen of them.
    static String listed(Collection<String> words) {
        List<String> shown = words.stream().limit(LISTED_MAX).map(Print::key).toList();
        if (words.size() > LISTED_MAX) return String.join(", ", shown) + " or " + (words.size() - LISTED_MAX) + " more";
        if (shown.size() < 2) return String.join("", shown);
        return String.join(", ", shown.subList(0, shown.size() - 1)) + " or " + shown.getLast();
    }

    /// `; did you mean bind?`, or nothing when no word is near enough.
    static String suggestion(String written, Collection<String> words) {
        if (written.isEmpty() || written.length() > LENGTH_MAX) return "";

        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String word : words) {
            int distance = word.length() > LENGTH_MAX ? Integer.MAX_VALUE : distance(written, word);
            if (distance >= least) continue;
            least = distance;
            nearest = word;
        }
        return nearest.isEmpty() ? "" : "; did you mean " + Print.key(nearest) + "?";
    }

    /// How far `written` is from `word`, or the largest number when nobody would take one for the other.
    private static int distance(String written, String word) {
        String lower = written.toLowerCase(Locale.ROOT);
        int edits = edits(lower, word);
        if (edits <= lower.length() / EDIT_EVERY) return edits;

        boolean abbreviated = lower.length() >= PREFIX_MIN && word.startsWith(lower);
        return abbreviated ? edits : Integer.MAX_VALUE;
    }

    /// Edit distance where swapping two neighbours is one edit (optimal string alignment).
    private static int edits(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : edits(a, b, i, j, d);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int edits(String a, String b, int i, int j, int[][] d) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
