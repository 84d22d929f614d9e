package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.Instant;
import software.amazon.awssdk.services.iam.model.IamRequest;

/// One call to IAM, without its result.
///
/// @param operation such as `CreateRole`
/// @param requestId IAM returns it in the header `x-amzn-RequestId`
public record IamCall(
        Caller caller,
        String userAgent,
        String sourceAddress,
        String operation,
        IamRequest request,
        String requestId,
        Instant time) {}
