package dev.profileguard.aws;

import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// Distinguishes errors of IAM that have the same error code.
final class IamErrors {
    private IamErrors() {}

    /// Whether the role is missing, and not the instance profile. The message of
    /// AddRoleToInstanceProfile is `The role with name R cannot be found.` or `Instance Profile P
    /// cannot be found.`
    static boolean isAboutRole(NoSuchEntityException error) {
        return error.awsErrorDetails() != null
                && error.awsErrorDetails().errorMessage() != null
                && error.awsErrorDetails().errorMessage().startsWith("The role with name");
    }
}
