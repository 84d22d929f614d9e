package dev.profileguard.sandbox.account;

import dev.profileguard.text.VisibleText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The number and partition of the recorded account. The sandbox's account has another number and
/// partition, which replace these in ARNs and policy documents.
///
/// @param partition such as `aws-us-gov`
/// @param account twelve digits
/// @param sandboxAccount the number of the sandbox's account
public record Origin(String partition, String account, String sandboxAccount) {
    private static final Pattern ARN =
            Pattern.compile("arn:(?<partition>aws[a-z0-9-]*):iam::(?<account>\\d{12}):(?<rest>.+)");

    /// The origin in the ARN of a role, profile, policy or user.
    ///
    /// @param kind the kind of resource in the ARN, such as `role`
    /// @throws AccountFileException when it is not an ARN of IAM with this kind, path and name
    static Origin of(
            String arn,
            String kind,
            String path,
            String name,
            String sandboxAccount,
            SourceLocation place) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches() || !parts.group("rest").equals(kind + path + name)) {
            throw AccountFileException.at(
                    place,
                    "Arn is %s, but path and name require arn:...:iam::ACCOUNT:%s%s%s"
                            .formatted(
                                    VisibleText.excerpt(arn),
                                    kind,
                                    VisibleText.excerpt(path),
                                    VisibleText.excerpt(name)));
        }
        return new Origin(parts.group("partition"), parts.group("account"), sandboxAccount);
    }

    /// The text for the sandbox's account. This replaces the recorded account number, where it is a
    /// whole number, and the recorded partition in ARNs. Apply it to everything that was recorded
    /// with the account, such as events.
    public String localized(String text) {
        String replaced =
                text.contains(account) ? number().matcher(text).replaceAll(sandboxAccount) : text;
        return isOtherPartition()
                ? replaced.replace("arn:" + partition + ":", "arn:aws:")
                : replaced;
    }

    /// Whether the sandbox's account has another number or partition.
    public boolean isDifferent() {
        return !account.equals(sandboxAccount) || isOtherPartition();
    }

    /// Such as `111122223333 (aws-us-gov)`.
    @Override
    public String toString() {
        return isOtherPartition() ? "%s (%s)".formatted(account, partition) : account;
    }

    private boolean isOtherPartition() {
        return !partition.equals("aws");
    }

    private Pattern number() {
        return Pattern.compile("(?<!\\d)" + account + "(?!\\d)");
    }
}
