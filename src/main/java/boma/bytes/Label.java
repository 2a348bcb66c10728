package boma.bytes;

import java.util.Locale;

/// The words of enum constants in files, logs, metrics and refusals: `LEAST_BUSY` is `least-busy`.
public final class Label {
    private Label() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
