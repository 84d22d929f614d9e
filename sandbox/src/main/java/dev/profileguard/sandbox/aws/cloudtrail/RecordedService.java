package dev.profileguard.sandbox.aws.cloudtrail;

import dev.profileguard.sandbox.aws.error.ServiceErrors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// A service whose calls CloudTrail records.
///
/// @param name as in its host, such as `ec2`
/// @param spelling how CloudTrail spells the service's error codes
public record RecordedService(
        String name, ErrorSpelling spelling, InstantSource clock, Trail trail) {
    /// Executes a call and records it.
    ///
    /// @param request the parameters as CloudTrail records them
    /// @param work executes the call, or throws a [#refusal]
    /// @param response converts the result to the response as CloudTrail records it
    /// @return the result of `work`
    public <T> T call(
            Origin origin,
            String operation,
            Map<String, Object> request,
            Supplier<T> work,
            Function<T, Map<String, Object>> response) {
        long began = System.nanoTime();
        T result;
        try {
            result = work.get();
        } catch (AwsServiceException refusal) {
            record(origin, operation, request, null, refusal, began);
            throw refusal;
        }
        Map<String, Object> recorded = response.apply(result);
        record(origin, operation, request, recorded.isEmpty() ? null : recorded, null, began);
        return result;
    }

    /// A time inside of a recorded response, such as `Oct 3, 2025, 8:41:04 AM`.
    public static String date(Instant time) {
        return CloudTrailFields.date(time);
    }

    /// The error that the service returns instead of a result.
    public AwsServiceException refusal(String code, String message) {
        return refusal(400, code, message);
    }

    /// An error with another status of HTTP than 400.
    public AwsServiceException refusal(int status, String code, String message) {
        return ServiceErrors.of(AwsServiceException.builder(), name, status, code, message);
    }

    private void record(
            Origin origin,
            String operation,
            Map<String, Object> request,
            @Nullable Map<String, Object> response,
            @Nullable AwsServiceException error,
            long began) {
        AwsErrorDetails details = error == null ? null : error.awsErrorDetails();
        trail.add(
                new CompletedCall(
                        origin,
                        name + ".amazonaws.com",
                        operation,
                        clock.instant(),
                        request,
                        response,
                        error == null || details == null ? null : spelling.recorded(error),
                        details == null ? null : details.errorMessage()),
                Duration.ofNanos(System.nanoTime() - began));
    }
}
