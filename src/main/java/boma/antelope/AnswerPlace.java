package boma.antelope;

import boma.bytes.Ascii;

/// Where in an answer a name or value stands: which object it is a member of.
enum AnswerPlace {
    START,
    /// In the array that answers `push_transactions`.
    LIST,
    /// In the answer to the call, or in one element of the list.
    ANSWER,
    ERROR,
    PROCESSED,
    RECEIPT,
    EXCEPT,
    END,
    UNREADABLE;

    /// A member that matters, or any other one.
    enum Member {
        OTHER,
        ANSWER_CODE,
        ERROR,
        ERROR_CODE,
        PROCESSED,
        RECEIPT,
        ELAPSED,
        EXCEPT,
        EXCEPT_CODE,
        STATUS,
        CPU_USAGE
    }

    private static final long CODE_NAME = Ascii.word("code");
    private static final long ERROR_NAME = Ascii.word("error");
    private static final long PROCESSED_NAME = Ascii.word("processe");
    private static final long PROCESSED_REST = Ascii.word("d");
    private static final long RESULT_NAME = Ascii.word("result");
    private static final long RECEIPT_NAME = Ascii.word("receipt");
    private static final long ELAPSED_NAME = Ascii.word("elapsed");
    private static final long EXCEPT_NAME = Ascii.word("except");
    private static final long STATUS_NAME = Ascii.word("status");
    private static final long CPU_USAGE_NAME = Ascii.word("cpu_usag");
    private static final long CPU_USAGE_REST = Ascii.word("e_us");

    /// The object around this one.
    AnswerPlace parent(boolean list) {
        return switch (this) {
            case ANSWER -> list ? LIST : END;
            case ERROR, PROCESSED -> ANSWER;
            case RECEIPT, EXCEPT -> PROCESSED;
            case START, LIST, END, UNREADABLE -> UNREADABLE;
        };
    }

    /// The member with this name here.
    ///
    /// @param name the first eight bytes as a little endian word
    /// @param rest the next eight; names are never longer than that
    Member member(long name, long rest) {
        return switch (this) {
            case ANSWER -> ofAnswer(name, rest);
            case ERROR -> name == CODE_NAME && rest == 0 ? Member.ERROR_CODE : Member.OTHER;
            case EXCEPT -> name == CODE_NAME && rest == 0 ? Member.EXCEPT_CODE : Member.OTHER;
            case PROCESSED -> rest == 0 ? ofProcessed(name) : Member.OTHER;
            case RECEIPT -> ofReceipt(name, rest);
            case START, LIST, END, UNREADABLE -> Member.OTHER;
        };
    }

    private static Member ofAnswer(long name, long rest) {
        if (name == PROCESSED_NAME && rest == PROCESSED_REST) return Member.PROCESSED;
        if (rest != 0) return Member.OTHER;
        if (name == RESULT_NAME) return Member.PROCESSED;
        if (name == ERROR_NAME) return Member.ERROR;
        return name == CODE_NAME ? Member.ANSWER_CODE : Member.OTHER;
    }

    /// `processed.error` is a text that begins with the number: it stands for `except` in a list.
    private static Member ofProcessed(long name) {
        if (name == RECEIPT_NAME) return Member.RECEIPT;
        if (name == ELAPSED_NAME) return Member.ELAPSED;
        return name == EXCEPT_NAME || name == ERROR_NAME ? Member.EXCEPT : Member.OTHER;
    }

    private static Member ofReceipt(long name, long rest) {
        if (name == STATUS_NAME && rest == 0) return Member.STATUS;
        return name == CPU_USAGE_NAME && rest == CPU_USAGE_REST ? Member.CPU_USAGE : Member.OTHER;
    }
}
