package dev.profileguard.provision;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.lambda.Attribution;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.rehearsal.Rehearsal;
import dev.profileguard.provision.rule.Creator;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Creates the missing profile of a role that EC2 may assume. Deletes it again when only this
/// profile prevents the role's deletion.
///
/// Input: CloudTrail's events, singly or in batches from the delay queue, and manual requests.
public final class ProfileProvisionerHandler extends FunctionHandler {
    private static final RoleName PRIMING_NAME = new RoleName("profile-guard-priming");

    private static final String MODE_PARAMETER = "ProvisionMode";

    private final ProvisionSettings settings;
    private final Ports ports;

    /// For Lambda. Reads the settings before it creates any client.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public ProfileProvisionerHandler() {
        this(ProvisionSettings.from(System.getenv()), LambdaPlatform.live());
        prime(
                () -> Rehearsal.play(System.getenv(), ProfileProvisionerHandler::new),
                () -> ports.reader().role(PRIMING_NAME),
                () -> ports.provenance().load(new ProfileName(PRIMING_NAME.value())));
    }

    /// For the sandbox and tests, which have their own platform.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public ProfileProvisionerHandler(Platform platform) {
        this(ProvisionSettings.from(platform.environment()), platform);
    }

    private ProfileProvisionerHandler(ProvisionSettings settings, Platform platform) {
        this(
                settings,
                platform,
                platform.eventPorts(settings.mode(), settings.table())
                        .asking(Attribution.forEvents(platform))
                        .asking(settings.users(platform)));
    }

    private ProfileProvisionerHandler(ProvisionSettings settings, Platform platform, Ports ports) {
        super(
                platform,
                new Reconciler(settings.mode(), MODE_PARAMETER, ports),
                settings.warnings());
        this.settings = settings;
        this.ports = ports;
    }

    @Override
    public Rule rule() {
        return Rule.PROFILE_PROVISIONER;
    }

    @Override
    public InvocationResult event(CloudTrailEvent event, Context context) {
        return switch (ProvisionTriggerExtraction.in(event)) {
            case Extracted.NotForUs(String why) -> notForUs(why, event.id());
            case Extracted.Found(ProvisionTrigger trigger) ->
                    reconcile(List.of(settings.task(trigger)), context);
        };
    }

    @Override
    public boolean comesAgain(Outcome outcome) {
        return outcome.decision() == ProvisionDecision.NOT_YET;
    }

    /// For a manual request, the role's creator does not matter, but its tags do.
    @Override
    public InvocationResult request(Map<String, Object> json, Context context) {
        ProvisionRequest request = ProvisionRequest.read(json);
        Call call =
                new Call(
                        new Actor.User("a manual invocation"),
                        "check",
                        account(context),
                        context.getAwsRequestId(),
                        platform().clock().instant());
        ProvisionTrigger.Wanted wanted =
                new ProvisionTrigger.Wanted(
                        request.role(), new Creator.Unattributed(), Instant.EPOCH, null, call);
        return request.check()
                ? reconcile(List.of(settings.task(wanted)), context)
                : new InvocationResult(List.of(show(wanted)));
    }

    private Outcome show(ProvisionTrigger.Wanted wanted) {
        List<Outcome> outcomes = new ArrayList<>();
        new Reconciler(Mode.OBSERVE, MODE_PARAMETER, ports.writingWith(IamWriter.DRY_RUN))
                .reconcile(settings.task(wanted), IntentLog.NONE, outcomes::add);
        Outcome would = outcomes.getFirst();
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("wouldDecide", would.decision().text());
        details.put("wouldDo", would.actions().stream().map(PerformedAction::described).toList());
        details.put("wouldTell", would.findings().stream().map(Finding::json).toList());
        return new Outcome.Answered(
                would.subject(),
                Decision.Common.SHOWN,
                would.why(),
                List.of(),
                List.of(),
                details,
                would.eventId());
    }
}
