package boma.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The entries of a fuzzer's dictionary, to build messages from: then a mutation of one byte changes a whole line.
final class Phrases {
    private final List<byte[]> phrases = new ArrayList<>();

    /// @param dictionary a resource in the form that libFuzzer reads
    Phrases(String dictionary) {
        try (InputStream in = Phrases.class.getResourceAsStream(dictionary)) {
            if (in == null) throw new IllegalArgumentException(dictionary);
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith("\""))
                    .forEach(line -> phrases.add(plain(line.substring(1, line.length() - 1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Puts a phrase in the place of each byte that is not ASCII.
    byte[] expand(byte[] bytes) {
        var expanded = new ByteArrayOutputStream(bytes.length);
        for (byte b : bytes) {
            if (b < 0) {
                expanded.writeBytes(phrases.get((b & 0x7f) % phrases.size()));
            } else {
                expanded.write(b);
            }
        }
        return expanded.toByteArray();
    }

    private static byte[] plain(String escaped) {
        var plain = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '\\' && escaped.charAt(++i) == 'x') {
                plain.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
                i += 2;
            } else {
                plain.write(escaped.charAt(i));
            }
        }
        return plain.toByteArray();
    }
}
