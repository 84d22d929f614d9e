package dev.profileguard.canary;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.aws.query.Overload;
import dev.profileguard.control.Probe;
import dev.profileguard.control.SettingsAnswer;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.LazyFindingDelivery;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks that IAM's events arrive, that ProfileGuard repairs what they show, and that each
/// function answers. On request, it takes the guard tag off its own profile, and once a day it
/// calls the functions. When the event of its change arrives, it measures the delay.
///
/// Input: `{"send": {}}` from a schedule, and CloudTrail's event about the change.
public final class CanaryHandler implements RequestStreamHandler {
    private static final ProfileName PRIMING_NAME = new ProfileName("profile-guard-priming");

    private final Platform platform;
    private final CanaryProbe probe;
    private final LazyFindingDelivery delivery;

    /// A strong reference: the CRaC context holds only a weak one.
    @SuppressWarnings("UnusedVariable")
    private @Nullable Priming priming;

    /// For Lambda.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public CanaryHandler() {
        this(LambdaPlatform.live());
        priming =
                Priming.registered(
                        () -> {},
                        () -> new SdkIamReader(platform.iam()).profile(PRIMING_NAME),
                        () -> {},
                        platform.reporting()::forget);
    }

    /// For the sandbox and tests, which have their own platform.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public CanaryHandler(Platform platform) {
        this.platform = platform;
        this.probe = CanaryProbe.in(platform, CanarySettings.from(platform.environment()));
        this.delivery = new LazyFindingDelivery(platform);
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
        List<Outcome> outcomes = new ArrayList<>();
        try {
            if (CloudTrailEvent.isEvent(json)) {
                outcomes.add(event(json, context));
            } else {
                request(json, context, outcomes);
            }
        } catch (RuntimeException e) {
            if (!outcomes.isEmpty()) {
                report(outcomes, context);
            }
            throw e;
        }
        return report(outcomes, context);
    }

    private InvocationResult report(List<Outcome> outcomes, Context context) {
        InvocationResult result = new InvocationResult(outcomes);
        platform.reporting().report(context, result, List.of());
        delivery.deliver(context, Rule.CANARY, result);
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

    private void request(Map<String, Object> json, Context context, List<Outcome> outcomes) {
        if (SettingsAnswer.isAskedFor(json)) {
            outcomes.add(settings().of(context));
            return;
        }
        if (!json.equals(Map.of("send", Map.of()))) {
            throw new IllegalArgumentException(
                    "Invalid request: %s. Valid requests: an EventBridge event of CloudTrail; {\"send\": {}}; {\"show\": {\"settings\": true}}"
                            .formatted(VisibleText.excerpt(json.keySet())));
        }
        CanaryRun run =
                new CanaryRun(
                        context.getAwsRequestId(), Arn.account(context.getInvokedFunctionArn()));
        try {
            probe.send(
                    run,
                    outcomes::add,
                    measured -> platform.reporting().measured(context, measured));
        } catch (RuntimeException e) {
            if (!Overload.isCauseOf(e)) {
                throw e;
            }
            outcomes.add(
                    PatientWrite.throttled(
                            probe.settings().canary().profile(), run.requestId(), e));
        }
    }

    private SettingsAnswer settings() {
        return new SettingsAnswer(
                "Canary",
                null,
                platform.environment(),
                probes(),
                probe.reconciler().ports().pauses());
    }

    private List<Probe> probes() {
        ProfileName profile = probe.settings().canary().profile();
        return profile == null
                ? List.of()
                : List.of(Probe.ofProfiles(platform.iam(), profile.value()));
    }
}
