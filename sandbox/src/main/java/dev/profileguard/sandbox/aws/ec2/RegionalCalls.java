package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.regional.AdmittedCalls;
import dev.profileguard.sandbox.aws.regional.Regions;
import java.util.Map;
import java.util.function.Supplier;

/// Makes calls in a region that the account has enabled, and records them there.
public record RegionalCalls(RecordedService service, Ec2Access access, Regions regions)
        implements AdmittedCalls {
    private static final int PRECONDITION_FAILED = 412;
    private static final int UNAUTHENTICATED = 401;

    @Override
    public void admit(Origin origin, String operation) {
        requireEnabled(origin.region());
        access.admit(service, origin, operation);
    }

    /// Executes a read and records it.
    ///
    /// @param dryRun whether only the permission is checked
    public <T> T read(
            Origin origin,
            String operation,
            Map<String, Object> request,
            boolean dryRun,
            Supplier<T> work) {
        return call(
                origin,
                operation,
                request,
                () -> {
                    require(origin, Permission.withoutResource(origin, operation));
                    endDryRun(dryRun);
                    return work.get();
                },
                result -> Map.of());
    }

    /// Throws UnauthorizedOperation unless the caller may do this.
    public void require(Origin origin, AccessRequest request) {
        access.require(service, origin, request);
    }

    /// Throws DryRunOperation for a dry run, which gets here only if the call would succeed.
    public void endDryRun(boolean dryRun) {
        if (dryRun) {
            throw service.refusal(
                    PRECONDITION_FAILED,
                    "DryRunOperation",
                    "Request would have succeeded, but DryRun flag is set.");
        }
    }

    /// In a region that is not enabled, credentials are not valid.
    private void requireEnabled(String region) {
        if (!regions.isEnabled(region)) {
            throw service.refusal(
                    UNAUTHENTICATED,
                    "AuthFailure",
                    "AWS was not able to validate the provided access credentials");
        }
    }
}
