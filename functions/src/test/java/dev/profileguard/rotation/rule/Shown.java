package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.rotation.rule.RotationState.Permission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What AWS shows about a rotation: at first both profiles, and nothing that uses them.
///
/// Not thread-safe.
final class Shown {
    private final List<ProfileInstance> instances = new ArrayList<>();
    private final List<LaunchTemplate> templates = new ArrayList<>();
    private final List<ScalingGroup> groups = new ArrayList<>();
    private final List<LaunchConfiguration> configurations = new ArrayList<>();
    private final List<NodegroupUse> nodegroups = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final Map<String, InstanceRefresh> refreshes = new LinkedHashMap<>();
    private Rotation rotation = RotationSamples.rotation();
    private @Nullable InstanceProfile to = RotationSamples.NEW_PROFILE;
    private boolean isProven = true;
    private Permission may = Permission.GIVEN;

    Shown with(ProfileInstance... more) {
        instances.addAll(List.of(more));
        return this;
    }

    Shown with(LaunchTemplate... more) {
        templates.addAll(List.of(more));
        return this;
    }

    Shown with(ScalingGroup... more) {
        groups.addAll(List.of(more));
        return this;
    }

    Shown with(LaunchConfiguration more) {
        configurations.add(more);
        return this;
    }

    Shown with(NodegroupUse more) {
        nodegroups.add(more);
        return this;
    }

    Shown with(ScalingGroup group, InstanceRefresh latest) {
        groups.add(group);
        refreshes.put(RotationState.key(group), latest);
        return this;
    }

    Shown missing(String... why) {
        unknown.addAll(List.of(why));
        return this;
    }

    Shown of(Rotation other) {
        rotation = other;
        return this;
    }

    /// The rotation did not make the versions with its descriptions.
    Shown unproven() {
        isProven = false;
        return this;
    }

    Shown to(@Nullable InstanceProfile profile) {
        to = profile;
        return this;
    }

    Shown may(Permission permission) {
        may = permission;
        return this;
    }

    ComputeInventory inventory() {
        return new ComputeInventory(
                instances, templates, groups, configurations, nodegroups, unknown, 1);
    }

    RotationState state() {
        return new RotationState(
                isProven ? stored() : rotation,
                RotationSamples.OLD_PROFILE,
                to,
                inventory(),
                refreshes,
                may);
    }

    /// The rotation as it is stored after it made the versions with its descriptions.
    private Rotation stored() {
        Rotation stored = rotation;
        for (LaunchTemplate template : templates) {
            for (Version made : template.versions()) {
                for (Version source : template.versions()) {
                    if (made.names(rotation.to())
                            && made.description().equals(rotation.description(source.number()))) {
                        stored =
                                stored.withVersion(
                                        template.region(),
                                        template.id(),
                                        source.number(),
                                        Long.toString(made.number()));
                    }
                }
            }
        }
        return stored;
    }

    RotationSteps steps() {
        return RotationSteps.of(state());
    }

    /// The steps after that for the new profile.
    List<RotationStep> after() {
        List<RotationStep> all = steps().all();
        return all.subList(1, all.size());
    }

    /// The only step after that for the new profile.
    RotationStep only() {
        List<RotationStep> after = after();
        if (after.size() != 1) {
            throw new AssertionError("Not one step: " + after);
        }
        return after.getFirst();
    }

    /// What ProfileRotation would do now.
    List<ComputeAction> actions() {
        return steps().next().stream().flatMap(each -> each.actions().stream()).toList();
    }

    /// The states of the steps after that for the new profile.
    List<RotationStep.State> states() {
        return after().stream().map(RotationStep::state).toList();
    }
}
