package dev.profileguard.guard;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.control.PauseReport;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.finding.Rule;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.Attribution;
import dev.profileguard.lambda.DelayQueue;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.SqsMessage;
import dev.profileguard.lambda.rehearsal.Rehearsal;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.state.pause.PauseStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Reverts changes to guarded instance profiles by principals that are not trusted.
///
/// Input: CloudTrail's events about instance profiles, and manual requests.
public final class ProfileGuardHandler extends FunctionHandler {
    /// The metric: seconds from the canary's call to its repair.
    public static final String ANSWER_SECONDS = "AnswerSeconds";

    private static final ProfileName PRIMING_NAME = new ProfileName("profile-guard-priming");

    private final GuardSettings settings;
    private final Ports ports;
    private final LaterLooks looks;

    /// For Lambda. Reads the settings before it creates any client.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public ProfileGuardHandler() {
        this(GuardSettings.from(System.getenv()), LambdaPlatform.live());
        prime(
                () -> Rehearsal.play(System.getenv(), ProfileGuardHandler::new),
                () -> ports.reader().profile(PRIMING_NAME),
                () -> ports.guard().load(PRIMING_NAME));
    }

    /// For the sandbox and tests, which have their own platform.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public ProfileGuardHandler(Platform platform) {
        this(GuardSettings.from(platform.environment()), platform);
    }

    private ProfileGuardHandler(GuardSettings settings, Platform platform) {
        this(
                settings,
                platform,
                settings.associating(
                        platform.eventPorts(settings.mode(), settings.table())
                                .asking(Attribution.forEvents(platform))
                                .asking(settings.users(platform)),
                        platform));
    }

    private ProfileGuardHandler(GuardSettings settings, Platform platform, Ports ports) {
        super(platform, new Reconciler(settings.mode(), "GuardMode", ports), settings.warnings());
        this.settings = settings;
        this.ports = ports;
        this.looks =
                new LaterLooks(
                        ports,
                        settings.guard().breaker(),
                        settings.grace(),
                        settings.associates(),
                        new DelayQueue(
                                platform.notifications()::queues,
                                platform.environment().getOrDefault("RETRIES_QUEUE", "")));
    }

    @Override
    public Rule rule() {
        return Rule.PROFILE_GUARD;
    }

    @Override
    public InvocationResult event(CloudTrailEvent event, Context context) {
        return switch (ProfileChangeExtraction.changes(event)) {
            case Extracted.NotForUs(String why) -> notForUs(why, event.id());
            case Extracted.Found(List<Change> changes) ->
                    measured(
                            reconcile(changes.stream().map(settings::task).toList(), context),
                            event,
                            context);
        };
    }

    /// Measures how long it took from the canary's call to its repair; in mode observe, until the
    /// repair was decided.
    private InvocationResult measured(
            InvocationResult result, CloudTrailEvent event, Context context) {
        if (result.outcomes().stream().anyMatch(ProfileGuardHandler::isRepairOfCanary)) {
            Duration took = Duration.between(event.time(), platform().clock().instant());
            platform()
                    .reporting()
                    .measured(
                            context,
                            new Measurement(
                                    ANSWER_SECONDS,
                                    Math.max(0, took.toMillis()) / 1000.0,
                                    Measurement.Unit.SECONDS));
        }
        return result;
    }

    private static boolean isRepairOfCanary(Outcome outcome) {
        return outcome.decision() == GuardDecision.CANARY
                && outcome.actions().stream()
                        .allMatch(each ->
                                switch (each.effect()) {
                                    case DONE, ALREADY, WOULD_DO -> true;
                                    case ROLE_GONE, TAGS_FULL, QUOTA_REACHED, REJECTED -> false;
                                });
    }

    /// Handles an event whose invocation failed, or a look that was planned earlier.
    @Override
    public InvocationResult message(SqsMessage message, Context context) {
        Map<String, Object> json = message.json();
        return LaterLook.isIn(json)
                ? look(LaterLook.read(message.at() + ".body", json), context)
                : super.message(message, context);
    }

    private InvocationResult look(LaterLook look, Context context) {
        Instant now = platform().clock().instant();
        if (now.isBefore(look.at())) {
            looks.send(look, now);
            return notForUs("Not before " + look.at(), "");
        }
        if (looks.isPlanned(ports.guard().load(look.profile()), now)) {
            return notForUs("A later look is planned", "");
        }
        return reconcile(List.of(settings.task(found(look, now, context))), context);
    }

    private static Change found(LaterLook look, Instant now, Context context) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Change(
                look.profile(),
                new Edit.Found("by another look at " + second),
                new Call(
                        new Actor.Unattributed(),
                        "LookAgain",
                        account(context),
                        context.getAwsRequestId(),
                        second));
    }

    @Override
    protected void afterReport(InvocationResult result) {
        if (settings.mode() == Mode.ENFORCE) {
            looks.plan(result.outcomes());
        }
    }

    @Override
    public InvocationResult request(Map<String, Object> json, Context context) {
        if (PauseRequest.isIn(json)) {
            return new InvocationResult(
                    List.of(pausing(context).carryOut(PauseRequest.read(json))));
        }
        GuardRequest request = GuardRequest.read(json);
        GuardRequestHandler requests =
                new GuardRequestHandler(
                        settings.guard(),
                        ports,
                        settings.withholds(),
                        account(context),
                        context.getAwsRequestId());
        return new InvocationResult(List.of(requests.carryOut(request)));
    }

    private Pausing pausing(Context context) {
        return new Pausing(
                new PauseStore(platform().dynamo(), settings.table(), platform().clock()),
                ports.pauses(),
                platform().clock(),
                new PauseReport(account(context), context.getAwsRequestId()));
    }
}
