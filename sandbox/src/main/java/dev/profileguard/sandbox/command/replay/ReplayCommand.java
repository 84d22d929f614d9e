package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.TemplateOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `guard replay`: what would each function have done about recorded calls?
@Command(
        name = "replay",
        description = {
            "Play CloudTrail records: what would each function have done, and why?",
            "Files hold a record, an EventBridge event, a log file of CloudTrail's, or what 'aws"
                + " cloudtrail lookup-events' prints; gzipped or not. Of a folder, all files that"
                + " end in .json, .jsonl or .gz are taken. They are played in the order of their"
                + " times against an account rebuilt from the records themselves; what waits in a"
                + " queue is handed over when its time has come by theirs. Unless overridden, every"
                + " profile is guarded and nothing is enforced."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final Map<String, String> DEFAULTS =
            Map.of("GuardMode", "observe", "GuardedProfiles", "*");

    @Mixin private TemplateOptions options = new TemplateOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Where the records are.")
    private List<Path> files = new ArrayList<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public ReplayCommand() {}

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        RecordedCalls calls =
                RecordedCalls.read(files, wrong -> command.getErr().println("guard: " + wrong));
        command.getErr().flush();
        if (calls.count() == 0 && !calls.isComplete()) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        Map<String, String> given = new LinkedHashMap<>(DEFAULTS);
        given.putAll(options.parameters());
        try (Sandbox sandbox = Sandbox.standingAt(calls.begin(), options.file(), given)) {
            Replay replay = new Replay(sandbox, command.getOut(), command.getColorScheme().ansi());
            replay.introduce();
            replay.prepare(calls);
            replay.show(calls);
            return replay.play(calls, () -> {}) && calls.isComplete() ? 0 : 1;
        }
    }
}
