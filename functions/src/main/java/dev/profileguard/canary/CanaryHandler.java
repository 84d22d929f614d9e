package dev.profileguard.canary;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.iam.Canary;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.Priming;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Proves that IAM's events arrive: changes a tag of a profile of its own when it is asked to, and
/// measures how long the event of that change was under way.
///
/// Takes `{"send": {}}`, which a schedule asks for, and CloudTrail's event about the change.
public final class CanaryHandler implements RequestStreamHandler {
    private final Platform platform;
    private final CanaryProbe probe;

    /// Kept from being collected: the snapshot's context holds it weakly.
    @SuppressWarnings("UnusedVariable")
    private @Nullable Priming priming;

    /// Lambda calls this one.
    public CanaryHandler() {
        this(LambdaPlatform.live());
        priming =
                Priming.registered(() -> new SdkIamReader(platform.iam()).profile(Canary.PROFILE));
    }

    /// For callers that bring their own platform: the sandbox and the tests.
    public CanaryHandler(Platform platform) {
        this.platform = platform;
        this.probe = CanaryProbe.in(platform);
    }

    /// Handles one event or request.
    ///
    /// @throws dev.profileguard.event.UnreadableEventException when the input is not what it says
    /// @throws IllegalArgumentException when a request is not understood
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Map<String, Object> json = Json.read(input);
        Outcome outcome =
                CloudTrailEvent.isEvent(json) ? event(json, context) : request(json, context);
        InvocationResult result = new InvocationResult(List.of(outcome));
        platform.reporting().report(context, result, List.of());
        Json.write(output, result.json());
    }

    private Outcome event(Map<String, Object> json, Context context) {
        if (!CloudTrailEvent.isApiCall(json)) {
            return CanaryProbe.notOurs("The event is not an API call recorded by CloudTrail", "");
        }
        return probe.arrived(
                CloudTrailEvent.read(json),
                measured -> platform.reporting().measured(context, measured));
    }

    private Outcome request(Map<String, Object> json, Context context) {
        if (!json.equals(Map.of("send", Map.of()))) {
            throw new IllegalArgumentException(
                    "Invalid request: %s. Valid requests: an EventBridge event of CloudTrail; {\"send\": {}}"
                            .formatted(json.keySet()));
        }
        return probe.send(context.getAwsRequestId());
    }
}
