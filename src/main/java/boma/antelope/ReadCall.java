package boma.antelope;

import boma.bytes.Ascii;
import boma.bytes.JsonScanner;
import boma.bytes.JsonScanner.Token;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What a read call asks about: contract, table, scope and account, for the rules and limits on reads.
///
/// Stricter than nodeos, which takes the first of two equal members and drops backslashes: a body that is not strict
/// JSON, or in which a wanted member is no plain name, is not [#readable], and mostly the node would refuse it too.
/// `get_required_keys` and `get_accounts_by_authorizers` name any number of accounts; those are not read.
///
/// Confined to one event loop; reused for every call. Reading takes one pass over the bytes and allocates nothing.
public final class ReadCall {
    private final JsonScanner json = new JsonScanner();
    private ReadMember[] wanted = {};
    private boolean accountIsCode;
    private boolean readable = true;

    /// The kinds of members seen, a bit each.
    private int given;

    private long code;
    private long table;
    private long scope;
    private long account;

    /// Forgets the last call and gets ready for one of this endpoint.
    public void reset(Endpoint endpoint) {
        wanted = ReadMember.of(endpoint);
        accountIsCode = switch (endpoint) {
            case GET_CODE, GET_RAW_CODE_AND_ABI, GET_CODE_HASH, GET_ABI, GET_RAW_ABI -> true;
            default -> false;
        };
        readable = true;
        given = 0;
        code = 0;
        table = 0;
        scope = 0;
        account = 0;
    }

    /// Reads the JSON body in `[from, to)`; none, or a blank one, is fine. Returns [#readable].
    public boolean readBody(MemorySegment s, int from, int to) {
        if (!isBlank(s, from, to)) {
            json.start(s, from, to);
            readable &= json.next() == Token.OBJECT && readMembers(s);
        }
        return readable;
    }

    private boolean readMembers(MemorySegment s) {
        Token token = json.next();
        while (token == Token.MEMBER) {
            ReadMember member = memberHere();
            boolean fine = member == null ? json.skip(token) : readValue(s, member);
            if (!fine) return false;
            token = json.next();
        }
        return token == Token.OBJECT_END && json.next() == Token.END;
    }

    private @Nullable ReadMember memberHere() {
        for (int i = 0; i < wanted.length; i++) {
            if (json.is(wanted[i].text())) return wanted[i];
        }
        return null;
    }

    private boolean readValue(MemorySegment s, ReadMember member) {
        Token token = json.next();
        int from = json.from();
        int to = json.to();
        boolean text = token == Token.STRING && !json.escaped();
        boolean number =
                token == Token.NUMBER && member.kind() == ReadMember.Kind.SCOPE && Scope.isNumber(s, from, to - from);
        return (text || number) && set(member, s, from, to);
    }

    /// Reads the query string in `[from, to)`, without its `?`, of a Hyperion or history call. Returns [#readable].
    public boolean readQuery(MemorySegment s, int from, int to) {
        int at = from;
        while (at < to && readable) {
            int end = Ascii.find(s, at, to, (byte) '&');
            if (end < 0) end = to;
            readable = readParameter(s, at, end);
            at = end + 1;
        }
        return readable;
    }

    /// A name in disguise could be any of ours, so an encoded one is not readable.
    private boolean readParameter(MemorySegment s, int from, int to) {
        int equals = Ascii.find(s, from, to, (byte) '=');
        int end = equals < 0 ? to : equals;
        if (Ascii.find(s, from, end, (byte) '%') >= 0) return false;
        for (int i = 0; i < wanted.length; i++) {
            if (Ascii.equals(s, from, end - from, wanted[i].text()))
                return set(wanted[i], s, Math.min(end + 1, to), to);
        }
        return true;
    }

    /// False if the value is no plain name, or given twice, by two parameters or under two words.
    private boolean set(ReadMember member, MemorySegment s, int from, int to) {
        int length = to - from;
        int bit = member.kind().bit();
        boolean isScope = member.kind() == ReadMember.Kind.SCOPE;
        boolean valid = isScope ? Scope.isValid(s, from, length) : Name.isValid(s, from, length);
        if (!valid || (given & bit) != 0) return false;
        given |= bit;
        set(member.kind(), isScope ? Scope.parse(s, from, length) : Name.parse(s, from, length));
        return true;
    }

    private void set(ReadMember.Kind kind, long value) {
        switch (kind) {
            case CODE -> code = value;
            case TABLE -> table = value;
            case SCOPE -> scope = value;
            case ACCOUNT -> {
                account = value;
                if (accountIsCode) code = value;
            }
        }
    }

    private static boolean isBlank(MemorySegment s, int from, int to) {
        for (int i = from; i < to; i++) {
            switch (s.get(Ascii.BYTE, i)) {
                case ' ', '\t', '\n', '\r' -> {}
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    /// False if the node might read something else than we do; then the names are not to be relied on.
    public boolean readable() {
        return readable;
    }

    /// The contract that is read, or 0: `code` or `contract`, and the account whose code or ABI is asked for.
    public long code() {
        return code;
    }

    /// The table, or 0.
    public long table() {
        return table;
    }

    /// The scope as 64 bits, be it written as number, name or symbol; 0 is a scope, too, see [#hasScope].
    public long scope() {
        return scope;
    }

    public boolean hasScope() {
        return (given & ReadMember.Kind.SCOPE.bit()) != 0;
    }

    /// The account that is asked about, or 0.
    public long account() {
        return account;
    }
}
