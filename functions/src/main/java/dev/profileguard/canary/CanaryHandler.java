package dev.profileguard.canary;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.control.Probe;
import dev.profileguard.control.SettingsAnswer;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.iam.Canary;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.OwnAccount;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.Priming;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.text.QuotedError;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks that IAM's events arrive. On request, it changes a tag of its own profile. When the event
/// of that change arrives, it measures the delay.
///
/// Input: `{"send": {}}` from a schedule, and CloudTrail's event about the change.
public final class CanaryHandler implements RequestStreamHandler {
    private final Platform platform;
    private final CanaryProbe probe;

    /// A strong reference: the CRaC context holds only a weak one.
    @SuppressWarnings("UnusedVariable")
    private @Nullable Priming priming;

    /// For Lambda.
    public CanaryHandler() {
        this(LambdaPlatform.live());
        priming =
                Priming.registered(() -> new SdkIamReader(platform.iam()).profile(Canary.PROFILE));
    }

    /// For the sandbox and tests, which have their own platform.
    public CanaryHandler(Platform platform) {
        this.platform = platform;
        this.probe = CanaryProbe.in(platform);
    }

    /// Handles one event or request.
    ///
    /// @throws dev.profileguard.event.UnreadableEventException when a field of the event is missing
    ///   or invalid
    /// @throws IllegalArgumentException when the request is invalid
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        try {
            Json.write(output, result(Json.read(input), context).json());
        } catch (RuntimeException e) {
            throw QuotedError.shown(e);
        }
    }

    private InvocationResult result(Map<String, Object> json, Context context) {
        Outcome outcome =
                CloudTrailEvent.isEvent(json) ? event(json, context) : request(json, context);
        InvocationResult result = new InvocationResult(List.of(outcome));
        platform.reporting().report(context, result, List.of());
        return result;
    }

    private Outcome event(Map<String, Object> json, Context context) {
        if (!CloudTrailEvent.isApiCall(json)) {
            return CanaryProbe.notForUs("The event is not an API call recorded by CloudTrail", "");
        }
        CloudTrailEvent event = CloudTrailEvent.read(json);
        OwnAccount own = OwnAccount.of(context, platform.environment());
        String other = own.other(json);
        if (other != null) {
            return CanaryProbe.notForUs(own.why(other), event.id());
        }
        return probe.arrived(event, measured -> platform.reporting().measured(context, measured));
    }

    private Outcome request(Map<String, Object> json, Context context) {
        if (SettingsAnswer.isAskedFor(json)) {
            return settings().of(context);
        }
        if (!json.equals(Map.of("send", Map.of()))) {
            throw new IllegalArgumentException(
                    "Invalid request: %s. Valid requests: an EventBridge event of CloudTrail; {\"send\": {}}; {\"show\": {\"settings\": true}}"
                            .formatted(VisibleText.excerpt(json.keySet())));
        }
        return probe.send(context.getAwsRequestId());
    }

    private SettingsAnswer settings() {
        return new SettingsAnswer(
                "Canary",
                null,
                platform.environment(),
                List.of(Probe.ofProfiles(platform.iam(), Canary.PROFILE.value())),
                probe.reconciler().ports().pauses());
    }
}
