package dev.profileguard.sandbox.aws.regional;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// Makes the calls to a service that refuses some of them before it executes them, such as those in
/// a region that is not enabled. CloudTrail records both.
public interface AdmittedCalls {
    /// The service.
    RecordedService service();

    /// Throws one of the service's errors unless the service executes the call.
    void admit(Origin origin, String operation);

    /// Executes a call and records it.
    ///
    /// @param request the parameters as CloudTrail records them
    /// @param work executes the call, or throws one of the service's errors
    /// @param response converts the result to the response as CloudTrail records it
    /// @return the result of `work`
    default <T> T call(
            Origin origin,
            String operation,
            Map<String, Object> request,
            Supplier<T> work,
            Function<T, Map<String, Object>> response) {
        return service()
                .call(
                        origin,
                        operation,
                        request,
                        () -> {
                            admit(origin, operation);
                            return work.get();
                        },
                        response);
    }
}
