package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.fault.Faults;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ServiceFailureException;

/// Lets calls to IAM fail, or throttles them, as the fault settings demand.
public record FaultGate(Faults faults) implements CallGate {
    /// Throws ServiceFailure for a call that is set to fail, and Throttling at random.
    @Override
    public void admit(IamCall call) {
        if (faults.takeFailure(call.operation())) {
            throw IamErrors.of(
                    ServiceFailureException.builder(),
                    "ServiceFailure",
                    500,
                    "The request processing has failed because of an unknown error, exception or"
                            + " failure.");
        }
        if (faults.throttles()) {
            throw IamErrors.of(IamException.builder(), "Throttling", 400, "Rate exceeded");
        }
    }
}
