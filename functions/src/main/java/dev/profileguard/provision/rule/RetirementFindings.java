package dev.profileguard.provision.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.reconcile.gate.UseRefusal;
import dev.profileguard.state.ProvenanceRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The findings of [Retirement].
record RetirementFindings(ProvisionTrigger trigger, RoleName role) {

    Finding retired(InstanceProfile profile, @Nullable Instant lastUsed, Instant now) {
        String used =
                lastUsed == null
                        ? "IAM has no record that the role was used"
                        : "the role was last used at %s".formatted(lastUsed);
        return about(
                Kind.PROFILE_RETIRED,
                ("role %s could not be deleted because profile %s contains it, which"
                                + " ProfileProvisioner created for it; %s")
                        .formatted(role, profile.name(), used),
                List.of(),
                List.of(
                        "Delete the role again now: " + Commands.deleteRole(role),
                        "If the role has to stay: the first sweep after %s creates its profile again; to have it now, %s"
                                .formatted(
                                        now.plus(ProvenanceRecord.DELETION_EXPECTED)
                                                .truncatedTo(ChronoUnit.SECONDS),
                                        Commands.check(role))));
    }

    /// The finding that an error stopped the deletion after its first step.
    ///
    /// @param error what stopped it
    Finding unfinished(ProfileName profile, String error) {
        return about(
                Kind.PROFILE_UNFINISHED,
                ("role %s could not be deleted because of profile %s; ProfileProvisioner removed"
                                + " the role from it, but could not delete the profile: %s")
                        .formatted(role, profile, error),
                List.of("the role was removed from the profile, which is empty"),
                List.of(
                        "Fix the cause that the error names; the next event or sweep then deletes"
                                + " the profile",
                        "Delete the role again now: " + Commands.deleteRole(role)));
    }

    Finding inUse(InstanceProfile profile, UseRefusal refusal) {
        List<String> todo = new ArrayList<>(refusal.todo());
        todo.add("Then delete the role again: " + Commands.deleteRole(role));
        return about(
                Kind.ROLE_BLOCKED_BY_PROFILES,
                "role %s could not be deleted because profile %s contains it; %s"
                        .formatted(role, profile.name(), refusal.reason()),
                List.of("nothing: a profile that an instance may use is not deleted"),
                todo);
    }

    /// The finding that an instance began to use the profile just before its role was removed, or
    /// since.
    Finding emptied(InstanceProfile profile, UseRefusal refusal) {
        List<String> todo = new ArrayList<>(refusal.todo());
        todo.add(
                "If all instances that use the profile may have the role: "
                        + Commands.addRole(profile.name(), role));
        todo.add("Otherwise delete the role again: " + Commands.deleteRole(role));
        return about(
                Kind.PROFILE_UNFINISHED,
                ("role %s was removed from profile %s, which was to be deleted for the role's"
                                + " deletion, and is kept out of it: %s")
                        .formatted(role, profile.name(), refusal.reason()),
                List.of(),
                todo);
    }

    Finding leftoverInUse(InstanceProfile profile, UseRefusal refusal) {
        List<String> todo = new ArrayList<>(refusal.todo());
        todo.add(
                "The next sweep deletes the profile once no instance uses it; to have that now, "
                        + Commands.sweep(role));
        return about(
                Kind.PROFILE_UNFINISHED,
                ("profile %s, which ProfileProvisioner created for role %s, is empty and not"
                                + " needed, but %s")
                        .formatted(profile.name(), role, refusal.reason()),
                List.of("nothing: a profile that an instance may use is not deleted"),
                todo);
    }

    Finding unproven(InstanceProfile profile, String why) {
        return about(
                Kind.PROFILE_LEFT_EMPTY,
                ("profile %s is empty, and role %s does not need it; nothing proves that"
                                + " ProfileProvisioner created the profile: %s")
                        .formatted(profile.name(), role, why),
                List.of("nothing: somebody else may have created the profile"),
                List.of(
                        "If nobody needs the profile (%s): %s"
                                .formatted(
                                        Commands.findInstances(profile.id()),
                                        Commands.deleteProfile(profile.name()))));
    }

    Finding leftoverGuarded(InstanceProfile profile) {
        return about(
                Kind.PROFILE_UNFINISHED,
                ("profile %s, which ProfileProvisioner created for role %s, is empty and not"
                                + " needed, but ProfileGuard guards it")
                        .formatted(profile.name(), role),
                List.of("nothing: a guarded profile is not deleted"),
                List.of(
                        "Delete the profile yourself: %s; then %s"
                                .formatted(
                                        Commands.release(profile.name()),
                                        Commands.deleteProfile(profile.name()))));
    }

    Finding leftoverGone(InstanceProfile profile) {
        return about(
                Kind.PROFILE_RETIRED,
                "profile %s, which ProfileProvisioner created for role %s, was left empty"
                        .formatted(profile.name(), role),
                List.of(),
                List.of(
                        trigger instanceof ProvisionTrigger.RoleDeleted
                                ? "If the profile is still needed, create role %s again: ProfileProvisioner then creates its profile"
                                        .formatted(role)
                                : "If the role still has to be deleted: "
                                        + Commands.deleteRole(role)));
    }

    Finding guarded(InstanceProfile profile) {
        return about(
                Kind.ROLE_BLOCKED_BY_PROFILES,
                "role %s could not be deleted because profile %s contains it, which ProfileGuard guards"
                        .formatted(role, profile.name()),
                List.of("nothing: a guarded profile is not deleted"),
                commands(List.of(profile), "1. " + Commands.release(profile.name())));
    }

    Finding blocked(List<InstanceProfile> holders, String why) {
        String names =
                holders.stream().map(each -> each.name().value()).collect(Collectors.joining(", "));
        return about(
                Kind.ROLE_BLOCKED_BY_PROFILES,
                "role %s could not be deleted because it is in %s".formatted(role, names),
                List.of("nothing: " + why),
                commands(
                        holders,
                        "1. Make sure that no instance uses it any more, in each region: "
                                + holders.stream()
                                        .map(each -> Commands.findInstances(each.id()))
                                        .collect(Collectors.joining("; "))));
    }

    /// All steps to delete the role, in order.
    private List<String> commands(List<InstanceProfile> holders, String first) {
        List<String> steps = new ArrayList<>();
        steps.add(first);
        for (InstanceProfile holder : holders) {
            steps.add(
                    "%d. %s".formatted(steps.size() + 1, Commands.removeRole(holder.name(), role)));
            steps.add("%d. %s".formatted(steps.size() + 1, Commands.deleteProfile(holder.name())));
        }
        steps.add("%d. %s".formatted(steps.size() + 1, Commands.deleteRole(role)));
        return steps;
    }

    private Finding about(Kind kind, String cause, List<String> done, List<String> todo) {
        return trigger.call().finding(kind, role.subject(), cause, done, todo);
    }
}
