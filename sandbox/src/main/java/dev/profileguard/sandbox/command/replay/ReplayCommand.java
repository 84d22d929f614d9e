package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.command.option.TemplateOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.trail.RecordedCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `guard replay`: prints what each function would have done about recorded calls.
@Command(
        name = "replay",
        description = {
            "Replay CloudTrail records: show what each function would have done, and why.",
            "A file contains CloudTrail records or log files, or the output of EventBridge, SNS,"
                    + " SQS, CloudWatch Logs, Logs Insights, CloudTrail Lake or 'aws cloudtrail"
                    + " lookup-events'. It may be gzipped. In a folder, files with the extensions"
                    + " .json, .jsonl, .ndjson, .log, .csv and .gz are read, and files without an"
                    + " extension. Digests, Insights and logs of other services are left out and"
                    + " listed. Duplicate records, from several trails, are left out too.",
            "The records are replayed in the order of their times, in an account that is rebuilt"
                    + " from the records. Queues deliver delayed events by these times. By default,"
                    + " every profile is guarded (GuardedProfiles=*), and GuardMode is observe."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final Map<String, String> DEFAULTS =
            Map.of("GuardMode", "observe", "GuardedProfiles", "*");

    @Mixin private TemplateOptions options = new TemplateOptions();

    @Option(
            names = "--account-id",
            paramLabel = "ACCOUNT",
            description =
                    "The account whose records are replayed (default: the one with the most"
                            + " records).")
    private String accountId = "";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A file or folder with records.")
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
        RecordedCalls calls = RecordedCalls.read(files, this::printError);
        String account =
                accountId.isEmpty()
                        ? calls.largestAccount().orElse(Stack.DEFAULT.account())
                        : accountId;
        if (!calls.hasRecords(this::printError) || !has(calls, account)) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        return play(calls, new AccountNumbers(account, Stack.DEFAULT.account()))
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean has(RecordedCalls calls, String account) {
        boolean found = accountId.isEmpty() || calls.accounts().containsKey(account);
        if (!found) {
            printError(
                    "no record belongs to account %s. The records belong to %s"
                            .formatted(account, calls.accountsExcept(account)));
        }
        return found;
    }

    private boolean play(RecordedCalls all, AccountNumbers account) {
        RecordedCalls calls = all.of(account.recorded()).mapped(account::swapped);
        Terminal terminal = Terminal.output(spec.commandLine());
        try (Sandbox sandbox =
                Sandbox.stoppedAt(Replay.startTime(calls), options.file(), parameters(account))) {
            options.store(sandbox);
            sandbox.instances().regions().listOnly(regions(calls));
            Replay replay = new Replay(sandbox, terminal, account::swapped);
            replay.printWarnings();
            all.leftOut().forEach(terminal::line);
            if (calls.count() < all.count()) {
                terminal.line(otherAccounts(all, calls, account));
            }
            replay.prepare(calls);
            replay.recordBaselines(calls);
            return replay.play(calls, () -> {}) && calls.isComplete();
        }
    }

    /// Those of the records, and the one whose regional service lists them: the account that is
    /// rebuilt has roles and profiles, and nothing in any region.
    private static Set<String> regions(RecordedCalls calls) {
        Set<String> regions = new HashSet<>(calls.regions());
        regions.add(Stack.REGION);
        return regions;
    }

    private static String otherAccounts(
            RecordedCalls all, RecordedCalls own, AccountNumbers account) {
        return "left out: %d of %d records, which belong to other accounts: %s. This is the replay of account %s; choose another with --account-id"
                .formatted(
                        all.count() - own.count(),
                        all.count(),
                        all.accountsExcept(account.recorded()),
                        account.recorded());
    }

    private Map<String, String> parameters(AccountNumbers account) {
        Map<String, String> given = new LinkedHashMap<>(DEFAULTS);
        options.parameters().forEach((name, value) -> given.put(name, account.swapped(value)));
        return given;
    }

    private void printError(String message) {
        Terminal.errors(spec.commandLine()).error(message);
    }
}
