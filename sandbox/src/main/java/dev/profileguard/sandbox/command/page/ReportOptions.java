package dev.profileguard.sandbox.command.page;

import dev.profileguard.page.Page;
import dev.profileguard.page.PageReport;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The option of commands that also write what they show as a page for a browser.
public final class ReportOptions {
    private static final int KILOBYTE = 1000;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = {
                "Also write what it shows as a page to this file: open it in a browser. It is one"
                        + " file of HTML that loads nothing. An existing file is replaced."
            })
    private @Nullable Path file;

    /// Picocli calls this one.
    public ReportOptions() {}

    /// Whether the user set the option.
    public boolean isGiven() {
        return file != null;
    }

    /// Checks that the file can be written, before the work that leads to it.
    ///
    /// @throws ParameterException when it cannot
    public void check(CommandLine command) {
        if (file == null) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw refused(command, "it is a folder. Name a file in it");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw refused(command, "it is a device or a pipe. Name a regular file");
        }
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw refused(
                    command, "it is a link to a file that is not there. Name the file itself");
        }
        Path folder = folder(file);
        if (!Files.isDirectory(folder)) {
            throw refused(
                    command,
                    "there is no folder %s. Create it".formatted(VisibleText.path(folder)));
        }
        if (!Files.isWritable(folder)) {
            throw refused(
                    command,
                    "the folder %s is not writable. Name a file in another one"
                            .formatted(VisibleText.path(folder)));
        }
    }

    /// Writes the page, unless the option is not set. The file appears when it is complete. A link
    /// stays, and the file that it names is replaced. An error is printed, so that what was printed
    /// before is not lost.
    ///
    /// @return false: the file could not be written
    public boolean write(Supplier<PageReport> report, Terminal terminal, CommandLine command) {
        if (file == null) {
            return true;
        }
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file;
            write(Page.html(report.get()), target);
            terminal.emptyLine();
            terminal.line(
                    "%s: %d KB, open it in a browser"
                            .formatted(VisibleText.path(file), Files.size(target) / KILOBYTE));
            return true;
        } catch (IOException e) {
            Terminal.errors(command).error(refusal(VisibleText.message(e.getMessage())));
            return false;
        }
    }

    /// Says why there is no page, unless the option is not set.
    ///
    /// @return false: there should be one
    boolean refuse(String why, CommandLine command) {
        if (file == null) {
            return true;
        }
        Terminal.errors(command).error(refusal(why));
        return false;
    }

    private static void write(String html, Path target) throws IOException {
        Path written = folder(target).resolve(".%s.part".formatted(UUID.randomUUID()));
        try {
            Files.writeString(written, html, StandardOpenOption.CREATE_NEW);
            Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static Path folder(Path of) {
        return Objects.requireNonNull(of.toAbsolutePath().normalize().getParent());
    }

    private ParameterException refused(CommandLine command, String why) {
        return new ParameterException(command, refusal(why));
    }

    private String refusal(String why) {
        String path = VisibleText.path(Objects.requireNonNull(file));
        return "--report %s cannot be written: %s".formatted(path, why);
    }
}
