package boma.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds the packages to one line, in which each uses only those before it.
///
/// It reads what the compiler wrote, so a fully qualified name, an inferred type or a lambda counts like an import.
class LayersTest {
    /// The line. A new package is one word here and one sentence in its `package-info.java`.
    static final List<String> LINE = words("""
        bytes time config table antelope http client ledger exchange rule limit
        route gate net upstream telemetry control server practice demo main
        """);

    /// Sockets: nobody else may touch them.
    static final Set<String> USERS_OF_NET = Set.of("net", "upstream", "server", "practice", "main");

    private static final Pattern DESCRIPTOR = Pattern.compile("Lboma/[\\w/$]+");

    @Test
    void eachPackageUsesOnlyThoseBeforeIt() {
        assertThat(offences((from, to) -> position(to) > position(from)))
                .as("a package may use only those before it in the line\n    %s", String.join(" ", LINE))
                .isEmpty();
    }

    @Test
    void onlyTheShellTouchesSockets() {
        assertThat(offences((from, to) -> to.equals("net") && !USERS_OF_NET.contains(from)))
                .as("only %s may use boma.net", new TreeSet<>(USERS_OF_NET))
                .isEmpty();
    }

    @Test
    void everyPackageStandsInTheLine() {
        assertThat(packagesOnDisk())
                .as("packages under %s that LayersTest.LINE does not name", Source.JAVA)
                .isSubsetOf(LINE);
    }

    @Test
    void everyPackageSaysItsIdeaInASentence() {
        assertThat(packagesOnDisk().stream().filter(name -> !hasSentence(name)))
                .as("packages whose package-info.java has no /// sentence that ends with a full stop")
                .isEmpty();
    }

    /// Every use between packages that breaks the rule, as `a.X uses b (b.Y, b.Z)`.
    private static List<String> offences(Rule rule) {
        List<String> found = new ArrayList<>();
        for (Path file : Source.files(Source.CLASSES, ".class")) {
            ClassModel model = ClassFile.of().parse(Source.bytes(file));
            String user = model.thisClass().asInternalName();
            String from = packageOf(user);
            var uses = new TreeMap<String, Set<String>>();
            for (String used : bomaClasses(model)) {
                String to = packageOf(used);
                if (!to.equals(from) && rule.isBrokenBy(from, to)) {
                    uses.computeIfAbsent(to, _ -> new TreeSet<>()).add(dotted(used));
                }
            }
            uses.forEach(
                    (to, classes) -> found.add(dotted(user) + " uses " + to + " (" + String.join(", ", classes) + ")"));
        }
        return found;
    }

    private interface Rule {
        boolean isBrokenBy(String from, String to);
    }

    /// All classes of ours that the class names: in code, in signatures, in annotations.
    private static Set<String> bomaClasses(ClassModel model) {
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            DESCRIPTOR
                    .matcher(descriptor(entry))
                    .results()
                    .forEach(found -> names.add(found.group().substring(1)));
        }
        return names;
    }

    private static String descriptor(PoolEntry entry) {
        return switch (entry) {
            case ClassEntry c when !c.asInternalName().startsWith("[") -> "L" + c.asInternalName();
            // Descriptors and generic signatures of fields, methods and arrays are only text in the pool.
            case Utf8Entry u -> u.stringValue();
            default -> "";
        };
    }

    private static int position(String name) {
        int at = LINE.indexOf(name);
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    private static Set<String> packagesOnDisk() {
        var names = new TreeSet<String>();
        for (Path file : Source.files(Source.JAVA, ".java")) {
            names.add(Source.JAVA.relativize(file).getName(0).toString());
        }
        return names;
    }

    private static boolean hasSentence(String name) {
        Path info = Source.JAVA.resolve(name, "package-info.java");
        return Files.exists(info) && Source.lines(info).stream().anyMatch(line -> line.matches("/// .{10,}[.]"));
    }

    /// `boma/http/Request$Line` → `http`.
    private static String packageOf(String internalName) {
        return internalName.split("/", -1)[1];
    }

    private static String dotted(String internalName) {
        return internalName.substring("boma/".length()).replace('/', '.').replace('$', '.');
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
