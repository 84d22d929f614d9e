package dev.profileguard.sandbox.account;

import dev.profileguard.sandbox.aws.iam.AccountImage;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An account as files tell of it, read and found sound as a whole.
public final class AccountRecording {
    private static final int USUAL_QUOTA = 1000;

    private final AccountImage image;
    private final @Nullable Origin origin;
    private final Counts counts;
    private final @Nullable Integer instanceProfileQuota;
    private final boolean listed;
    private final boolean tagged;

    /// How many of each kind were read.
    ///
    /// @param policies of the customer
    /// @param awsPolicies of AWS, in use; the sandbox has its own
    /// @param groups which the sandbox does not have
    public record Counts(
            int roles, int profiles, int policies, int awsPolicies, int users, int groups) {}

    AccountRecording(
            AccountImage image,
            @Nullable Origin origin,
            Counts counts,
            @Nullable Integer instanceProfileQuota,
            boolean listed,
            boolean tagged) {
        this.image = image;
        this.origin = origin;
        this.counts = counts;
        this.instanceProfileQuota = instanceProfileQuota;
        this.listed = listed;
        this.tagged = tagged;
    }

    /// Reads the outputs of `aws iam get-account-authorization-details`, `list-instance-profiles`,
    /// `get-instance-profile` and `get-account-summary`, in any number of files and pages, gzipped
    /// or not.
    ///
    /// @param sandbox the number of the account that it is for
    /// @param progress told of each byte; closed by the caller
    /// @throws AccountFileException when a file is anything else, or they do not fit together, or
    ///   what is to be kept of them does not fit into memory
    public static AccountRecording read(List<Path> files, String sandbox, Progress progress) {
        AccountBuilder assembly = new AccountBuilder(sandbox);
        progress.expect(files);
        for (Path file : files) {
            try (InputStream input = GzipFiles.open(file, progress)) {
                AccountReader.read(file.toString(), input, assembly);
            } catch (IOException e) {
                throw AccountFile.unreadable(file, e);
            } catch (OutOfMemoryError e) {
                throw new AccountFileException(file + ": " + HeapLimit.ended(), e);
            }
        }
        return assembly.finished();
    }

    /// Puts it in the place of all that the account holds, and gives it the recorded quota of
    /// instance profiles, or else the least that a person may have been granted.
    public void loadInto(IamAccount account) {
        account.load(image);
        account.instanceProfileQuota(instanceProfileQuota());
    }

    /// How many instance profiles the account may have. Where nothing tells, IAM's default, or the
    /// next thousand above what there is.
    public int instanceProfileQuota() {
        return instanceProfileQuota != null
                ? instanceProfileQuota
                : USUAL_QUOTA * (1 + counts.profiles() / USUAL_QUOTA);
    }

    /// Where it comes from; empty: nothing in it tells.
    public Optional<Origin> origin() {
        return Optional.ofNullable(origin);
    }

    /// What was read.
    public Counts counts() {
        return counts;
    }

    /// What a person should know of it, a line each.
    public List<String> told() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "loaded %d roles, %d instance profiles, %d customer managed policies and %d users"
                        .formatted(
                                counts.roles(),
                                counts.profiles(),
                                counts.policies(),
                                counts.users()));
        if (origin != null && origin.isElsewhere()) {
            lines.add(
                    "account %s runs here as %s: number and partition are replaced in ARNs and policy documents"
                            .formatted(origin, origin.sandbox()));
        }
        if (counts.groups() > 0) {
            lines.add(
                    "%d groups, and the policies of users, are left out: the sandbox has none"
                            .formatted(counts.groups()));
        }
        if (!listed) {
            lines.add(
                    "profiles without a role are missing: only 'aws iam list-instance-profiles'"
                            + " tells of them");
        }
        if (!tagged && counts.profiles() > 0) {
            lines.add(
                    "no profile has tags: only 'aws iam get-instance-profile' tells of them, and"
                            + " its output can be added");
        }
        if (instanceProfileQuota == null && counts.profiles() >= USUAL_QUOTA) {
            lines.add(
                    "the quota of instance profiles is taken as %d: only 'aws iam get-account-summary' tells it"
                            .formatted(instanceProfileQuota()));
        }
        return lines;
    }
}
