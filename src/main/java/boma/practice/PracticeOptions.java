package boma.practice;

import java.util.Set;

/// How a practice node is set up.
///
/// @param listen    `127.0.0.1:8888`, `[::1]:8888` or `unix:/path`; port 0 takes a free one
/// @param failing   accounts whose transactions fail, be it the contract or an actor of the first action
/// @param checkHost whether it refuses a Host field that is not its own address, as nodeos does
/// @param maxBody   bytes of a body; a connection that sends more is closed in silence
public record PracticeOptions(String listen, Set<String> failing, boolean checkHost, int maxBody) {
    /// What nodeos takes.
    private static final int MAX_BODY = 2 * 1024 * 1024;

    public PracticeOptions {
        failing = Set.copyOf(failing);
    }

    public static PracticeOptions on(String listen) {
        return new PracticeOptions(listen, Set.of(), false, MAX_BODY);
    }

    /// Some free port of this machine.
    public static PracticeOptions anyPort() {
        return on("127.0.0.1:0");
    }

    public PracticeOptions withFailing(String... accounts) {
        return new PracticeOptions(listen, Set.of(accounts), checkHost, maxBody);
    }

    public PracticeOptions withCheckHost() {
        return new PracticeOptions(listen, failing, true, maxBody);
    }

    public PracticeOptions withMaxBody(int bytes) {
        return new PracticeOptions(listen, failing, checkHost, bytes);
    }
}
