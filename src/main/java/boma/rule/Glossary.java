package boma.rule;

import boma.client.Network;
import boma.client.Networks;
import boma.config.Section;
import boma.rule.Lists.Line;
import boma.rule.Lists.NamedList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the names in a match can refer to: lists and listeners; and what requests it can meet.
///
/// @param listeners  names in the order of the configuration
/// @param nodesOnly  whether all pools are Antelope nodes, whose calls are checked before they are matched
/// @param refusedToo whether requests that this check refuses are matched all the same, by their heads
public record Glossary(Lists lists, List<String> listeners, boolean nodesOnly, boolean refusedToo) {
    private static final String REFERENCE = "@";

    public Glossary {
        listeners = List.copyOf(listeners);
    }

    public Glossary(Lists lists, List<String> listeners, boolean nodesOnly) {
        this(lists, listeners, nodesOnly, false);
    }

    /// For what meets refused requests too.
    public Glossary withRefused() {
        return new Glossary(lists, listeners, nodesOnly, true);
    }

    /// Reads contracts: names, and lists that hold some.
    public NameSet contracts(Section s, String key) {
        return new NameSet(
                entries(s, key, new Kind<>("contracts", Lists.ACCOUNT_EXPECTED, Lists::account, NamedList::contracts)));
    }

    /// Reads accounts: names, and lists that hold some.
    NameSet accounts(Section s, String key) {
        return new NameSet(
                entries(s, key, new Kind<>("accounts", Lists.ACCOUNT_EXPECTED, Lists::account, NamedList::accounts)));
    }

    /// Reads clients: networks, and lists that hold some.
    Networks clients(Section s, String key) {
        return new Networks(
                entries(s, key, new Kind<>("clients", Lists.NETWORK_EXPECTED, Network::parse, NamedList::clients)));
    }

    /// What is read, for messages and in code.
    private record Kind<T>(
            String what, String expected, Function<String, T> parse, Function<NamedList, List<T>> part) {}

    private <T> List<T> entries(Section s, String key, Kind<T> kind) {
        List<T> entries = new ArrayList<>();
        List<String> texts = s.texts(key);
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (text.startsWith(REFERENCE)) {
                entries.addAll(listed(s, key, i, text.substring(REFERENCE.length()), kind));
            } else {
                Optional<T> entry = parsed(text, kind.parse());
                if (entry.isEmpty()) s.problem(key, i, kind.expected() + ", or @LIST");
                entry.ifPresent(entries::add);
            }
        }
        return entries;
    }

    private <T> List<T> listed(Section s, String key, int index, String name, Kind<T> kind) {
        Optional<NamedList> list = lists.find(name);
        if (list.isEmpty()) {
            s.problem(key, index, "the name of a list that stands under [lists]");
            return List.of();
        }
        List<T> entries = new ArrayList<>(kind.part().apply(list.get()));
        for (Line line : list.get().lines()) {
            Optional<T> entry = parsed(line.text(), kind.parse());
            if (entry.isEmpty()) s.problem(key, kind.expected(), '"' + line.text() + "\" in " + place(line));
            entry.ifPresent(entries::add);
        }
        if (!entries.isEmpty() || !list.get().lines().isEmpty()) return entries;
        if (list.get().isBroken(kind.what())) return entries;
        String file = list.get().file();
        if (file.isEmpty()) s.problem(key, index, "a list that holds " + kind.what());
        else s.note(key, REFERENCE + name + " is empty, for " + file + " has no entries: nothing fits it");
        return entries;
    }

    private static String place(Line line) {
        return line.file() + ":" + line.number();
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException _) { // the caller says what was expected
            return Optional.empty();
        }
    }
}
