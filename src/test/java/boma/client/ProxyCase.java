package boma.client;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// One case of `proxy-header.txt`.
///
/// @param title    a sentence
/// @param input    what the sender sends, as the file spells it
/// @param expected the outcome, as the file spells it
record ProxyCase(String title, String input, String expected) {
    static final Path FILE = Path.of("src/test/specs/client/proxy-header.txt");

    static List<ProxyCase> all() {
        List<ProxyCase> cases = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i + 2 < lines.size(); i += 3) {
            cases.add(new ProxyCase(lines.get(i).substring(2), lines.get(i + 1), lines.get(i + 2)));
        }
        return cases;
    }

    static ProxyCase titled(String start) {
        for (ProxyCase c : all()) {
            if (c.title.startsWith(start)) return c;
        }
        return fail("no case %s in %s", start, FILE);
    }

    byte[] bytes() {
        if (input.startsWith("hex ")) return HexFormat.of().parseHex(input.substring(4));
        String text = input.substring("text ".length());
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isDone() {
        return expected.startsWith("done ");
    }

    boolean isRefused() {
        return !isDone() && !expected.equals("incomplete");
    }

    @Override
    public String toString() {
        return title;
    }

    private static List<String> lines() {
        try (var lines = Files.lines(FILE)) {
            return lines.filter(l -> !l.isBlank() && !l.startsWith("//")).toList();
        } catch (IOException e) {
            return fail(e);
        }
    }
}
