package dev.profileguard.sandbox.command.demo;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.command.demo.stage.DemoPage;
import dev.profileguard.sandbox.command.demo.stage.Deployment;
import dev.profileguard.sandbox.command.demo.stage.Scene;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import dev.profileguard.sandbox.command.demo.stage.Summary;
import dev.profileguard.sandbox.command.page.ReportOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.text.VisibleText;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `guard demo`: runs its acts. The exit status is 0 if all expectations are met.
@Command(
        name = "demo",
        description = "Show what Profile Guard does, in sandbox accounts on this machine.")
public final class DemoCommand implements Callable<Integer> {
    private static final List<String> NEXT =
            List.of(
                    "Try next:",
                    "   ./guard demo --chapter guard    each call, event, repair and finding of a"
                            + " chapter (--list has their names)",
                    "   ./guard sandbox                 an AWS account on this machine, for your"
                            + " own tools and tests",
                    "   ./guard rehearse --help         what all this would do to your account,"
                            + " from one file that AWS writes");

    @Option(
            names = "--template",
            defaultValue = "${sys:guard.template:-template.yaml}",
            description = "The template to deploy (default: the project's own).")
    private Path template = Path.of("template.yaml");

    @Option(names = "--list", description = "List the chapters, and play nothing.")
    private boolean list;

    @Option(
            names = "--chapter",
            paramLabel = "NAME",
            description =
                    "Play only this chapter (default: all), with all that happens in it. May be"
                            + " repeated.")
    private List<String> chapters = List.of();

    @Option(
            names = "--verbose",
            description = "Print each call, event and finding, not only a line for each scene.")
    private boolean verbose;

    @Mixin private ReportOptions report = new ReportOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    private final DemoPage page = new DemoPage();

    /// Picocli calls this one.
    public DemoCommand() {}

    @Override
    public Integer call() {
        Terminal terminal = Terminal.output(spec.commandLine());
        if (list) {
            Act.ALL.forEach(each ->
                    terminal.line(
                            "%-15s %s: %s".formatted(each.name(), each.function(), each.about())));
            terminal.flush();
            return 0;
        }
        List<Act.Definition> chosen = chosen();
        report.check(spec.commandLine());
        terminal.line("Profile Guard in sandbox accounts, deployed from " + template);
        int failed =
                verbose || !chapters.isEmpty()
                        ? inFull(chosen, terminal)
                        : inShort(chosen, terminal);
        terminal.emptyLine();
        terminal.line(
                failed == 0 ? "All expectations are met." : failed + " expectations are not met.");
        boolean written =
                report.write(
                        () -> page.report(Instant.now().truncatedTo(ChronoUnit.SECONDS)),
                        terminal,
                        spec.commandLine());
        terminal.flush();
        return failed == 0 && written ? 0 : 1;
    }

    private int inFull(List<Act.Definition> chosen, Terminal terminal) {
        return chosen.stream().mapToInt(each -> play(each, terminal, scene -> {})).sum();
    }

    /// A line or two for each scene, and all of a chapter that fails.
    private int inShort(List<Act.Definition> chosen, Terminal terminal) {
        Summary summary = new Summary(terminal);
        boolean attacks = false;
        int failed = 0;
        for (Act.Definition each : chosen) {
            if (Act.FUNCTIONS.contains(each)) {
                summary.chapter(each.function(), each.about());
            } else if (!attacks) {
                summary.chapter("Attacks", "what does not help an attacker (docs/security.md)");
                attacks = true;
            }
            Terminal all = terminal.held();
            int inChapter = play(each, all, summary::scene);
            if (inChapter > 0) {
                terminal.release(all);
            }
            failed += inChapter;
        }
        summary.table();
        terminal.emptyLine();
        NEXT.forEach(terminal::line);
        return failed;
    }

    private List<Act.Definition> chosen() {
        List<String> names = Act.ALL.stream().map(Act.Definition::name).toList();
        for (String chapter : chapters) {
            if (!names.contains(chapter)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--chapter: there is no chapter '%s'. The chapters are: %s"
                                .formatted(VisibleText.excerpt(chapter), String.join(", ", names)));
            }
        }
        return Act.ALL.stream()
                .filter(each -> chapters.isEmpty() || chapters.contains(each.name()))
                .toList();
    }

    private int play(Act.Definition definition, Terminal terminal, Consumer<Scene> ended) {
        try (Sandbox sandbox =
                Sandbox.start(template, definition.parameters(), Sandbox.Mode.TEST_CLOCK)) {
            sandbox.onWarning(warning -> {});
            Stage stage =
                    Stage.open(
                            sandbox,
                            terminal,
                            definition.function(),
                            definition.about(),
                            new Deployment(template, definition.parameters()),
                            scene -> {
                                page.add(scene);
                                ended.accept(scene);
                            });
            definition.act().apply(stage).play();
            stage.end();
            return stage.failed();
        }
    }
}
