package dev.profileguard.sandbox.aws.ec2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.sts.AuthorizationMessage;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.fault.RegionFault;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Whether EC2 takes a call: faults that are switched on, and the caller's permissions.
///
/// @param permissions finds what a caller may do
public record Ec2Access(Faults faults, Function<Caller, Authorizer> permissions) {
    private static final String UNAUTHORIZED = "UnauthorizedOperation";
    private static final String PREFIX = "You are not authorized to perform this operation. ";
    private static final int FORBIDDEN = 403;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    /// Throws EC2's error where a fault is switched on for this call.
    void admit(RecordedService service, Origin origin, String operation) {
        RegionFault fault = faults.ec2(origin.region());
        if (fault != null) {
            throw refusal(service, origin, operation, fault);
        }
        faults.observe(origin.caller().arn(), operation);
        if (faults.takeFailure(operation)) {
            throw service.refusal(INTERNAL, "InternalError", "An internal error has occurred");
        }
    }

    private static AwsServiceException refusal(
            RecordedService service, Origin origin, String operation, RegionFault fault) {
        return switch (fault) {
            case DOWN ->
                    service.refusal(
                            UNAVAILABLE,
                            "Unavailable",
                            "The service is unavailable. Please try again shortly.");
            case THROTTLED ->
                    service.refusal(UNAVAILABLE, "RequestLimitExceeded", "Request limit exceeded.");
            case DENIED ->
                    service.refusal(
                            FORBIDDEN,
                            UNAUTHORIZED,
                            (PREFIX
                                            + "User: %s is not authorized to perform: ec2:%s with"
                                            + " an explicit deny in a service control policy")
                                    .formatted(origin.caller().arn(), operation));
        };
    }

    /// Throws UnauthorizedOperation unless the caller may do this.
    void require(RecordedService service, Origin origin, AccessRequest request) {
        Authorizer caller = permissions.apply(origin.caller());
        String refusal = caller.refusal(request);
        if (refusal != null) {
            throw unauthorized(service, origin, request, refusal, caller.denying(request));
        }
    }

    /// EC2 adds a message that only sts:DecodeAuthorizationMessage reads. Where a call has no
    /// resource, it names none and adds no such message.
    private static AwsServiceException unauthorized(
            RecordedService service,
            Origin origin,
            AccessRequest request,
            String refusal,
            List<JsonNode> denying) {
        String without = refusal.replace(" on resource: *", "");
        String text =
                without.equals(refusal)
                        ? "%s. Encoded authorization failure message: %s"
                                .formatted(
                                        refusal,
                                        AuthorizationMessage.encoded(
                                                origin.caller(), request, refusal, denying))
                        : without;
        return service.refusal(FORBIDDEN, UNAUTHORIZED, PREFIX + text);
    }
}
