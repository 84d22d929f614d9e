package dev.profileguard.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

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

    /// An error of Parameter Store. If the parameter is missing, the error names it and the command
    /// that creates it: the error of Parameter Store has no text.
    ///
    /// See https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
    static AwsServiceException named(String name, AwsServiceException e) {
        if (!"ParameterNotFound".equals(e.awsErrorDetails().errorCode())) {
            return e;
        }
        String missing =
                "Parameter Store has no parameter " + name + " in this region. Create it: ";
        String put = "aws ssm put-parameter --type String --value file://FILE --name " + name;
        return AwsServiceException.builder().message(missing + put).cause(e).build();
    }
}
