package dev.profileguard.finding.delivery;

import dev.profileguard.iam.Arn;
import org.jspecify.annotations.Nullable;

/// Where a stack is.
///
/// @param partition such as `aws`
/// @param region empty: unknown, as in the other two
/// @param account twelve digits
public record Place(String partition, String region, String account) {
    /// A place of which nothing is known.
    public static final Place UNKNOWN = new Place("", "", "");

    /// The place of what an ARN names, such as a function of the stack.
    public static Place of(@Nullable String arn) {
        Arn parsed = Arn.parse(arn);
        return parsed == null
                ? UNKNOWN
                : new Place(parsed.partition(), parsed.region(), parsed.account());
    }

    /// The ARN of a resource of IAM in this account.
    String iam(String resource) {
        return new Arn(partition, "iam", "", account, resource).text();
    }
}
