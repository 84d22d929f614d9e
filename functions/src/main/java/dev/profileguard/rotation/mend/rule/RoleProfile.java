package dev.profileguard.rotation.mend.rule;

import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.RotationCommands;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.rotation.rule.Link;
import dev.profileguard.rotation.rule.RotationStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A profile with a role that was deleted and created again: the steps for what uses the profile.
///
/// @param recordsEarlierRole whether its baseline records the deleted role
/// @param usage what uses it; null: it was not asked about
/// @param replacement the profile that replaces it now; null: none
public record RoleProfile(
        InstanceProfile profile,
        boolean recordsEarlierRole,
        @Nullable ProfileUsage usage,
        @Nullable ProfileName replacement) {

    /// The steps, in order.
    ///
    /// @param role that was created again
    /// @param created when it was created
    List<RotationStep> steps(RoleName role, Instant created) {
        List<RotationStep> steps = new ArrayList<>(associations(role));
        ProfileName name = profile.name();
        if (replacement != null) {
            steps.add(
                    RotationStep.waiting(
                            linking(),
                            RotationStep.State.UNDER_WAY,
                            "%s replaces it".formatted(replacement),
                            RotationCommands.status(name)));
        } else if (hasLinks(created)) {
            steps.add(
                    RotationStep.byHand(
                            linking(),
                            "Instances of GKE on AWS use it: their cluster and its node pools remember the ID of the earlier role %s, and need a new profile each. %s"
                                    .formatted(role, Link.GKE_ENDS),
                            List.of(RotationCommands.start(name, role)),
                            Commands.usage(name)));
        } else if (recordsEarlierRole) {
            steps.add(adopt(role));
        }
        return steps;
    }

    private String linking() {
        return "Give what is linked to %s a new profile".formatted(profile.name());
    }

    private RotationStep adopt(RoleName role) {
        return RotationStep.byHand(
                "Make role %s the baseline of %s".formatted(role, profile.name()),
                "The baseline records an earlier role %s. Instances get the credentials of the new role by themselves. A cluster of GKE on AWS that is linked to the profile%s needs a new profile instead: %s"
                        .formatted(
                                role,
                                usage == null || !usage.isComplete()
                                        ? ", for which not all regions could be asked,"
                                        : ", although no instance shows it,",
                                RotationCommands.start(profile.name(), role)),
                List.of(RotationCommands.adopt(profile.name())),
                RotationCommands.show(profile.name()) + ": the baseline has the ID of the role");
    }

    /// Whether instances of GKE on AWS got the profile before the role was created again. Those
    /// that got it later belong to a cluster that knows the new role.
    private boolean hasLinks(Instant created) {
        ProfileUsage known = usage;
        return known != null
                && known.instances().stream()
                        .filter(each -> each.owner().isGke())
                        .anyMatch(each -> hasBegunBefore(created, each.use()));
    }

    private static boolean hasBegunBefore(Instant created, InstanceUse use) {
        Instant started = use.associated() == null ? use.launched() : use.associated();
        return started == null || started.isBefore(created);
    }

    /// An instance keeps the ID of the profile that it was associated with.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html
    private List<RotationStep> associations(RoleName role) {
        ProfileUsage known = usage;
        List<ProfileInstance> instances = known == null ? List.of() : known.instances();
        Map<String, List<InstanceUse>> byRegion =
                instances.stream()
                        .filter(each -> !each.owner().isGke() && !each.owner().isManagedByEks())
                        .filter(each -> !each.isEnding())
                        .map(ProfileInstance::use)
                        .filter(each -> !each.profileId().equals(profile.id()))
                        .collect(
                                Collectors.groupingBy(
                                        InstanceUse::region, TreeMap::new, Collectors.toList()));
        List<RotationStep> steps = new ArrayList<>();
        byRegion.forEach((region, uses) -> steps.add(association(role, region, uses)));
        return steps;
    }

    private RotationStep association(RoleName role, String region, List<InstanceUse> uses) {
        InstanceUse first = uses.getFirst();
        return RotationStep.byHand(
                uses.size() == 1
                        ? "Associate instance %s in %s with %s again"
                                .formatted(first.instanceId(), region, profile.name())
                        : "Associate %d instances in %s with %s again"
                                .formatted(uses.size(), region, profile.name()),
                "They were associated with an earlier profile of this name (%s), and get no credentials from the new one (%s): make sure that they may have role %s"
                        .formatted(first.profileId(), profile.id(), role),
                uses.stream().map(this::associate).toList(),
                AdviceCommands.showAssociation(region, first.instanceId()));
    }

    private String associate(InstanceUse use) {
        String association = use.associationId();
        return association == null
                ? AdviceCommands.associate(use.region(), use.instanceId(), profile.name().value())
                : AdviceCommands.replaceAssociation(
                        use.region(), association, profile.name().value());
    }
}
