package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.regex.Pattern;

/// The ARN of a managed policy.
public final class PolicyArn {
    private static final Pattern ARN = Pattern.compile("arn:[^:]+:[^:]+:[^:]*:[^:]*:.+");
    private static final Pattern POLICY =
            Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}|aws):policy/.+");

    private PolicyArn() {}

    static boolean isPolicy(String arn) {
        return POLICY.matcher(arn).matches();
    }

    /// Checks that a managed policy that a call would change belongs to the account itself.
    ///
    /// @param refused the start of IAM's message
    /// @throws software.amazon.awssdk.services.iam.model.IamException AccessDenied if it belongs to
    ///   AWS or to another account
    static void requireOwn(Transaction transaction, String arn, String refused) {
        check(arn);
        if (!arn.split(":", 6)[4].equals(transaction.state().accountId())) {
            throw IamErrors.accessDenied(refused + " outside your own account.");
        }
    }

    /// Checks that a text is the ARN of a managed policy.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.IamException ValidationError if it is no
    ///   ARN, InvalidInput if it is the ARN of something else
    public static void check(String arn) {
        if (!ARN.matcher(arn).matches()) {
            throw IamErrors.validation("ARN %s is not valid.".formatted(arn));
        }
        if (!isPolicy(arn)) {
            throw IamErrors.invalidInput("ARN %s is not valid.".formatted(arn));
        }
    }
}
