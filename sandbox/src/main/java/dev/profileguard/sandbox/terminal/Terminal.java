package dev.profileguard.sandbox.terminal;

import dev.profileguard.text.JsonText;
import dev.profileguard.text.QuotedError;
import dev.profileguard.text.VisibleText;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/// Where the commands print, line by line. Everything that they print goes through it, because it
/// may contain text of records, accounts and files: such text cannot start a new line, move the
/// cursor, change colours or reverse the order of other text.
///
/// @param ansi whether a line may have styles
public record Terminal(PrintWriter out, Ansi ansi) {
    /// The number of characters of the longest line: that of the longest cause of a finding.
    private static final int MAX_LINE = 4_000;

    /// A part of a line.
    ///
    /// @param styles none for plain text
    public record Part(String text, List<Style> styles) {
        /// Takes a copy.
        public Part {
            styles = List.copyOf(styles);
        }
    }

    /// The standard output of a command.
    public static Terminal output(CommandLine command) {
        return new Terminal(command.getOut(), command.getColorScheme().ansi());
    }

    /// The standard error of a command.
    public static Terminal errors(CommandLine command) {
        return new Terminal(command.getErr(), command.getColorScheme().ansi());
    }

    /// The standard error of this process, without styles.
    public static Terminal standardError() {
        return plain(System.err);
    }

    /// The standard output of this process, without styles. From now on, what functions print to
    /// standard output goes to standard error.
    public static Terminal reserveStandardOutput() {
        PrintStream output = System.out;
        System.setOut(System.err);
        return plain(output);
    }

    private static Terminal plain(PrintStream stream) {
        return new Terminal(new PrintWriter(stream, true, stream.charset()), Ansi.OFF);
    }

    /// Plain text in a line.
    public static Part text(String text) {
        return new Part(text, List.of());
    }

    /// Text with styles in a line.
    public static Part styled(String text, Style... styles) {
        return new Part(text, List.of(styles));
    }

    /// Prints a line of plain text.
    public void line(String text) {
        line(text(text));
    }

    /// Prints a line.
    public void line(Part... parts) {
        int left = MAX_LINE;
        StringBuilder line = new StringBuilder();
        for (Part part : parts) {
            String visible = VisibleText.excerpt(part.text(), left);
            line.append(withStyles(visible, part.styles()));
            left = Math.max(1, left - visible.length());
        }
        out.println(line);
    }

    /// Prints an empty line.
    public void emptyLine() {
        out.println();
    }

    /// Prints a JSON document of any length as one line. Its values stay exact.
    ///
    /// @param json without line breaks in strings
    public void json(String json) {
        out.println(JsonText.escaped(json.replace('\n', ' ').stripTrailing()));
        out.flush();
    }

    /// Prints an error of a command.
    ///
    /// @param message null for an exception without one
    public void error(@Nullable String message) {
        line("guard: " + VisibleText.message(message));
        out.flush();
    }

    /// Prints an error that no command expects, with its stack trace.
    public void unexpected(Throwable failure) {
        StringWriter trace = new StringWriter();
        QuotedError.shownCause(failure).printStackTrace(new PrintWriter(trace));
        error("unexpected error. Report it with these lines:");
        trace.toString().lines().map(line -> line.replace("\t", "    ")).forEach(this::line);
        out.flush();
    }

    /// A terminal that keeps what is printed, for [#release(Terminal)].
    public Terminal held() {
        return new Terminal(new HeldWriter(), ansi);
    }

    /// Prints what another terminal kept.
    public void release(Terminal held) {
        if (held.out instanceof HeldWriter writer) {
            out.print(writer.text());
            out.flush();
        }
    }

    /// Prints at once what is not printed yet.
    public void flush() {
        out.flush();
    }

    private String withStyles(String text, List<Style> styles) {
        Style[] all = styles.toArray(Style[]::new);
        return all.length > 0 && ansi.enabled() ? Style.on(all) + text + Style.off(all) : text;
    }

    private static final class HeldWriter extends PrintWriter {
        private final StringWriter written;

        HeldWriter() {
            this(new StringWriter());
        }

        private HeldWriter(StringWriter written) {
            super(written);
            this.written = written;
        }

        String text() {
            flush();
            return written.toString();
        }
    }
}
