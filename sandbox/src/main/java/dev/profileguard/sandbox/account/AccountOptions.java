package dev.profileguard.sandbox.account;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of every command that starts from a recorded account.
public final class AccountOptions {
    @Option(
            names = "--account",
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "What 'aws iam get-account-authorization-details' printed, all pages, also .gz: the"
                    + " account to start from. Add the output of 'aws iam list-instance-profiles'"
                    + " for profiles without a role, and of 'aws iam get-instance-profile' for"
                    + " tags, and of 'aws iam get-account-summary' for its quota; in the same file"
                    + " or in several."
            })
    private List<Path> files = new ArrayList<>();

    /// Picocli calls this one.
    public AccountOptions() {}

    /// Whether a file was given.
    public boolean isGiven() {
        return !files.isEmpty();
    }

    /// Reads the files with a bar on a terminal, says what was found, and puts it into the account.
    ///
    /// @param told where people are told
    /// @return what was read; empty: no file was given, and nothing is changed
    /// @throws AccountFileException when a file is not as it should be; nothing is changed then
    public Optional<AccountRecording> load(IamAccount account, PrintWriter told) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        AccountRecording recorded = read(told);
        recorded.loadInto(account);
        return Optional.of(recorded);
    }

    /// Reads the files with a bar on a terminal, and says what was found.
    ///
    /// @throws AccountFileException when a file is not as it should be; nothing is said then
    public AccountRecording read(PrintWriter told) {
        try (Progress progress = Progress.onTerminal("reading")) {
            AccountRecording recorded = AccountRecording.read(files, Stack.ACCOUNT, progress);
            recorded.told().forEach(told::println);
            told.flush();
            return recorded;
        }
    }
}
