package dev.profileguard.sandbox.aws.cloudtrail;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// How CloudTrail spells the error codes of a service.
public enum ErrorSpelling {
    /// As the API returns them.
    UNCHANGED {
        @Override
        String recorded(AwsServiceException error) {
            return code(error);
        }
    },
    /// With a prefix: EC2 distinguishes its own errors from those of its clients. A client that
    /// makes too many calls is one of the latter, whatever the status.
    EC2 {
        @Override
        String recorded(AwsServiceException error) {
            boolean own = error.statusCode() >= 500 && !code(error).equals("RequestLimitExceeded");
            return (own ? "Server." : "Client.") + code(error);
        }
    },
    /// By the names of the exceptions inside AWS: `ValidationError` of the Query API is
    /// `ValidationException` (as in published records of Auto Scaling: "AutoScalingGroup name not
    /// found - null"), and a call without permission is `AccessDenied` whatever the API returns.
    EXCEPTION {
        @Override
        String recorded(AwsServiceException error) {
            String code = code(error).replaceFirst("Error$", "");
            if (code.startsWith("AccessDenied")) {
                return "AccessDenied";
            }
            return code.endsWith("Exception") ? code : code + "Exception";
        }
    };

    /// The code as records contain it.
    abstract String recorded(AwsServiceException error);

    private static String code(AwsServiceException error) {
        return error.awsErrorDetails().errorCode();
    }
}
