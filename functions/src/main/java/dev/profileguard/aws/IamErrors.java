package dev.profileguard.aws;

import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// What IAM's errors mean where their code alone does not tell.
final class IamErrors {
    private IamErrors() {}

    /// Whether it is a role that is missing, not the instance profile: AddRoleToInstanceProfile
    /// says `The role with name R cannot be found.` or `Instance Profile P cannot be found.`
    static boolean isAboutRole(NoSuchEntityException error) {
        return error.awsErrorDetails() != null
                && error.awsErrorDetails().errorMessage() != null
                && error.awsErrorDetails().errorMessage().startsWith("The role with name");
    }
}
