package dev.profileguard.sandbox.aws.regional;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.fault.Faults;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Makes and records the calls to a service in the regions that the account has enabled.
///
/// @param permissions finds what a caller may do
/// @param codes the service's codes for errors that all services have
public record RegionalService(
        RecordedService service,
        Regions regions,
        Faults faults,
        Function<Caller, Authorizer> permissions,
        Codes codes)
        implements AdmittedCalls {
    private static final int FORBIDDEN = 403;
    private static final int INTERNAL = 500;

    /// Error codes as a service spells them.
    ///
    /// @param denied the caller lacks a permission
    /// @param unknownToken the credentials are not valid, as in a region that is not enabled
    /// @param internal the service fails
    public record Codes(String denied, String unknownToken, String internal) {}

    @Override
    public void admit(Origin origin, String operation) {
        if (!regions.isEnabled(origin.region())) {
            throw service.refusal(
                    FORBIDDEN,
                    codes.unknownToken(),
                    "The security token included in the request is invalid.");
        }
        faults.observe(origin.caller().arn(), operation);
        if (faults.takeFailure(operation)) {
            throw service.refusal(INTERNAL, codes.internal(), "An internal error has occurred");
        }
    }

    /// Throws the service's error unless the caller may do this.
    ///
    /// @throws AwsServiceException with AWS's sentence
    public void require(Origin origin, AccessRequest request) {
        require(origin, request, request.resource());
    }

    /// The same with another name for the resource.
    ///
    /// @param shown the resource as the sentence names it
    public void require(Origin origin, AccessRequest request, String shown) {
        AccessRequest here = request.with(Map.of("aws:RequestedRegion", List.of(origin.region())));
        String refusal = permissions.apply(origin.caller()).refusal(here, shown);
        if (refusal != null) {
            throw service.refusal(FORBIDDEN, codes.denied(), refusal);
        }
    }
}
