package boma.antelope;

import boma.antelope.AnswerPlace.Member;
import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Walks through the few objects of an answer that matter and fills a [TransactionAnswer].
///
/// Two small machines: `place` is the object that we are in, `mode` the token within it. The places hang together in
/// one way only (a receipt is in `processed`, which is in the answer), so no stack is needed. Between tokens it is
/// lenient: it looks for names and values, and does not check where commas and colons are.
final class AnswerReader {
    private enum Mode {
        BETWEEN,
        NAME,
        LITERAL,
        TEXT,
        SKIM
    }

    private final JsonSkim skim = new JsonSkim();
    private final AnswerText text = new AnswerText();

    private AnswerPlace place = AnswerPlace.START;
    private Mode mode = Mode.BETWEEN;
    private Member member = Member.OTHER;

    /// A name has been read; what comes next is its value.
    private boolean valueNext;

    /// The byte before was a backslash in a name.
    private boolean escaped;

    private boolean listAllowed;
    private boolean list;
    private boolean elementRead;

    void reset(boolean listAllowed) {
        this.listAllowed = listAllowed;
        list = false;
        elementRead = false;
        place = AnswerPlace.START;
        mode = Mode.BETWEEN;
        member = Member.OTHER;
        valueNext = false;
        escaped = false;
    }

    boolean inList() {
        return list;
    }

    /// Whether the answer has ended, or turned out to be no answer.
    boolean ended() {
        return place == AnswerPlace.END || place == AnswerPlace.UNREADABLE;
    }

    /// Whether an element of the list has just ended; asking takes it.
    boolean takeElement() {
        boolean read = elementRead;
        elementRead = false;
        return read;
    }

    /// Reads up to `to`, or to the end of an element or of the answer, and returns the position after.
    int read(MemorySegment s, int from, int to, TransactionAnswer into) {
        int at = from;
        while (at < to && !elementRead && !ended()) {
            if (mode == Mode.SKIM) {
                at = skim(s, at, to);
            } else if (take(s.get(Ascii.BYTE, at), into)) {
                at++;
            }
        }
        return at;
    }

    private int skim(MemorySegment s, int from, int to) {
        int at = skim.skip(s, from, to);
        if (skim.done()) between();
        return at;
    }

    /// Takes one byte, or only changes the mode and returns false: then the same byte is due again.
    private boolean take(byte b, TransactionAnswer into) {
        return switch (mode) {
            case BETWEEN -> takeBetween(b, into);
            case NAME -> takeName(b);
            case LITERAL -> takeLiteral(b, into);
            case TEXT -> takeText(b, into);
            case SKIM -> false;
        };
    }

    private boolean takeBetween(byte b, TransactionAnswer into) {
        switch (b) {
            case ' ', '\t', '\n', '\r', ',', ':' -> {}
            case '{' -> openObject(into);
            case '[' -> openArray();
            case '}' -> closeObject();
            case ']' -> place = place == AnswerPlace.LIST ? AnswerPlace.END : AnswerPlace.UNREADABLE;
            case '"' -> openText();
            default -> {
                return openLiteral();
            }
        }
        return true;
    }

    private void openObject(TransactionAnswer into) {
        if (place == AnswerPlace.START || place == AnswerPlace.LIST) {
            place = AnswerPlace.ANSWER;
        } else if (valueNext) {
            openMember(into);
        } else {
            place = AnswerPlace.UNREADABLE;
        }
    }

    private void openMember(TransactionAnswer into) {
        valueNext = false;
        switch (member) {
            case ERROR -> {
                into.error();
                place = AnswerPlace.ERROR;
            }
            case EXCEPT -> {
                into.except();
                place = AnswerPlace.EXCEPT;
            }
            case PROCESSED -> place = AnswerPlace.PROCESSED;
            case RECEIPT -> place = AnswerPlace.RECEIPT;
            case OTHER, ANSWER_CODE, ERROR_CODE, ELAPSED, EXCEPT_CODE, STATUS, CPU_USAGE -> skimTree();
        }
    }

    private void openArray() {
        if (place == AnswerPlace.START && listAllowed) {
            list = true;
            place = AnswerPlace.LIST;
        } else if (valueNext || place == AnswerPlace.LIST) {
            skimTree();
        } else {
            place = AnswerPlace.UNREADABLE;
        }
    }

    private void closeObject() {
        elementRead = list && place == AnswerPlace.ANSWER;
        place = place.parent(list);
        valueNext = false;
    }

    private void openText() {
        text.clear();
        if (!valueNext) {
            mode = Mode.NAME;
        } else if (member != Member.OTHER) {
            mode = Mode.TEXT;
        } else {
            skimString();
        }
        if (place == AnswerPlace.START || place == AnswerPlace.LIST) place = AnswerPlace.UNREADABLE;
    }

    private boolean openLiteral() {
        if (!valueNext) place = AnswerPlace.UNREADABLE;
        text.clear();
        mode = Mode.LITERAL;
        return false;
    }

    private boolean takeName(byte b) {
        if (b == '"' && !escaped) {
            member = text.memberOf(place);
            valueNext = true;
            mode = Mode.BETWEEN;
        } else {
            escaped = b == '\\' && !escaped;
            text.add(b);
        }
        return true;
    }

    private boolean takeLiteral(byte b, TransactionAnswer into) {
        boolean inLiteral = !endsLiteral(b);
        if (inLiteral) {
            text.add(b);
        } else {
            into.setLiteral(member, text);
            between();
        }
        return inLiteral;
    }

    private static boolean endsLiteral(byte b) {
        return switch (b) {
            case ' ', '\t', '\n', '\r', ',', ':', '"', '{', '}', '[', ']' -> true;
            default -> false;
        };
    }

    /// Takes the beginning of a wanted text and skims the rest.
    private boolean takeText(byte b, TransactionAnswer into) {
        if (b != '"' && b != '\\' && !text.isFull()) {
            text.add(b);
            return true;
        }
        into.setText(member, text);
        skimString();
        return false;
    }

    private void between() {
        mode = Mode.BETWEEN;
        valueNext = false;
    }

    private void skimTree() {
        skim.startTree();
        mode = Mode.SKIM;
    }

    private void skimString() {
        skim.startString();
        mode = Mode.SKIM;
    }
}
