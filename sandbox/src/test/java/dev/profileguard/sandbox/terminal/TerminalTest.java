package dev.profileguard.sandbox.terminal;

import static dev.profileguard.sandbox.terminal.Terminal.styled;
import static dev.profileguard.sandbox.terminal.Terminal.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.text.Hostile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

class TerminalTest {
    private final StringWriter printed = new StringWriter();
    private final Terminal plain = new Terminal(new PrintWriter(printed), Ansi.OFF);
    private final Terminal coloured = new Terminal(new PrintWriter(printed), Ansi.ON);

    @Test
    void aLineIsOneLine() {
        plain.line(Hostile.TEXT);
        plain.line(text("a " + Hostile.TEXT), styled(Hostile.TEXT, Style.bold), text("."));
        plain.error(Hostile.TEXT);

        assertThat(printed.toString().lines()).hasSize(3);
        Hostile.assertSafeLines(printed.toString());
    }

    @Test
    void onlyTheTerminalStylesALine() {
        coloured.line(text("a "), styled("b\u001b[31m", Style.bold), text(" c"));

        assertThat(printed.toString())
                .isEqualTo("a \u001b[1mb\\u001b[31m\u001b[21m c%n".formatted());
    }

    @Test
    void aLineIsNoLongerThanAScreen() {
        plain.line(text("x".repeat(3_000)), styled("y".repeat(1 << 20), Style.bold), text("z"));
        plain.error("x".repeat(1 << 20));

        assertThat(printed.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).hasSizeLessThan(4_020).contains("yyy..."),
                        line -> assertThat(line).hasSizeLessThan(2_020).endsWith("xxx..."));
    }

    @Test
    void jsonIsWholeAndExact() {
        plain.json("{\"a\":\n \"ü\u2028\u009b\"}");

        assertThat(printed.toString()).isEqualTo("{\"a\":  \"ü\\u2028\\u009b\"}%n".formatted());
    }

    @Test
    void anUnexpectedErrorHasASafeTrace() {
        plain.unexpected(new IOException(Hostile.TEXT, new IllegalStateException(Hostile.TEXT)));

        assertThat(printed.toString())
                .startsWith("guard: unexpected error")
                .contains("IOException: x\\nforged", "    at dev.profileguard.sandbox.terminal");
        Hostile.assertSafeLines(printed.toString());
    }

    @Test
    void whatIsHeldIsPrintedWhenItIsReleased() {
        Terminal held = coloured.held();
        held.line(styled("a", Style.bold));
        assertThat(printed.toString()).isEmpty();

        coloured.release(held);

        assertThat(printed.toString()).isEqualTo("\u001b[1ma\u001b[21m%n".formatted());
    }
}
