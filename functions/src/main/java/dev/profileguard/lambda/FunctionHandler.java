package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Arn;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.reconcile.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all functions have in common: one takes CloudTrail's events, and what people ask of it by
/// invoking it.
public abstract class FunctionHandler implements RequestStreamHandler {
    private final Platform platform;
    private final Reconciler reconciler;

    /// Kept from being collected: the snapshot's context holds it weakly.
    @SuppressWarnings("UnusedVariable")
    private @Nullable Priming priming;

    private final LazyFindingDelivery delivery;
    private List<String> warnings;

    /// @param warnings what people should know of the settings
    /// @throws IllegalArgumentException when a setting of where findings go is bad
    public FunctionHandler(Platform platform, Reconciler reconciler, List<String> warnings) {
        this.platform = platform;
        this.reconciler = reconciler;
        this.warnings = warnings;
        this.delivery = new LazyFindingDelivery(platform);
    }

    /// The rule that it carries out.
    public abstract Rule rule();

    /// Has these reads made before Lambda takes its snapshot.
    public final void prime(Runnable reads) {
        priming =
                Priming.registered(() -> {
                    delivery.load();
                    reads.run();
                });
    }

    /// Handles one event or request.
    ///
    /// @throws dev.profileguard.event.UnreadableEventException when the input is not what it says
    /// @throws IllegalArgumentException when a request is not understood
    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Json.write(output, answer(Json.read(input), context));
    }

    /// What the function answers: [InvocationResult#json()].
    public Map<String, @Nullable Object> answer(Map<String, Object> json, Context context) {
        return handle(json, context).json();
    }

    /// Handles one event or request, and reports what it came to.
    protected final InvocationResult handle(Map<String, Object> json, Context context) {
        InvocationResult result =
                CloudTrailEvent.isEvent(json) ? event(json, context) : request(json, context);
        report(context, result);
        return result;
    }

    /// Handles an EventBridge event.
    public final InvocationResult event(Map<String, Object> json, Context context) {
        return CloudTrailEvent.isApiCall(json)
                ? event(CloudTrailEvent.read(json), context)
                : notForUs("The event is no API call recorded by CloudTrail", "");
    }

    /// Handles the record of one API call.
    public abstract InvocationResult event(CloudTrailEvent event, Context context);

    /// Carries out what a person asks for.
    public abstract InvocationResult request(Map<String, Object> json, Context context);

    /// Brings tasks to their end. One that fails does not keep the others from it: they are
    /// reported, and then its failure is thrown.
    public final InvocationResult reconcile(List<? extends Task> tasks, Context context) {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            reconciler.reconcile(tasks, intents(context), outcomes::add);
        } catch (RuntimeException e) {
            if (!outcomes.isEmpty()) {
                report(context, new InvocationResult(outcomes));
            }
            throw e;
        }
        return new InvocationResult(outcomes);
    }

    /// Reports what an invocation came to, and tells people.
    public final void report(Context context, InvocationResult result) {
        platform.reporting().report(context, result, warnings);
        warnings = List.of();
        delivery.deliver(context, rule(), result);
    }

    /// Keeps what this invocation is about to tell.
    public final IntentLog intents(Context context) {
        return delivery.intents(context, rule());
    }

    public final Platform platform() {
        return platform;
    }

    /// Nothing is to be done about an event.
    public static InvocationResult notForUs(String why, String eventId) {
        return new InvocationResult(
                List.of(new Outcome.Skipped(null, Decision.Common.NOT_FOR_US, why, eventId)));
    }

    /// The function's account, twelve digits; empty where the invocation does not tell.
    public static String account(Context context) {
        return Arn.account(context.getInvokedFunctionArn());
    }
}
