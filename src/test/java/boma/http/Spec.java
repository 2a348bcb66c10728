package boma.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One golden file under `src/test/specs/http`: bytes that arrive, and what has to come of them.
///
/// Lines that begin with `#` are remarks. The sections are separated by `---`. In all of them line breaks of the file
/// mean nothing; bytes are written as themselves or as `\r`, `\n`, `\t`, `\\`, `\xHH`, and `\{3000*ab}` stands for
/// `ab` three thousand times.
record Spec(String name, List<String> sections) {
    private static final Path ROOT = Path.of("src/test/specs/http");

    static List<Spec> all(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(".txt"))
                    .sorted()
                    .map(Spec::read)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Spec read(Path file) {
        try {
            var sections = new ArrayList<String>();
            var section = new StringBuilder();
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                if (line.equals("---")) {
                    sections.add(section.toString());
                    section.setLength(0);
                } else if (!line.startsWith("#")) {
                    section.append(line);
                }
            }
            sections.add(section.toString());
            return new Spec(file.getFileName().toString(), List.copyOf(sections));
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    /// The bytes of the first section.
    byte[] bytes() {
        return bytes(sections.getFirst());
    }

    String section(int i) {
        return sections.get(i);
    }

    boolean hasSection(int i) {
        return i < sections.size();
    }

    static byte[] bytes(String text) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.write(c);
                continue;
            }
            char kind = text.charAt(++i);
            switch (kind) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 2;
                }
                case '{' -> {
                    int star = text.indexOf('*', i);
                    int end = text.indexOf('}', i);
                    byte[] repeated = bytes(text.substring(star + 1, end));
                    for (int n = Integer.parseInt(text, i + 1, star, 10); n > 0; n--) out.writeBytes(repeated);
                    i = end;
                }
                default -> throw new IllegalArgumentException("\\" + kind);
            }
        }
        return out.toByteArray();
    }

    /// The bytes in the notation of the files.
    static String text(byte[] bytes) {
        var out = new StringBuilder();
        for (byte b : bytes) {
            switch (b) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> out.append(b >= 0x20 && b < 0x7f ? "" + (char) b : String.format("\\x%02x", b & 0xff));
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
