package dev.profileguard.sandbox.aws.iam.state;

import dev.profileguard.sandbox.aws.error.ServiceErrors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyNotAttachableException;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

/// IAM's errors as the SDK's own exceptions, with the [codes and
/// statuses](https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html) of the API.
public final class IamErrors {
    private static final int ATTEMPTS = 1;

    private IamErrors() {}

    /// A parameter violates a constraint: ValidationError.
    public static IamException validation(String message) {
        return of(IamException.builder(), "ValidationError", 400, message);
    }

    /// The caller lacks a permission: AccessDenied.
    public static IamException accessDenied(String message) {
        return of(IamException.builder(), "AccessDenied", 403, message);
    }

    /// The sandbox lacks a feature of IAM: NotImplemented.
    public static IamException notImplemented(String message) {
        return of(IamException.builder(), "NotImplemented", 501, message);
    }

    /// A parameter has an invalid value: InvalidInput.
    public static IamException invalidInput(String message) {
        return of(InvalidInputException.builder(), "InvalidInput", 400, message);
    }

    /// A policy document is invalid: MalformedPolicyDocument.
    public static IamException malformedPolicy(String message) {
        return of(
                MalformedPolicyDocumentException.builder(),
                "MalformedPolicyDocument",
                400,
                message);
    }

    /// A policy cannot be attached to a role: PolicyNotAttachable.
    public static IamException policyNotAttachable(String message) {
        return of(PolicyNotAttachableException.builder(), "PolicyNotAttachable", 400, message);
    }

    /// Only AWS may change the entity: UnmodifiableEntity.
    public static IamException unmodifiable(String message) {
        return of(UnmodifiableEntityException.builder(), "UnmodifiableEntity", 400, message);
    }

    /// An entity does not exist: NoSuchEntity.
    public static IamException noSuchEntity(String message) {
        return of(NoSuchEntityException.builder(), "NoSuchEntity", 404, message);
    }

    /// An entity of this name exists: EntityAlreadyExists.
    public static IamException alreadyExists(String message) {
        return of(EntityAlreadyExistsException.builder(), "EntityAlreadyExists", 409, message);
    }

    /// Other entities depend on the entity: DeleteConflict.
    public static IamException deleteConflict(String message) {
        return of(DeleteConflictException.builder(), "DeleteConflict", 409, message);
    }

    /// A quota is reached: LimitExceeded.
    public static IamException limitExceeded(String message) {
        return of(LimitExceededException.builder(), "LimitExceeded", 409, message);
    }

    /// The same error with the request ID and the HTTP response that the SDK adds to it.
    public static IamException withMetadata(IamException refusal, String requestId) {
        AwsErrorDetails details = refusal.awsErrorDetails();
        IamException.Builder builder =
                refusal.toBuilder().requestId(requestId).numAttempts(ATTEMPTS);
        if (details != null) {
            builder.awsErrorDetails(
                    details.toBuilder()
                            .serviceName("Iam")
                            .sdkHttpResponse(http(refusal.statusCode(), requestId))
                            .build());
        }
        return (IamException) builder.build();
    }

    private static SdkHttpResponse http(int status, String requestId) {
        return SdkHttpResponse.builder()
                .statusCode(status)
                .putHeader("x-amzn-RequestId", requestId)
                .putHeader("Content-Type", "text/xml")
                .build();
    }

    /// An error of IAM, as the SDK builds it from an HTTP response.
    ///
    /// @param builder of the modelled exception, or of [IamException] itself
    /// @param code as the API spells it, such as `NoSuchEntity`
    public static IamException of(
            IamException.Builder builder, String code, int status, String message) {
        return (IamException) ServiceErrors.of(builder, "Iam", status, code, message);
    }
}
