package dev.profileguard.aws.query;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Calls that are repeated after temporary errors.
///
/// @param await waits before a call is repeated
public record QueryCalls(QueryApi api, Consumer<Duration> await) {
    /// Reads. AWS's names of calls that change nothing begin with these words.
    private static final Pattern READS = Pattern.compile("(?:Describe|Decode)[A-Z].*");

    /// One response of a call that only reads.
    ///
    /// @param region such as `eu-central-1`
    /// @param action such as `DescribeInstances`
    /// @param parameters of the call, apart from its name and the version
    /// @throws QueryException if the call fails, after repetitions
    /// @throws IllegalArgumentException if it does not only read
    public XmlElement call(String region, String action, Map<String, String> parameters) {
        if (!READS.matcher(action).matches()) {
            throw new IllegalArgumentException(action + " does not only read");
        }
        return repeated(region, action, parameters, CallException::isTemporary);
    }

    /// The response of a call that changes something. It is repeated only if the service was
    /// throttling: after a timeout or an error of the service, it may have been performed.
    ///
    /// @throws QueryException if the call fails, or if its outcome is unknown
    public XmlElement change(String region, String action, Map<String, String> parameters) {
        return repeated(region, action, parameters, QueryCalls::isThrottled);
    }

    /// The response of a call that changes something, and that has the same result if the service
    /// performs it twice. It is repeated after all temporary errors.
    ///
    /// @throws QueryException if the call fails, after repetitions
    public XmlElement changeAgain(String region, String action, Map<String, String> parameters) {
        return repeated(region, action, parameters, CallException::isTemporary);
    }

    private XmlElement repeated(
            String region,
            String action,
            Map<String, String> parameters,
            Predicate<CallException> mayBeRepeated) {
        return new Retries(await).of(() -> api.call(region, action, parameters), mayBeRepeated);
    }

    private static boolean isThrottled(CallException failure) {
        return failure instanceof QueryException e && e.isThrottled();
    }
}
