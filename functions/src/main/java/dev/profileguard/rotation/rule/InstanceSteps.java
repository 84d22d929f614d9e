package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.Manager;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The steps for instances that belong to no group: their association with the old profile is
/// replaced, one instance after the other.
///
/// See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/replace-iam-instance-profile.html
final class InstanceSteps {
    private final RotationState state;
    private final ProfileName to;

    InstanceSteps(RotationState state) {
        this.state = state;
        this.to = state.rotation().to();
    }

    /// One or more steps for each region.
    List<RotationStep> all() {
        Map<String, List<ProfileInstance>> byRegion =
                state.inventory().withoutGroup(state.old().instances()).stream()
                        .filter(each -> !ManagedCompute.has(each.owner()))
                        .collect(
                                Collectors.groupingBy(
                                        each -> each.use().region(),
                                        TreeMap::new,
                                        Collectors.toList()));
        List<RotationStep> steps = new ArrayList<>();
        byRegion.forEach((region, instances) -> steps.addAll(steps(region, instances)));
        return steps;
    }

    private List<RotationStep> steps(String region, List<ProfileInstance> all) {
        Map<Kind, List<InstanceUse>> kinds = new EnumMap<>(Kind.class);
        Map<Manager, List<InstanceUse>> managed = new LinkedHashMap<>();
        for (ProfileInstance each : all) {
            Manager manager = each.isEnding() ? null : each.owner().manager();
            List<InstanceUse> alike =
                    manager == null
                            ? kinds.computeIfAbsent(kind(each), key -> new ArrayList<>())
                            : managed.computeIfAbsent(manager, key -> new ArrayList<>());
            alike.add(each.use());
        }
        List<RotationStep> steps = new ArrayList<>();
        kinds.forEach((kind, uses) -> steps.add(step(kind, region, uses)));
        managed.forEach((manager, uses) ->
                steps.add(new ManagerSteps(manager, to).step(title(region, uses), check(uses))));
        return steps;
    }

    /// What decides how an instance gets the new profile.
    private enum Kind {
        READY,
        NODE,
        OTHER_PROFILE,
        NO_ASSOCIATION,
        ENDING
    }

    private Kind kind(ProfileInstance instance) {
        if (instance.isEnding()) {
            return Kind.ENDING;
        }
        if (instance.use().associationId() == null) {
            return Kind.NO_ASSOCIATION;
        }
        if (!state.rotation().isUsedBy(instance.use())) {
            return Kind.OTHER_PROFILE;
        }
        return state.needsAccess(instance.owner().cluster()) ? Kind.NODE : Kind.READY;
    }

    private RotationStep step(Kind kind, String region, List<InstanceUse> uses) {
        return switch (kind) {
            case READY -> ready(region, uses);
            case NODE -> nodes(region, uses);
            case OTHER_PROFILE -> others(region, uses);
            case NO_ASSOCIATION -> withoutAssociation(region, uses);
            case ENDING ->
                    RotationStep.waiting(
                            title(region, uses),
                            RotationStep.State.UNDER_WAY,
                            "They shut down",
                            "");
        };
    }

    private RotationStep ready(String region, List<InstanceUse> uses) {
        List<ComputeAction> actions = new ArrayList<>();
        for (InstanceUse each : uses) {
            String association = each.associationId();
            if (association != null) {
                actions.add(
                        new ComputeAction.ReplaceAssociation(
                                region, each.instanceId(), association, to));
            }
        }
        return RotationStep.ready(title(region, uses), actions, commands(uses, to), check(uses));
    }

    private RotationStep nodes(String region, List<InstanceUse> uses) {
        return RotationStep.byHand(
                title(region, uses),
                "They are nodes of a cluster that does not know role %s: let the cluster know it first"
                        .formatted(state.rotation().role().name()),
                commands(uses, to),
                check(uses));
    }

    /// Nobody knows who was allowed to give instances a profile of the same name that was deleted
    /// before, or created again since.
    private RotationStep others(String region, List<InstanceUse> uses) {
        String ids =
                uses.stream()
                        .map(InstanceUse::profileId)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return RotationStep.byHand(
                title(region, uses),
                "They were associated with another profile of this name (%s): make sure that they may have role %s"
                        .formatted(ids, state.rotation().role().name()),
                commands(uses, to),
                check(uses));
    }

    private RotationStep withoutAssociation(String region, List<InstanceUse> uses) {
        return RotationStep.byHand(
                title(region, uses),
                "EC2 shows the profile, but no association with it that could be replaced",
                uses.stream()
                        .map(each ->
                                AdviceCommands.associate(region, each.instanceId(), to.value()))
                        .toList(),
                check(uses));
    }

    /// The commands that replace the associations of instances.
    static List<String> commands(List<InstanceUse> uses, ProfileName to) {
        List<String> commands = new ArrayList<>();
        for (InstanceUse each : uses) {
            String association = each.associationId();
            if (association != null) {
                commands.add(
                        AdviceCommands.replaceAssociation(each.region(), association, to.value()));
            }
        }
        return commands;
    }

    private static String check(List<InstanceUse> uses) {
        InstanceUse first = uses.getFirst();
        return AdviceCommands.showAssociation(first.region(), first.instanceId());
    }

    private String title(String region, List<InstanceUse> uses) {
        return uses.size() == 1
                ? "Associate instance %s in %s with %s"
                        .formatted(uses.getFirst().instanceId(), region, to)
                : "Associate %d instances in %s with %s".formatted(uses.size(), region, to);
    }
}
