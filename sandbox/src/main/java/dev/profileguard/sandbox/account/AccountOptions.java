package dev.profileguard.sandbox.account;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.input.Progress;
import dev.profileguard.sandbox.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The command-line options of commands that start from a recorded account.
public final class AccountOptions {
    @Option(
            names = "--account",
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "Start from a recorded account: the output of 'aws iam"
                    + " get-account-authorization-details', all pages, also gzipped. For profiles"
                    + " without a role, add the output of 'aws iam list-instance-profiles'; for"
                    + " tags of profiles, 'aws iam get-instance-profile'; for the quota, 'aws iam"
                    + " get-account-summary'. The outputs may be in one file or in several."
            })
    private List<Path> files = new ArrayList<>();

    /// Picocli calls this one.
    public AccountOptions() {}

    /// Whether the user set the option.
    public boolean isGiven() {
        return !files.isEmpty();
    }

    /// Reads the files, prints a summary, and loads the recorded account into the sandbox's
    /// account. On a terminal, a bar shows the progress.
    ///
    /// @param terminal receives the summary
    /// @return the recorded account; empty: the user did not set the option, and the account is
    ///   unchanged
    /// @throws AccountFileException when a file is invalid; the account is unchanged
    public Optional<AccountRecording> load(IamAccount account, Terminal terminal) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        AccountRecording recorded = read(terminal);
        recorded.loadInto(account);
        return Optional.of(recorded);
    }

    /// Reads the files and prints a summary. On a terminal, a bar shows the progress.
    ///
    /// @param terminal receives the summary
    /// @throws AccountFileException when a file is invalid; nothing is printed
    public AccountRecording read(Terminal terminal) {
        try (Progress progress = Progress.onTerminal("reading")) {
            AccountRecording recorded =
                    AccountRecording.read(files, Stack.DEFAULT.account(), progress);
            recorded.summary().forEach(terminal::line);
            terminal.flush();
            return recorded;
        }
    }
}
