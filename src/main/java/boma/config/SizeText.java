package boma.config;

/// Sizes as the operator writes them: a whole number and one unit, such as `512B`, `8KiB`, `2MiB` or `1GiB`.
final class SizeText {
    static final String EXPECTED = "a size such as 64KiB, in B, KiB, MiB or GiB";

    /// The largest size: all of them are of things in memory, where positions are `int`.
    static final int MAX = 1 << 30;

    private static final int DIGITS_MAX = 10;

    private SizeText() {}

    /// Bytes, possibly more than [#MAX].
    ///
    /// @throws IllegalArgumentException for any other text
    static long parse(String text) {
        int unit = 0;
        while (unit < text.length() && text.charAt(unit) >= '0' && text.charAt(unit) <= '9') unit++;
        int shift = shift(text.substring(unit));
        if (unit == 0 || unit > DIGITS_MAX || shift < 0) throw new IllegalArgumentException(EXPECTED);

        long count = Long.parseLong(text.substring(0, unit));
        return count > MAX ? MAX + 1L : count << shift;
    }

    /// In the largest whole unit.
    static String format(int bytes) {
        if (bytes == 0 || bytes % (1 << 10) != 0) return bytes + "B";
        if (bytes % (1 << 20) != 0) return (bytes >> 10) + "KiB";
        return bytes % (1 << 30) != 0 ? (bytes >> 20) + "MiB" : (bytes >> 30) + "GiB";
    }

    /// Why: no kB and MB. Half of the world reads them as powers of ten, and a limit must not depend on the reader.
    private static int shift(String unit) {
        return switch (unit) {
            case "B" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> -1;
        };
    }
}
