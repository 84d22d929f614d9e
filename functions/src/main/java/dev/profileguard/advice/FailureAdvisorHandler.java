package dev.profileguard.advice;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.advice.rule.AdviceDecision;
import dev.profileguard.control.Probe;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.RoleName;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.rehearsal.Rehearsal;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Explains refused calls about roles and instance profiles, with the commands that help. It
/// changes nothing.
///
/// Input: CloudTrail's events, singly or in batches from the queue, and manual requests.
public final class FailureAdvisorHandler extends FunctionHandler {
    private static final RoleName PRIMING_NAME = new RoleName("profile-guard-priming");

    private final Ports ports;

    /// For Lambda. Reads the settings before it creates any client.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public FailureAdvisorHandler() {
        this(AdviceSettings.from(System.getenv()), LambdaPlatform.live());
        prime(
                () -> Rehearsal.play(System.getenv(), FailureAdvisorHandler::new),
                () -> ports.reader().role(PRIMING_NAME),
                () -> {});
    }

    /// For the sandbox and tests, which have their own platform.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public FailureAdvisorHandler(Platform platform) {
        this(AdviceSettings.from(platform.environment()), platform);
    }

    private FailureAdvisorHandler(AdviceSettings settings, Platform platform) {
        this(settings, platform, settings.ports(platform));
    }

    private FailureAdvisorHandler(AdviceSettings settings, Platform platform, Ports ports) {
        super(
                platform,
                new Reconciler(settings.mode(), AdviceSettings.MODE, ports),
                settings.warnings());
        this.ports = ports;
    }

    @Override
    public Rule rule() {
        return Rule.FAILURE_ADVISOR;
    }

    @Override
    public InvocationResult event(CloudTrailEvent event, Context context) {
        return switch (FailureExtraction.in(event)) {
            case Extracted.NotForUs(String why) -> notForUs(why, event.id());
            case Extracted.Found(Failure failure) ->
                    reconcile(List.of(new AdviceTask(failure)), context);
        };
    }

    @Override
    public boolean comesAgain(Outcome outcome) {
        return outcome.decision() == AdviceDecision.NOT_YET;
    }

    @Override
    protected List<Probe> probes() {
        Platform platform = platform();
        String table = platform.environment().getOrDefault("FAILURES_TABLE", "");
        List<Probe> probes = new ArrayList<>(platform.findingProbes());
        probes.add(Probe.ofTable(platform.dynamo(), table, "profile"));
        probes.add(Probe.ofProfiles(platform.iam(), "profile-guard-priming"));
        return probes;
    }

    @Override
    public InvocationResult request(Map<String, Object> json, Context context) {
        FailureRequest request = FailureRequest.read(json);
        return new InvocationResult(
                List.of(
                        new FailureReport(ports, platform().clock())
                                .of(
                                        request,
                                        context.getAwsRequestId(),
                                        context::getRemainingTimeInMillis)));
    }
}
