package dev.profileguard.sandbox.command.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.page.PageKind;
import dev.profileguard.page.PageReport;
import dev.profileguard.sandbox.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The option `--report`.
class ReportOptionsTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final Reporting reporting = new Reporting();
    private final CommandLine command =
            new CommandLine(reporting)
                    .setOut(new PrintWriter(output))
                    .setErr(new PrintWriter(errors));
    @TempDir Path folder = Path.of("");

    @Test
    void writesNothingWithoutTheOption() {
        command.parseArgs();

        assertThat(write()).isTrue();

        assertThat(output.toString()).isEmpty();
    }

    @Test
    void aFolderThatIsGoneInTheEndIsAnErrorAndLosesNothing() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        command.parseArgs("--report", gone.resolve("page.html").toString());
        reporting.report.check(command);
        Files.delete(gone);

        assertThat(write()).isFalse();

        assertThat(errors.toString())
                .contains("--report " + gone.resolve("page.html") + " cannot be written: ");
    }

    private boolean write() {
        Terminal terminal = Terminal.output(command);
        boolean written = reporting.report.write(ReportOptionsTest::empty, terminal, command);
        terminal.flush();
        return written;
    }

    private static PageReport empty() {
        return new PageReport(
                PageKind.PLAN,
                "",
                "123456789012",
                Instant.EPOCH,
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
    }

    @Command
    private static final class Reporting {
        @Mixin private ReportOptions report = new ReportOptions();
    }
}
