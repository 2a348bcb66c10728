package boma.antelope;

import boma.bytes.Ascii;
import boma.bytes.JsonScanner;
import boma.bytes.JsonScanner.Token;
import boma.bytes.PercentEncoding;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What a read call asks about: contract, table, scope and account, for the rules and limits on reads.
///
/// Stricter than nodeos, which takes the first of two equal members and drops backslashes: a body that is not strict
/// JSON, or in which a wanted member is no plain name, is not [#readable], and mostly the node would refuse it too. So
/// is whatever names two things of a kind: Hyperion takes lists, exclusions and ranges where one name is usual.
/// `get_required_keys` and `get_accounts_by_authorizers` name any number of accounts; those are not read.
///
/// A call is asked in one place only, for whoever serves it passes over the other one: Hyperion's calls in the query
/// string, all others in the body.
///
/// Confined to one event loop; reused for every call. Reading takes one pass over the bytes and allocates nothing.
public final class ReadCall {
    /// Parameters of a query string. Node.js passes over those after the thousandth, which we must not believe then.
    private static final int PARAMETERS_MAX = 100;

    private final JsonScanner json = new JsonScanner();
    private ReadMember[] wanted = {};
    private boolean accountIsCode;
    private boolean readable = true;

    /// The members seen, a bit each.
    private int seen;

    /// The kinds of members seen, a bit each.
    private int given;

    private long code;
    private long table;
    private long scope;
    private long account;

    /// Whether a call of this endpoint says in its body what it asks about.
    public static boolean asksInBody(Endpoint endpoint) {
        return endpoint.group() != EndpointGroup.HYPERION && ReadMember.of(endpoint).length > 0;
    }

    /// Whether a call of this endpoint says in its query string what it asks about.
    public static boolean asksInQuery(Endpoint endpoint) {
        return endpoint.group() == EndpointGroup.HYPERION && ReadMember.of(endpoint).length > 0;
    }

    /// Whether a call of this endpoint can name a contract.
    public static boolean canNameContract(Endpoint endpoint) {
        return canName(endpoint, ReadMember.Kind.CODE) || isAccountCode(endpoint);
    }

    /// Whether a call of this endpoint can name a table.
    public static boolean canNameTable(Endpoint endpoint) {
        return canName(endpoint, ReadMember.Kind.TABLE);
    }

    /// Whether a call of this endpoint can name an account.
    public static boolean canNameAccount(Endpoint endpoint) {
        return canName(endpoint, ReadMember.Kind.ACCOUNT);
    }

    private static boolean canName(Endpoint endpoint, ReadMember.Kind kind) {
        for (ReadMember member : ReadMember.of(endpoint)) if (member.kind() == kind) return true;
        return false;
    }

    private static boolean isAccountCode(Endpoint endpoint) {
        return switch (endpoint) {
            case GET_CODE, GET_RAW_CODE_AND_ABI, GET_CODE_HASH, GET_ABI, GET_RAW_ABI -> true;
            default -> false;
        };
    }

    /// Forgets the last call and gets ready for one of this endpoint.
    public void reset(Endpoint endpoint) {
        wanted = ReadMember.of(endpoint);
        accountIsCode = isAccountCode(endpoint);
        readable = true;
        seen = 0;
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

    /// Reads the query string in `[from, to)`, without its `?`. Returns [#readable].
    public boolean readQuery(MemorySegment s, int from, int to) {
        int at = from;
        for (int count = 1; at < to && readable; count++) {
            int end = Ascii.find(s, at, to, (byte) '&');
            if (end < 0) end = to;
            readable = count <= PARAMETERS_MAX && readParameter(s, at, end);
            at = end + 1;
        }
        return readable;
    }

    private boolean readParameter(MemorySegment s, int from, int to) {
        int equals = Ascii.find(s, from, to, (byte) '=');
        int end = equals < 0 ? to : equals;
        if (isDisguised(s, from, end)) return false;
        for (int i = 0; i < wanted.length; i++) {
            if (Ascii.equals(s, from, end - from, wanted[i].text())) {
                return set(wanted[i], s, Math.min(end + 1, to), to);
            }
        }
        return true;
    }

    /// Whether decoding could make one of our names of this one, or nobody knows what it makes. That `@transfer.to` is
    /// sent as `%40transfer.to` is usual: none of ours holds an `@`.
    private static boolean isDisguised(MemorySegment s, int from, int to) {
        for (int i = from; i < to; i++) {
            if (s.get(Ascii.BYTE, i) != '%') continue;
            int b = PercentEncoding.decoded(s, i, to);
            if (b < 0 || b == '_' || b == '.' || PercentEncoding.isLetterOrDigit(b)) return true;
        }
        return false;
    }

    /// False if the value is no plain name, or says another thing than was said before.
    private boolean set(ReadMember member, MemorySegment s, int from, int to) {
        boolean again = (seen & member.bit()) != 0;
        seen |= member.bit();
        if (again) return false;
        if (member == ReadMember.FILTER) return readFilter(s, from, to);
        int length = to - from;
        if (member.kind() == ReadMember.Kind.SCOPE) {
            return Scope.isValid(s, from, length) && set(member.kind(), Scope.parse(s, from, length));
        }
        return Name.isValid(s, from, length) && set(member.kind(), Name.parse(s, from, length));
    }

    /// Reads what Hyperion looks for in any of: `contract:action,contract:*`. Commas, colons and stars may be encoded.
    ///
    /// What names every contract is not readable, except `*:*` alone, which some clients always send and which
    /// Hyperion takes for no filter; nor is what Hyperion would pass over, such as `contract` without an action.
    private boolean readFilter(MemorySegment s, int from, int to) {
        if (from == to) return true;
        int colon = find(s, from, to, ':');
        if (colon < to && isStar(s, from, colon) && isStar(s, after(s, colon), to)) return true;
        int at = from;
        int end = find(s, at, to, ',');
        while (end < to) {
            if (!readFilterEntry(s, at, end)) return false;
            at = after(s, end);
            end = find(s, at, to, ',');
        }
        return readFilterEntry(s, at, to);
    }

    private boolean readFilterEntry(MemorySegment s, int from, int to) {
        int colon = find(s, from, to, ':');
        if (colon == from || colon == to) return false;
        int action = after(s, colon);
        if (!isStar(s, action, to) && !Name.isValid(s, action, to - action)) return false;
        return Name.isValid(s, from, colon - from) && set(ReadMember.Kind.CODE, Name.parse(s, from, colon - from));
    }

    private static boolean isStar(MemorySegment s, int from, int to) {
        return from < to && find(s, from, to, '*') == from && after(s, from) == to;
    }

    /// Where this character is, as it is or encoded; `to` if nowhere.
    private static int find(MemorySegment s, int from, int to, char c) {
        int i = from;
        while (i < to && s.get(Ascii.BYTE, i) != c && PercentEncoding.decoded(s, i, to) != c) i++;
        return i;
    }

    /// The position after a character that may be encoded.
    private static int after(MemorySegment s, int at) {
        return s.get(Ascii.BYTE, at) == '%' ? at + 3 : at + 1;
    }

    /// False if another thing of this kind was named before.
    private boolean set(ReadMember.Kind kind, long value) {
        boolean same = (given & kind.bit()) == 0 || value == valueOf(kind);
        given |= kind.bit();
        switch (kind) {
            case CODE -> code = value;
            case TABLE -> table = value;
            case SCOPE -> scope = value;
            case ACCOUNT -> {
                account = value;
                if (accountIsCode) code = value;
            }
        }
        return same;
    }

    private long valueOf(ReadMember.Kind kind) {
        return switch (kind) {
            case CODE -> code;
            case TABLE -> table;
            case SCOPE -> scope;
            case ACCOUNT -> account;
        };
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

    /// The contract that is read, or 0; of calls for code or an ABI that is the account.
    public long code() {
        return code;
    }

    /// The table, or 0.
    public long table() {
        return table;
    }

    /// The scope as 64 bits, be it written as number, name or symbol; 0 if there is none, but also a scope.
    public long scope() {
        return scope;
    }

    /// The account that is asked about, or 0.
    public long account() {
        return account;
    }
}
