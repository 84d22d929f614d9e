package dev.profileguard.sandbox.http.sts;

import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Makes calls to STS, and records them.
final class StsCalls {
    private final RecordedService sts;

    StsCalls(InstantSource clock, Trail trail) {
        sts = new RecordedService("sts", ErrorSpelling.EXCEPTION, clock, trail);
    }

    /// What a call returns.
    ///
    /// @param recorded the response as CloudTrail records it; empty: it records none
    record Result(String xml, Map<String, Object> recorded) {}

    /// Executes a call.
    ///
    /// @param request the parameters as CloudTrail records them
    /// @param work makes the result for a request ID, or throws a [Refusal]
    Reply call(
            Origin origin,
            String action,
            Map<String, Object> request,
            Function<String, Result> work) {
        try {
            Result result =
                    sts.call(origin, action, request, () -> result(origin, work), Result::recorded);
            return Reply.xml(200, origin.requestId(), result.xml());
        } catch (AwsServiceException refusal) {
            throw Refusal.of(refusal);
        }
    }

    private Result result(Origin origin, Function<String, Result> work) {
        try {
            return work.apply(origin.requestId());
        } catch (Refusal refusal) {
            throw sts.refusal(refusal.status(), refusal.code(), refusal.text());
        }
    }
}
