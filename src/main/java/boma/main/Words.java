package boma.main;

/// Small pieces of English for the terminal.
final class Words {
    private Words() {}

    /// `1 rule`, `3 rules`.
    static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
