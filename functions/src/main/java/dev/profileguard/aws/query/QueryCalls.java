package dev.profileguard.aws.query;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Calls that are repeated after temporary errors.
///
/// @param await waits before a call is repeated
public record QueryCalls(QueryApi api, Consumer<Duration> await) {
    private static final List<Duration> RETRIES =
            List.of(Duration.ofMillis(200), Duration.ofMillis(600));

    /// One response.
    ///
    /// @param region such as `eu-central-1`
    /// @param parameters of the call, apart from its name and the version
    /// @throws QueryException if the call fails, after repetitions
    public XmlElement call(String region, String action, Map<String, String> parameters) {
        for (Duration time : RETRIES) {
            try {
                return api.call(region, action, parameters);
            } catch (QueryException e) {
                if (!e.isTemporary()) {
                    throw e;
                }
                await.accept(time);
            }
        }
        return api.call(region, action, parameters);
    }
}
