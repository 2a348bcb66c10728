package boma.demo;

import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// The terminal while the demo has it: a screen of its own, which gives the old one back when it is closed.
///
/// Why no library: all that is asked of the terminal is its size.
final class Screen implements AutoCloseable {
    private static final String OPEN = "\033[?1049h\033[?25l"; // other screen, no cursor
    private static final String CLOSE = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String END_OF_LINE = "\033[K";
    private static final String END_OF_SCREEN = "\033[J";

    private static final int STDOUT = 1;

    /// The same on x86-64 and aarch64. Source: asm-generic/ioctls.h in Linux.
    private static final long TIOCGWINSZ = 0x5413;

    private static final Size USUAL = new Size(24, 80);

    private final PrintStream out;

    /// How large a terminal is.
    record Size(int rows, int columns) {}

    Screen(PrintStream out) {
        this.out = out;
        out.print(OPEN);
    }

    /// Whether there is somebody to look at it.
    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where input or output is redirected
    static boolean isThere() {
        var console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /// Lines that do not fit are left out.
    void show(List<String> lines, int rows) {
        var text = new StringBuilder(HOME);
        int shown = Math.min(rows, lines.size());
        for (int i = 0; i < shown; i++) {
            if (i > 0) text.append("\r\n");
            text.append(END_OF_LINE).append(lines.get(i)); // before it: behind the last column it would take a letter
        }
        if (shown < rows) text.append("\r\n").append(END_OF_SCREEN);
        out.print(text);
        out.flush();
    }

    /// Of now: people change it.
    @SuppressWarnings({"restricted", "CatchingUnchecked"}) // calling C
    static Size size() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2); // struct winsize
            int r = (int) Ioctl.HANDLE.invokeExact(STDOUT, TIOCGWINSZ, size);
            int rows = size.get(ValueLayout.JAVA_SHORT, 0);
            int columns = size.get(ValueLayout.JAVA_SHORT, 2);
            return r < 0 || rows <= 0 || columns <= 0 ? USUAL : new Size(rows, columns);
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library cannot throw", e);
        }
    }

    private static final class Ioctl {
        @SuppressWarnings("restricted")
        static final MethodHandle HANDLE = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("ioctl"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                        Linker.Option.firstVariadicArg(2));

        private Ioctl() {}
    }

    @Override
    public void close() {
        out.print(CLOSE);
        out.flush();
    }
}
