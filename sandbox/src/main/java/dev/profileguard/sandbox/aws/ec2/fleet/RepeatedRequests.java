package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Requests with a ClientToken: the second one with a token gets the response to the first.
/// https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
final class RepeatedRequests {
    private final Map<String, Answer> byToken = new HashMap<>();
    private final RecordedService service;

    private record Answer(Map<String, Object> request, Map<String, Object> response) {}

    RepeatedRequests(RecordedService service) {
        this.service = service;
    }

    /// The response to a request.
    ///
    /// @param token null: each request is another one
    /// @param work makes the response where the request is the first with this token
    synchronized Map<String, Object> once(
            Origin origin,
            String operation,
            @Nullable String token,
            Map<String, Object> request,
            Supplier<Map<String, Object>> work) {
        if (token == null) {
            return work.get();
        }
        String key = String.join(" ", origin.region(), operation, token);
        Answer earlier = byToken.get(key);
        if (earlier == null) {
            Map<String, Object> response = work.get();
            byToken.put(key, new Answer(request, response));
            return response;
        }
        if (!earlier.request().equals(request)) {
            throw service.refusal(
                    "IdempotentParameterMismatch",
                    "Arguments on this idempotent request are inconsistent with arguments used in"
                            + " previous request(s).");
        }
        return earlier.response();
    }
}
