package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.command.option.TemplateOptions;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `guard replay`: what would each function have done about recorded calls?
@Command(
        name = "replay",
        description = {
            "Play CloudTrail records: what would each function have done, and why?",
            "Files hold records, log files of CloudTrail's, or what other services and tools wrap"
                + " around records: EventBridge, SNS, SQS, CloudWatch Logs and Logs Insights,"
                + " CloudTrail Lake, 'aws cloudtrail lookup-events'; gzipped or not. Of a folder,"
                + " all files that end in .json, .jsonl or .gz are taken; digests, Insights and the"
                + " logs of other services are named and left out. A record that several trails"
                + " wrote is taken once.",
            "They are played in the order of their times against an account rebuilt from the"
                + " records themselves; what waits in a queue is handed over when its time has come"
                + " by theirs. Unless overridden, every profile is guarded and nothing is enforced."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final Map<String, String> DEFAULTS =
            Map.of("GuardMode", "observe", "GuardedProfiles", "*");

    @Mixin private TemplateOptions options = new TemplateOptions();

    @Option(
            names = "--account-id",
            paramLabel = "ACCOUNT",
            description =
                    "The account whose records are played (default: the one with most of them).")
    private String accountId = "";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Where the records are.")
    private List<Path> files = new ArrayList<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public ReplayCommand() {}

    @Override
    public Integer call() {
        if (!accountId.isEmpty() && !accountId.matches("\\d{12}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--account-id must be the twelve digits of an account, not '%s'"
                            .formatted(accountId));
        }
        RecordedCalls calls = RecordedCalls.read(files, this::complain);
        String account = accountId.isEmpty() ? calls.largestAccount() : accountId;
        if (!calls.hasRecords(this::complain) || !has(calls, account)) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        return play(calls, new OneAccount(account, Stack.ACCOUNT))
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean has(RecordedCalls calls, String account) {
        boolean found = accountId.isEmpty() || calls.accounts().containsKey(account);
        if (!found) {
            complain(
                    "no record is of account %s, but of these: %s"
                            .formatted(account, calls.accountsBut(account)));
        }
        return found;
    }

    private boolean play(RecordedCalls all, OneAccount account) {
        RecordedCalls calls = all.of(account.account()).in(account::exchanged);
        CommandLine command = spec.commandLine();
        try (Sandbox sandbox =
                Sandbox.stoppedAt(calls.begin(), options.file(), parameters(account))) {
            Replay replay =
                    new Replay(
                            sandbox,
                            command.getOut(),
                            command.getColorScheme().ansi(),
                            account::exchanged);
            replay.introduce();
            all.leftOut().forEach(command.getOut()::println);
            if (calls.count() < all.count()) {
                command.getOut().println(otherAccounts(all, calls, account));
            }
            replay.prepare(calls);
            replay.show(calls);
            return replay.play(calls, () -> {}) && calls.isComplete();
        }
    }

    private static String otherAccounts(RecordedCalls all, RecordedCalls own, OneAccount account) {
        return "left out: %d of %d records, which are other accounts': %s. ReplayedCall is account %s; --account-id chooses another"
                .formatted(
                        all.count() - own.count(),
                        all.count(),
                        all.accountsBut(account.account()),
                        account.account());
    }

    private Map<String, String> parameters(OneAccount account) {
        Map<String, String> given = new LinkedHashMap<>(DEFAULTS);
        options.parameters().forEach((name, value) -> given.put(name, account.exchanged(value)));
        return given;
    }

    private void complain(String wrong) {
        spec.commandLine().getErr().println("guard: " + wrong);
        spec.commandLine().getErr().flush();
    }
}
