package dev.profileguard.aws;

/// Where settings are that are too long for an environment variable: AWS Systems Manager's
/// Parameter Store.
///
/// See
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
@FunctionalInterface
public interface ParameterSource {
    /// What its calls need.
    String PERMISSION = "ssm:GetParameter";

    /// The parameter's value, which may be some minutes old.
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException when there is none, or it may not
    ///   be read
    String get(String name);
}
