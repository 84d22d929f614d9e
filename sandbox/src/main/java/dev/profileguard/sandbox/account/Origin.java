package dev.profileguard.sandbox.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The account that was recorded. The sandbox is another one, so that the recorded number and
/// partition are replaced in ARNs and policy documents.
///
/// @param partition such as `aws-us-gov`
/// @param account twelve digits
/// @param sandbox the number of the sandbox's account
public record Origin(String partition, String account, String sandbox) {
    private static final Pattern ARN =
            Pattern.compile("arn:(?<partition>aws[a-z0-9-]*):iam::(?<account>\\d{12}):(?<rest>.+)");

    /// @throws AccountFileException when it is not the ARN of a thing in an account's IAM, or names
    ///   another path or name
    static Origin of(
            String arn,
            String kind,
            String path,
            String name,
            String sandbox,
            SourceLocation place) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches() || !parts.group("rest").equals(kind + path + name)) {
            throw AccountFileException.at(
                    place,
                    "Arn is %s, and the rest makes it arn:...:iam::ACCOUNT:%s%s%s"
                            .formatted(arn, kind, path, name));
        }
        return new Origin(parts.group("partition"), parts.group("account"), sandbox);
    }

    /// The same text for the sandbox's account: its number where the recorded one stands as a whole
    /// number, its partition where the recorded one stands in an ARN. Anything that was recorded
    /// beside the account, such as events, is to be read through this.
    public String here(String text) {
        String moved = text.contains(account) ? number().matcher(text).replaceAll(sandbox) : text;
        return isMovedPartition() ? moved.replace("arn:" + partition + ":", "arn:aws:") : moved;
    }

    /// Whether anything has to be replaced.
    public boolean isElsewhere() {
        return !account.equals(sandbox) || isMovedPartition();
    }

    /// Such as `111122223333 (aws-us-gov)`.
    @Override
    public String toString() {
        return isMovedPartition() ? "%s (%s)".formatted(account, partition) : account;
    }

    private boolean isMovedPartition() {
        return !partition.equals("aws");
    }

    private Pattern number() {
        return Pattern.compile("(?<!\\d)" + account + "(?!\\d)");
    }
}
