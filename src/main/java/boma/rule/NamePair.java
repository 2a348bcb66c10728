package boma.rule;

import boma.antelope.Name;

/// `contract::action` or `contract::table`, where `*` stands for any.
///
/// @param contract 0 for any
/// @param name     0 for any
record NamePair(long contract, long name) {
    static final long ANY = 0;

    private static final String SEPARATOR = "::";

    NamePair {
        if (contract == ANY && name == ANY) throw new IllegalArgumentException("*::* says nothing");
    }

    /// Reads `contract::name`, `*::name` or `contract::*`.
    ///
    /// @throws IllegalArgumentException when it is none of these
    static NamePair parse(String text) {
        int at = text.indexOf(SEPARATOR);
        if (at < 0) throw new IllegalArgumentException("no ::");
        return new NamePair(part(text.substring(0, at)), part(text.substring(at + SEPARATOR.length())));
    }

    /// Like [#parse], but a name alone is that of any contract.
    static NamePair parseOrName(String text) {
        return text.contains(SEPARATOR) ? parse(text) : new NamePair(ANY, Name.encode(text));
    }

    private static long part(String text) {
        if (text.equals("*")) return ANY;
        long name = Name.encode(text);
        if (name == ANY) throw new IllegalArgumentException("an empty name");
        return name;
    }
}
