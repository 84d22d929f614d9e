package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
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
