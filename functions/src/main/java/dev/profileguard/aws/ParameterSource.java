package dev.profileguard.aws;

/// Reads settings that are too long for an environment variable from Parameter Store of AWS Systems
/// Manager.
///
/// See
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
@FunctionalInterface
public interface ParameterSource {
    /// The IAM permission for [#get(String)].
    String PERMISSION = "ssm:GetParameter";

    /// The value of a parameter. It may be cached for some minutes.
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException if the parameter does not exist
    ///   or cannot be read
    String get(String name);
}
