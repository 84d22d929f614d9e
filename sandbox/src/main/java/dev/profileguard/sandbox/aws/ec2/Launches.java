package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// RunInstances. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
final class Launches {
    private static final int CAPACITY = 1000;

    private final Map<String, Reservation> byClientToken = new LinkedHashMap<>();
    private final RegionalCalls calls;
    private final InstanceTable instances;
    private final AssociationTable associations;
    private final IamAccount account;

    Launches(
            RegionalCalls calls,
            InstanceTable instances,
            AssociationTable associations,
            IamAccount account) {
        this.calls = calls;
        this.instances = instances;
        this.associations = associations;
        this.account = account;
    }

    /// RunInstances.
    ///
    /// @return EC2's response
    Map<String, Object> run(Origin origin, Launch launch, boolean dryRun) {
        return calls.call(
                origin,
                "RunInstances",
                launch.recorded(),
                () -> launch(origin, launch, dryRun),
                response -> response);
    }

    /// Starts instances as a part of a call, or only checks whether it could.
    ///
    /// @return EC2's response to RunInstances
    Map<String, Object> launch(Origin origin, Launch launch, boolean dryRun) {
        launch.check(calls.service());
        InstanceProfile profile =
                launch.profile() == null ? null : launch.profile().in(account, calls.service());
        require(origin, launch, profile);
        calls.endDryRun(dryRun);
        return instances.atomically(() -> started(origin, launch, profile)).response(origin);
    }

    private void require(Origin origin, Launch launch, @Nullable InstanceProfile profile) {
        calls.require(origin, Permission.toRun(origin, launch, profile));
        calls.require(origin, Permission.onImage(origin, launch));
        if (!launch.tags().isEmpty()) {
            calls.require(origin, Permission.toTag(origin, launch));
        }
        if (profile != null) {
            profile.roles()
                    .forEach(role -> calls.require(origin, Permission.toPass(origin, role, "*")));
        }
    }

    private Reservation started(Origin origin, Launch launch, @Nullable InstanceProfile profile) {
        if (launch.clientToken() == null) {
            return newlyStarted(origin, launch, profile);
        }
        String key = origin.region() + " " + launch.clientToken();
        Reservation earlier = byClientToken.get(key);
        if (earlier == null) {
            Reservation made = newlyStarted(origin, launch, profile);
            byClientToken.put(key, made);
            return made;
        }
        if (!earlier.launch().equals(launch)) {
            throw calls.service()
                    .refusal(
                            "IdempotentParameterMismatch",
                            "Arguments on this idempotent request are inconsistent with arguments"
                                    + " used in previous request(s).");
        }
        return earlier;
    }

    private Reservation newlyStarted(
            Origin origin, Launch launch, @Nullable InstanceProfile profile) {
        int count = count(origin, launch);
        String reservation = InstanceTable.id("r-");
        List<Instance> started = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Instance instance =
                    Instance.launched(
                            origin, instances.next(), reservation, index, launch, instances.now());
            instances.put(instance);
            started.add(
                    profile == null
                            ? instance
                            : instance.with(associations.begin(instance, profile)));
        }
        return new Reservation(launch, started);
    }

    /// As many as there is capacity for.
    private int count(Origin origin, Launch launch) {
        long used =
                instances.in(origin.region()).stream()
                        .filter(instance -> !instance.entered().ends())
                        .count();
        if (used + launch.least() > CAPACITY) {
            throw calls.service()
                    .refusal(
                            "InstanceLimitExceeded",
                            ("You have requested more instances (%d) than your current instance"
                                            + " limit of %d allows for the specified instance"
                                            + " type.")
                                    .formatted(used + launch.least(), CAPACITY));
        }
        return (int) Math.min(launch.most(), CAPACITY - used);
    }

    /// What a launch started.
    private record Reservation(Launch launch, List<Instance> instances) {
        Map<String, Object> response(Origin origin) {
            Map<Instance, Map<String, Object>> started = new LinkedHashMap<>();
            instances.forEach(
                    each -> started.put(each, InstanceJson.of(each, InstanceState.PENDING)));
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("requestId", origin.requestId());
            response.putAll(InstanceJson.reservation(started));
            return response;
        }
    }
}
