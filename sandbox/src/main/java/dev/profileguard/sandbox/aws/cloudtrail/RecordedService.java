package dev.profileguard.sandbox.aws.cloudtrail;

import dev.profileguard.sandbox.aws.error.ServiceErrors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// A service whose calls are recorded.
///
/// @param name as in its host, such as `ec2`
/// @param errorPrefix what CloudTrail puts before its error codes; empty: nothing
public record RecordedService(String name, String errorPrefix, InstantSource clock, Trail trail) {
    /// Answers a call and records it.
    ///
    /// @param request the parameters as CloudTrail tells them
    /// @param work does what is asked, or throws what [#refusal] makes
    /// @param told the answer as CloudTrail tells it
    /// @return what `work` gives
    public <T> T answer(
            Origin origin,
            String operation,
            Map<String, Object> request,
            Supplier<T> work,
            Function<T, Map<String, Object>> told) {
        long began = System.nanoTime();
        T done;
        try {
            done = work.get();
        } catch (AwsServiceException refusal) {
            tell(origin, operation, request, null, refusal, began);
            throw refusal;
        }
        Map<String, Object> response = told.apply(done);
        tell(origin, operation, request, response.isEmpty() ? null : response, null, began);
        return done;
    }

    /// The error that the service returns instead of a result.
    public AwsServiceException refusal(String code, String message) {
        return ServiceErrors.of(AwsServiceException.builder(), name, 400, code, message);
    }

    private void tell(
            Origin origin,
            String operation,
            Map<String, Object> request,
            @Nullable Map<String, Object> response,
            @Nullable AwsServiceException error,
            long began) {
        AwsErrorDetails details = error == null ? null : error.awsErrorDetails();
        trail.add(
                new AnsweredCall(
                        origin,
                        name + ".amazonaws.com",
                        operation,
                        clock.instant(),
                        request,
                        response,
                        details == null ? null : errorPrefix + details.errorCode(),
                        details == null ? null : details.errorMessage()),
                Duration.ofNanos(System.nanoTime() - began));
    }
}
