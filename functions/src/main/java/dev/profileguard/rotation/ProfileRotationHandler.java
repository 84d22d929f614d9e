package dev.profileguard.rotation;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.cluster.Clusters;
import dev.profileguard.compute.Compute;
import dev.profileguard.control.Probe;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.finding.Rule;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Replaces a profile that something runs on by a new one, step by step, and tells what uses a
/// profile.
///
/// Input: manual requests. It handles no events.
public final class ProfileRotationHandler extends FunctionHandler {
    private final RotationSettings settings;
    private final Ports ports;

    /// For Lambda. Reads the settings before it creates any client.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public ProfileRotationHandler() {
        this(LambdaPlatform.live());
    }

    /// For the sandbox and tests, which have their own platform.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public ProfileRotationHandler(Platform platform) {
        this(RotationSettings.from(platform.environment()), platform);
    }

    private ProfileRotationHandler(RotationSettings settings, Platform platform) {
        this(
                settings,
                platform,
                platform.ports(settings.mode(), settings.baselines())
                        .asking(platform.users(settings.regions(), settings.baselines()))
                        .asking(
                                platform.clusters(
                                        settings.regions(), Clusters.Patience.OF_REQUESTS)));
    }

    private ProfileRotationHandler(RotationSettings settings, Platform platform, Ports ports) {
        super(
                platform,
                new Reconciler(settings.mode(), RotationSettings.MODE, ports),
                settings.warnings());
        this.settings = settings;
        this.ports = ports;
    }

    @Override
    public Rule rule() {
        return Rule.PROFILE_ROTATION;
    }

    @Override
    public InvocationResult event(CloudTrailEvent event, Context context) {
        return notForUs("ProfileRotation takes requests only", event.id());
    }

    @Override
    protected List<Probe> probes() {
        List<Probe> probes = new ArrayList<>(platform().probes());
        probes.add(Probe.ofTable(platform().dynamo(), settings.rotations(), "profile"));
        return probes;
    }

    @Override
    public InvocationResult request(Map<String, Object> json, Context context) {
        RotationRequest request = RotationRequest.read(json);
        Compute compute = platform().audit().compute(settings.regions());
        TimedReader reader = new TimedReader(compute.reader(), context::getRemainingTimeInMillis);
        return new InvocationResult(
                List.of(
                        new Rotations(
                                        settings,
                                        ports,
                                        new RotationStore(
                                                platform().dynamo(), settings.rotations()),
                                        new Compute(
                                                reader,
                                                new PausableComputeWriter(
                                                        compute.writer(), ports.pauses())),
                                        task -> reconcile(List.of(task), context),
                                        new AccountPolicies(
                                                () ->
                                                        new SdkIamReader(platform().iam())
                                                                .roles().stream()
                                                                        .map(
                                                                                SdkIamReader
                                                                                                .ListedRole
                                                                                        ::role)
                                                                        .toList(),
                                                () ->
                                                        platform()
                                                                .audit()
                                                                .policies(settings.regions())),
                                        account(context),
                                        context.getAwsRequestId(),
                                        () ->
                                                context.getRemainingTimeInMillis()
                                                        > StepRunner.LONGEST
                                                                .plus(reader.look())
                                                                .toMillis())
                                .carryOut(request)));
    }
}
