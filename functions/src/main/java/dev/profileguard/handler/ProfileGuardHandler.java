package dev.profileguard.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.core.Change;
import dev.profileguard.core.Decision;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extraction;
import dev.profileguard.state.BaselineStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Puts back what was changed out of band on guarded instance profiles.
///
/// Takes CloudTrail's events about instance profiles, and what people ask of it by invoking it.
public final class ProfileGuardHandler implements RequestStreamHandler {
    private final Surroundings surroundings;
    private final Settings settings;
    private final Reconciler reconciler;

    /// Kept from being collected: the snapshot's context holds it weakly.
    @SuppressWarnings("UnusedVariable")
    private final @Nullable Priming priming;

    private List<String> warnings;

    /// Lambda calls this one. Settings are read before anything is connected.
    ///
    /// @throws IllegalArgumentException when a setting is bad, naming its template parameter
    public ProfileGuardHandler() {
        this(Settings.from(System.getenv()), LambdaSurroundings::live, true);
    }

    /// For callers that bring their own surroundings: the sandbox and the tests.
    ///
    /// @throws IllegalArgumentException when a setting is bad, naming its template parameter
    public ProfileGuardHandler(Surroundings surroundings) {
        this(Settings.from(surroundings.environment()), () -> surroundings, false);
    }

    private ProfileGuardHandler(
            Settings settings, Supplier<Surroundings> surroundings, boolean primed) {
        this.settings = settings;
        this.surroundings = surroundings.get();
        this.reconciler = new Reconciler(settings, this.surroundings);
        this.priming = primed ? Priming.registered(reconciler) : null;
        this.warnings = settings.warnings();
    }

    /// Handles one event or request; the answer is [Result#json()].
    ///
    /// @throws dev.profileguard.event.UnreadableEventException when the input is not what it says
    /// @throws IllegalArgumentException when a request is not understood
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Map<String, Object> json = Json.read(input);
        Result result =
                CloudTrailEvent.isEvent(json)
                        ? event(json, context)
                        : new Result(List.of(request(json, context)));
        report(context, result);
        Json.write(output, result.json());
    }

    private Result event(Map<String, Object> json, Context context) {
        if (!CloudTrailEvent.isApiCall(json)) {
            return notForUs("The event is no API call recorded by CloudTrail", "");
        }
        CloudTrailEvent event = CloudTrailEvent.read(json);
        return switch (Extraction.changes(event)) {
            case Extraction.Found.NotForUs(String why) -> notForUs(why, event.id());
            case Extraction.Found.Changes(List<Change> changes) -> reconcile(changes, context);
        };
    }

    /// One profile that fails does not keep the others from their repair.
    private Result reconcile(List<Change> changes, Context context) {
        List<Outcome> outcomes = new ArrayList<>();
        RuntimeException failure = null;
        for (Change change : changes) {
            try {
                reconciler.reconcile(change, outcomes::add);
            } catch (RuntimeException e) {
                failure = joined(failure, e);
            }
        }
        if (failure != null) {
            if (!outcomes.isEmpty()) {
                report(context, new Result(outcomes));
            }
            throw failure;
        }
        return new Result(outcomes);
    }

    private static RuntimeException joined(
            @Nullable RuntimeException first, RuntimeException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }

    private Outcome request(Map<String, Object> json, Context context) {
        ManualRequest request = ManualRequest.read(json);
        BaselineStore store = new BaselineStore(surroundings.dynamo(), settings.table());
        return new ManualRequests(
                        settings.guard(),
                        reconciler,
                        store,
                        surroundings.clock(),
                        surroundings.pause(),
                        account(context),
                        context.getAwsRequestId())
                .carryOut(request);
    }

    private static Result notForUs(String why, String eventId) {
        return new Result(List.of(Outcome.skipped(null, Decision.NOT_FOR_US, why, eventId)));
    }

    /// `arn:aws:lambda:REGION:ACCOUNT:function:NAME`; empty where there is no such ARN.
    private static String account(Context context) {
        String arn = context.getInvokedFunctionArn();
        String[] parts = arn == null ? new String[0] : arn.split(":");
        return parts.length > 4 ? parts[4] : "";
    }

    private void report(Context context, Result result) {
        surroundings.reporting().report(context, result, warnings);
        warnings = List.of();
    }
}
