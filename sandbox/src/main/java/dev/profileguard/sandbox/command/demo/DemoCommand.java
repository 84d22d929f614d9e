package dev.profileguard.sandbox.command.demo;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.command.demo.stage.Deployment;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.text.VisibleText;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `guard demo`: runs its acts. The exit status is 0 if all expectations are met.
@Command(
        name = "demo",
        description = "Show what Profile Guard does, in sandbox accounts on this machine.")
public final class DemoCommand implements Callable<Integer> {
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
            description = "Play only this chapter (default: all). May be repeated.")
    private List<String> chapters = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

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
        terminal.line("Profile Guard in sandbox accounts, deployed from " + template);
        int failed = 0;
        for (Act.Definition definition : chosen) {
            try (Sandbox sandbox =
                    Sandbox.start(template, definition.parameters(), Sandbox.Mode.TEST_CLOCK)) {
                failed += play(definition, sandbox, terminal);
            }
        }
        terminal.emptyLine();
        terminal.line(
                failed == 0 ? "All expectations are met." : failed + " expectations are not met.");
        terminal.flush();
        return failed == 0 ? 0 : 1;
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

    private int play(Act.Definition definition, Sandbox sandbox, Terminal terminal) {
        sandbox.onWarning(warning -> {});
        Stage stage =
                Stage.open(
                        sandbox,
                        terminal,
                        definition.function(),
                        definition.about(),
                        new Deployment(template, definition.parameters()));
        definition.act().apply(stage).play();
        stage.end();
        return stage.failed();
    }
}
