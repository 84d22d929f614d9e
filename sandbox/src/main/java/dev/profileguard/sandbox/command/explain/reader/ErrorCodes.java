package dev.profileguard.sandbox.command.explain.reader;

import java.util.List;
import java.util.regex.Pattern;

/// The error codes that the calls on roles and instance profiles return.
public final class ErrorCodes {
    /// Of [IAM](https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html), of
    /// [EC2](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html), of STS,
    /// Auto Scaling and EKS. A longer one stands before one with which it starts.
    static final List<String> ALL =
            List.of(
                    "AccessDenied",
                    "AlreadyExists",
                    "ConcurrentModification",
                    "DeleteConflict",
                    "EntityAlreadyExists",
                    "EntityTemporarilyUnmodifiable",
                    "ExpiredToken",
                    "IdempotentParameterMismatch",
                    "IncorrectInstanceState",
                    "IncorrectState",
                    "InvalidAssociationID.NotFound",
                    "InvalidClientTokenId",
                    "InvalidIamInstanceProfileArn.Malformed",
                    "InvalidInput",
                    "InvalidInstanceID.Malformed",
                    "InvalidInstanceID.NotFound",
                    "InvalidParameterCombination",
                    "InvalidParameterValue",
                    "InvalidParameter",
                    "InvalidRequest",
                    "LimitExceeded",
                    "MalformedPolicyDocument",
                    "MissingParameter",
                    "NoSuchEntity",
                    "PackedPolicyTooLarge",
                    "PolicyNotAttachable",
                    "RegionDisabled",
                    "RequestLimitExceeded",
                    "ResourceContention",
                    "ResourceInUse",
                    "ResourceLimitExceeded",
                    "ResourceNotFound",
                    "ScalingActivityInProgress",
                    "ServiceFailure",
                    "ServiceLinkedRoleFailure",
                    "ServiceUnavailable",
                    "Throttling",
                    "UnauthorizedOperation",
                    "UnmodifiableEntity",
                    "UnrecognizedClient",
                    "ValidationError",
                    "Validation");

    /// One of the codes, as a group `code` of a pattern.
    static final String KNOWN =
            "(?:Client\\.|Server\\.)?(?<code>"
                    + String.join("|", ALL.stream().map(Pattern::quote).toList())
                    + ")(?:Exception|Fault)?";

    private ErrorCodes() {}

    /// The code as the service's API spells it: without CloudTrail's `Client.`, and without the
    /// `Exception` of an SDK's class.
    public static String normalized(String code) {
        String plain = code.replaceFirst("^(?:Client|Server)\\.", "");
        return plain.length() > "Exception".length()
                ? plain.replaceFirst("(?:Exception|Fault)$", "")
                : plain;
    }

    /// Whether an SDK uses this name for all errors of a service, such as `Ec2` of `Ec2Exception`.
    static boolean isWholeService(String code) {
        return code.startsWith("Amazon") || Operations.serviceNamed(code).isPresent();
    }
}
