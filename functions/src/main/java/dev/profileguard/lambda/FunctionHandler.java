package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.control.Probe;
import dev.profileguard.control.SettingsAnswer;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.reconcile.Task;
import dev.profileguard.text.QuotedError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The base of all function handlers: handles CloudTrail events and manual requests.
public abstract class FunctionHandler implements RequestStreamHandler {
    private final Platform platform;
    private final Reconciler reconciler;

    /// A strong reference, because the CRaC context keeps only a weak one.
    @SuppressWarnings("UnusedVariable")
    private @Nullable Priming priming;

    private final LazyFindingDelivery delivery;
    private final ManualRequests requests;
    private List<String> warnings;

    /// @param warnings about the settings; logged by the first invocation
    /// @throws IllegalArgumentException if a setting for delivering findings or for manual requests
    ///   is invalid
    public FunctionHandler(Platform platform, Reconciler reconciler, List<String> warnings) {
        this.platform = platform;
        this.reconciler = reconciler;
        this.warnings = warnings;
        this.delivery = new LazyFindingDelivery(platform);
        this.requests = ManualRequests.from(platform.environment());
    }

    /// The rule that the function applies.
    public abstract Rule rule();

    /// Registers what runs before Lambda takes its snapshot.
    ///
    /// @param rehearsal handles events whose calls never leave the process
    /// @param first the reads of a typical event, for names that do not exist; they run once
    /// @param read a read of a table, for a key that does not exist; it is repeated
    public final void prime(Runnable rehearsal, Runnable first, Runnable read) {
        priming =
                Priming.registered(
                        rehearsal,
                        () -> {
                            delivery.load();
                            first.run();
                        },
                        read,
                        platform.reporting()::forget);
    }

    /// Handles one event or request.
    ///
    /// @throws dev.profileguard.event.UnreadableEventException if the event does not have the
    ///   expected format
    /// @throws IllegalArgumentException if a request is invalid
    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        try {
            Json.write(output, answer(Json.read(input), context));
        } catch (RuntimeException e) {
            throw QuotedError.shown(e);
        }
    }

    /// Handles one event or request, and returns the response: [InvocationResult#json()]. For a
    /// batch from a queue, the response names the messages that the queue has to deliver again.
    public Map<String, @Nullable Object> answer(Map<String, Object> json, Context context) {
        return json.containsKey(SqsMessage.RECORDS)
                ? new QueueBatch(this, context).answer(json)
                : inTime(json, handle(json, context)).json();
    }

    /// A single event that came too early throws, so that Lambda retries it.
    private InvocationResult inTime(Map<String, Object> json, InvocationResult result) {
        if (CloudTrailEvent.isEvent(json)) {
            result.outcomes().stream()
                    .filter(this::comesAgain)
                    .findFirst()
                    .ifPresent(outcome -> {
                        throw new ChangedMeanwhileException(outcome.why());
                    });
        }
        return result;
    }

    /// Whether an event with this outcome came too early, so that its queue or Lambda has to
    /// deliver it again.
    public boolean comesAgain(Outcome outcome) {
        return false;
    }

    /// Handles one event or request, and reports the result.
    protected final InvocationResult handle(Map<String, Object> json, Context context) {
        InvocationResult result =
                CloudTrailEvent.isEvent(json) ? event(json, context) : allowed(json, context);
        report(context, result);
        return result;
    }

    private InvocationResult allowed(Map<String, Object> json, Context context) {
        requests.check(rule(), json);
        return SettingsAnswer.isAskedFor(json)
                ? new InvocationResult(List.of(settings().of(context)))
                : request(json, context);
    }

    private SettingsAnswer settings() {
        return new SettingsAnswer(
                rule().text(),
                reconciler.modeParameter(),
                platform.environment(),
                probes(),
                reconciler.ports().pauses());
    }

    /// The reads that prove the permissions which the function always needs.
    protected List<Probe> probes() {
        return platform.eventProbes();
    }

    /// Handles an EventBridge event. An event of another account is refused.
    public final InvocationResult event(Map<String, Object> json, Context context) {
        if (!CloudTrailEvent.isApiCall(json)) {
            return notForUs("The event is not an API call recorded by CloudTrail", "");
        }
        CloudTrailEvent event = CloudTrailEvent.read(json);
        OwnAccount own = OwnAccount.of(context, platform.environment());
        String other = own.other(json);
        return other == null
                ? event(event, context).since(event.time(), platform.clock().instant())
                : new InvocationResult(
                        List.of(own.refused(other, event, rule(), platform.clock().instant())));
    }

    /// Handles a message of the function's queue: an event.
    ///
    /// @throws dev.profileguard.event.UnreadableEventException if it is none
    public InvocationResult message(SqsMessage message, Context context) {
        return event(message.event(), context);
    }

    /// Handles the record of one API call.
    public abstract InvocationResult event(CloudTrailEvent event, Context context);

    /// Handles a manual request.
    public abstract InvocationResult request(Map<String, Object> json, Context context);

    /// Reconciles tasks. If one fails, the others are still reconciled and reported before the
    /// error is thrown. A task that needs a stored record of another form fails with a finding; the
    /// error is not thrown, since a retry reads the same record.
    public final InvocationResult reconcile(List<? extends Task> tasks, Context context) {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            reconciler.reconcile(tasks, intents(context), outcomes::add);
        } catch (RuntimeException e) {
            RefusedRecord.in(rule(), e)
                    .forEach(each -> outcomes.add(each.outcome(account(context))));
            if (!RefusedRecord.hasOthers(e)) {
                return new InvocationResult(outcomes);
            }
            if (!outcomes.isEmpty()) {
                report(context, new InvocationResult(outcomes));
            }
            throw e;
        }
        return new InvocationResult(outcomes);
    }

    /// Logs the result of an invocation, emits metrics and delivers findings.
    public final void report(Context context, InvocationResult result) {
        platform.reporting().report(context, result, warnings);
        warnings = List.of();
        delivery.deliver(context, rule(), result);
        afterReport(result);
    }

    /// What else the function does once the result is reported.
    protected void afterReport(InvocationResult result) {}

    /// The intent log of this invocation.
    public final IntentLog intents(Context context) {
        return delivery.intents(context, rule());
    }

    public final Platform platform() {
        return platform;
    }

    /// The result for an event that does not concern the function.
    public static InvocationResult notForUs(String why, String eventId) {
        return new InvocationResult(
                List.of(new Outcome.Skipped(null, Decision.Common.NOT_FOR_US, why, eventId)));
    }

    /// The account of the function, twelve digits; empty if the invoked ARN has none.
    public static String account(Context context) {
        return Arn.account(context.getInvokedFunctionArn());
    }
}
