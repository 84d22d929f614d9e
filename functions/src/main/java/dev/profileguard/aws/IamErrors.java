package dev.profileguard.aws;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

/// Distinguishes errors of IAM that have the same error code.
final class IamErrors {
    private static final Set<String> ACCESS_DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");

    private static final int SERVER_ERRORS = 500;
    private static final int NOT_IMPLEMENTED = 501;

    private IamErrors() {}

    /// Why IAM does not allow a call to this function: a policy denies it, or none allows it, or
    /// only an AWS service may change the role or profile. Null: the error has another reason.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
    static @Nullable String refusal(IamException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        if (details == null) {
            return null;
        }
        boolean isOwned = error instanceof UnmodifiableEntityException;
        String message = String.valueOf(details.errorMessage());
        return isOwned
                ? "UnmodifiableEntity: " + message
                : ACCESS_DENIED.contains(String.valueOf(details.errorCode())) ? message : null;
    }

    /// What IAM says about an error.
    static String message(IamException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        return String.valueOf(details == null ? error.getMessage() : details.errorMessage());
    }

    /// What IAM answers to this call, and to the same call later. Null: the error may be gone then.
    static @Nullable String lastWord(IamException error) {
        boolean isLast =
                error.statusCode() < SERVER_ERRORS || error.statusCode() == NOT_IMPLEMENTED;
        AwsErrorDetails details = error.awsErrorDetails();
        return isLast && !error.isThrottlingException() && details != null
                ? details.errorMessage()
                : null;
    }

    /// Whether the role is missing, and not the instance profile. The message of
    /// AddRoleToInstanceProfile is `The role with name R cannot be found.` or `Instance Profile P
    /// cannot be found.`
    static boolean isAboutRole(NoSuchEntityException error) {
        return error.awsErrorDetails() != null
                && error.awsErrorDetails().errorMessage() != null
                && error.awsErrorDetails().errorMessage().startsWith("The role with name");
    }
}
