package boma.antelope;

import boma.bytes.Ascii;

/// A name, literal or string of an answer, as it comes byte by byte: its beginning, and the number it begins with.
final class AnswerText {
    private static final long EXECUTED = Ascii.word("executed");
    private static final long DELAYED = Ascii.word("delayed");
    private static final long NULL = Ascii.word("null");
    private static final long FALSE = Ascii.word("false");

    /// More digits than any number that matters, and few enough for a long.
    private static final int DIGITS_MAX = 18;

    private long word;
    private long rest;
    private int length;
    private int digits;
    private long number;

    void clear() {
        word = 0;
        rest = 0;
        length = 0;
        digits = 0;
        number = 0;
    }

    void add(byte b) {
        if (length < 8) {
            word |= (b & 0xffL) << (8 * length);
        } else if (length < 16) {
            rest |= (b & 0xffL) << (8 * (length - 8));
        }
        if (digits == length && digits < DIGITS_MAX && b >= '0' && b <= '9') {
            number = number * 10 + (b - '0');
            digits++;
        }
        length++;
    }

    /// Whether another byte cannot change what this can tell.
    boolean isFull() {
        return length > DIGITS_MAX;
    }

    AnswerPlace.Member memberOf(AnswerPlace place) {
        return length <= 16 ? place.member(word, rest) : AnswerPlace.Member.OTHER;
    }

    boolean isNull() {
        return length == 4 && word == NULL;
    }

    boolean isFalse() {
        return length == 5 && word == FALSE;
    }

    /// Whether it is a receipt's status of a transaction that did not fail.
    boolean isSuccess() {
        return (length == 8 && word == EXECUTED) || (length == 7 && word == DELAYED);
    }

    /// The number that it begins with, or -1.
    long number() {
        return digits > 0 ? number : -1;
    }

    /// The number that it begins with, or [AnswerScanner#NO_CODE].
    int code() {
        return digits > 0 ? (int) Math.min(number, Integer.MAX_VALUE) : AnswerScanner.NO_CODE;
    }
}
