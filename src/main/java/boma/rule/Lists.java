package boma.rule;

import boma.antelope.Name;
import boma.client.Network;
import boma.config.FileTrouble;
import boma.config.Section;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The `[lists]` section: many names or networks under one word, which matches use as `@word`.
///
///     [lists]
///     spam    = { contracts = ["spamtokens11"], file = "/etc/boma/spam.txt" }
///     offices = { clients = ["192.0.2.0/24", "2001:db8::/32"] }
///
/// A file has one entry per line; what follows a `#` is a comment. Its lines are whatever the list is used for. It may
/// have none, for it may come from a program that has found nothing to list.
public record Lists(Map<String, NamedList> byName) {
    public static final Lists NONE = new Lists(Map.of());

    static final String ACCOUNT_EXPECTED = "an account name such as eosio.token";
    static final String NETWORK_EXPECTED = "an address or a network such as 192.0.2.7 or 10.0.0.0/8";

    private static final long FILES_BYTES_MAX = 64L << 20;

    /// Why: while it is read, a file of short lines takes up to sixteen times its size of the heap.
    private static final long HEAP_PARTS = 16;

    /// One list.
    ///
    /// @param file  path as it was written; empty for none
    /// @param lines of its file, without comments and empty ones
    /// @param keys  as written
    /// @param whole whether all of it could be read
    public record NamedList(
            List<Long> contracts,
            List<Long> accounts,
            List<Network> clients,
            String file,
            List<Line> lines,
            Set<String> keys,
            boolean whole) {
        /// Whether what it holds of a kind may be what could not be read, which was told.
        boolean isBroken(String kind) {
            return !whole && (keys.contains(kind) || keys.contains("file"));
        }
    }

    /// One line of a list's file.
    record Line(String file, int number, String text) {}

    public Lists {
        byName = Map.copyOf(byName);
    }

    /// Reads the section and the files that it names.
    ///
    /// @param directory where relative files are looked for
    public static Lists read(Section s, Path directory) {
        Map<String, NamedList> byName = new LinkedHashMap<>();
        var room = new Room(Math.min(FILES_BYTES_MAX, Runtime.getRuntime().maxMemory() / HEAP_PARTS));
        for (String name : s.keys()) byName.put(name, readList(s.section(name), directory, room));
        return new Lists(byName);
    }

    Optional<NamedList> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Bytes that further files can have. Confined to one reading.
    private static final class Room {
        long left;

        Room(long left) {
            this.left = left;
        }
    }

    private static NamedList readList(Section s, Path directory, Room room) {
        int mistakes = s.mistakes();
        List<Long> contracts = s.values("contracts", ACCOUNT_EXPECTED, Lists::account);
        List<Long> accounts = s.values("accounts", ACCOUNT_EXPECTED, Lists::account);
        List<Network> clients = s.values("clients", NETWORK_EXPECTED, Network::parse);
        List<Line> lines =
                s.optional("file").map(f -> readFile(s, directory, f, room)).orElse(List.of());
        String file = s.text("file", "");
        return new NamedList(contracts, accounts, clients, file, lines, s.keys(), s.mistakes() == mistakes);
    }

    /// @throws IllegalArgumentException if it is no name, or the empty one
    static long account(String text) {
        long name = Name.encode(text);
        if (name == 0) throw new IllegalArgumentException("the empty name");
        return name;
    }

    private static List<Line> readFile(Section s, Path directory, String file, Room room) {
        Path path = directory.resolve(file);
        try {
            long size = Files.size(path);
            if (size > room.left) {
                String most = room.left / 1024 + " KiB left for files of lists, which a larger Java heap (-Xmx) raises";
                s.problem("file", "a file that fits into the " + most, "\"" + file + "\" of " + size / 1024 + " KiB");
                return List.of();
            }
            room.left -= size;
            return lines(file, Files.readAllLines(path));
        } catch (CharacterCodingException _) { // tells nothing that the sentence does not
            s.problem("file", "a text file in UTF-8", "\"" + file + "\"");
        } catch (IOException e) {
            s.problem("file", "a file that can be read", "\"" + file + "\" (" + FileTrouble.of(e) + ")");
        }
        return List.of();
    }

    private static List<Line> lines(String file, List<String> texts) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            int comment = text.indexOf('#');
            String entry = (comment < 0 ? text : text.substring(0, comment)).strip();
            if (!entry.isEmpty()) lines.add(new Line(file, i + 1, entry));
        }
        return lines;
    }
}
