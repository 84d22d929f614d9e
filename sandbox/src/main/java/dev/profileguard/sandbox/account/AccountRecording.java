package dev.profileguard.sandbox.account;

import dev.profileguard.sandbox.aws.iam.AccountImage;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.input.GzipFiles;
import dev.profileguard.sandbox.input.HeapLimit;
import dev.profileguard.sandbox.input.Progress;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A recorded account, read from files. It is complete and consistent.
public final class AccountRecording {
    private static final int DEFAULT_QUOTA = 1000;

    private final AccountImage image;
    private final @Nullable Origin origin;
    private final Counts counts;
    private final @Nullable Integer instanceProfileQuota;
    private final boolean hasProfileList;
    private final boolean hasProfileTags;

    /// The numbers of entries that were read.
    ///
    /// @param policies customer managed policies
    /// @param awsPolicies AWS managed policies that are attached
    /// @param groups not loaded, because the sandbox has no groups
    public record Counts(
            int roles, int profiles, int policies, int awsPolicies, int users, int groups) {}

    /// @param origin the recorded account; null: no entry has an ARN
    /// @param instanceProfileQuota from GetAccountSummary; null: it was not recorded
    /// @param hasProfileList whether the files contain an output of ListInstanceProfiles
    /// @param hasProfileTags whether a profile has tags
    AccountRecording(
            AccountImage image,
            @Nullable Origin origin,
            Counts counts,
            @Nullable Integer instanceProfileQuota,
            boolean hasProfileList,
            boolean hasProfileTags) {
        this.image = image;
        this.origin = origin;
        this.counts = counts;
        this.instanceProfileQuota = instanceProfileQuota;
        this.hasProfileList = hasProfileList;
        this.hasProfileTags = hasProfileTags;
    }

    /// Reads the outputs of `aws iam get-account-authorization-details`, `list-instance-profiles`,
    /// `get-instance-profile` and `get-account-summary`, in any number of files and pages, gzipped
    /// or not.
    ///
    /// @param sandboxAccount the number of the sandbox's account
    /// @param progress counts the bytes that are read; closed by the caller
    /// @throws AccountFileException when a file has other content, the files contradict each other,
    ///   or the account does not fit into memory
    public static AccountRecording read(
            List<Path> files, String sandboxAccount, Progress progress) {
        AccountBuilder builder = new AccountBuilder(sandboxAccount);
        progress.expect(files);
        for (Path file : files) {
            try (InputStream input = GzipFiles.open(file, progress)) {
                AccountReader.read(file.toString(), input, builder);
            } catch (IOException e) {
                throw AccountFileException.unreadable(file, e);
            } catch (OutOfMemoryError e) {
                throw new AccountFileException(
                        VisibleText.path(file) + ": " + HeapLimit.exceeded(), e);
            }
        }
        return builder.build();
    }

    /// Replaces the content of an account with the recorded account, and sets its quota of instance
    /// profiles.
    public void loadInto(IamAccount account) {
        account.load(image);
        account.instanceProfileQuota(instanceProfileQuota());
    }

    /// The quota of instance profiles. If it was not recorded, IAM's default of 1,000; for an
    /// account that has 1,000 profiles or more, the next multiple of 1,000 above their number.
    public int instanceProfileQuota() {
        return instanceProfileQuota != null
                ? instanceProfileQuota
                : DEFAULT_QUOTA * (1 + counts.profiles() / DEFAULT_QUOTA);
    }

    /// The number and partition of the recorded account; empty: no entry has an ARN.
    public Optional<Origin> origin() {
        return Optional.ofNullable(origin);
    }

    public Counts counts() {
        return counts;
    }

    /// Messages for the user about the content of the files and what is missing in them.
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "loaded %d roles, %d instance profiles, %d customer managed policies and %d users"
                        .formatted(
                                counts.roles(),
                                counts.profiles(),
                                counts.policies(),
                                counts.users()));
        if (origin != null && origin.isDifferent()) {
            lines.add(
                    "account %s runs as %s in the sandbox: the number and the partition are replaced in ARNs and policy documents"
                            .formatted(origin, origin.sandboxAccount()));
        }
        if (counts.groups() > 0) {
            lines.add(
                    "%d groups and the policies of users are left out: the sandbox does not support them"
                            .formatted(counts.groups()));
        }
        if (!hasProfileList) {
            lines.add(
                    "profiles without a role are missing: add the output of 'aws iam"
                            + " list-instance-profiles'");
        }
        if (!hasProfileTags && counts.profiles() > 0) {
            lines.add(
                    "tags of profiles are missing: add the outputs of 'aws iam"
                            + " get-instance-profile'");
        }
        if (instanceProfileQuota == null && counts.profiles() >= DEFAULT_QUOTA) {
            lines.add(
                    "the quota of instance profiles is missing, %d is assumed: add the output of 'aws iam get-account-summary'"
                            .formatted(instanceProfileQuota()));
        }
        return lines;
    }
}
