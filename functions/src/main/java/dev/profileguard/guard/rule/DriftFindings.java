package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.RotationCommands;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Creates the finding about one drift, after its repair.
///
/// @param performed the actions that repaired the drift, with their effects; empty: no action can
/// @param after the profile after the repair; null: it was not read again
record DriftFindings(
        Change change, List<PerformedAction> performed, @Nullable InstanceProfile after) {

    /// The finding about this drift.
    Finding about(Drift drift) {
        RecordedRole recorded = roleOf(drift);
        if (recorded != null && hasEffect(Effect.ROLE_GONE)) {
            return roleGone(drift, recorded);
        }
        Role held = after == null ? null : after.role();
        if (recorded != null && held != null && isOtherRole(held, recorded)) {
            return roleRecreated(drift, held, recorded);
        }
        return switch (drift) {
            case Drift.ProfileGone(Baseline baseline) -> profileRestored(baseline);
            case Drift.ProfileRecreated(InstanceProfile found, Baseline baseline) ->
                    profileRecreated(found, baseline);
            case Drift.RoleSwapped(Role found, RecordedRole role) ->
                    reverted(
                            "it contained role %s instead of %s"
                                    .formatted(found.name(), role.name()),
                            found.name());
            case Drift.RoleMissing(RecordedRole role) ->
                    reverted("role %s was missing".formatted(role.name()), null);
            case Drift.RoleUnexpected(Role found) ->
                    reverted(
                            "it contained role %s, but its baseline has none"
                                    .formatted(found.name()),
                            found.name());
            case Drift.RoleRecreated(Role found, RecordedRole role) ->
                    roleRecreated(drift, found, role);
            case Drift.GuardTagLost(String found) -> tagReverted(found);
        };
    }

    /// Whether the actions restored what the baseline has, including the ID of the role.
    boolean isRestored(Drift drift) {
        Role held = after == null ? null : after.role();
        RecordedRole recorded = roleOf(drift);
        return !hasEffect(Effect.ROLE_GONE)
                && !(recorded != null && held != null && isOtherRole(held, recorded));
    }

    private static @Nullable RecordedRole roleOf(Drift drift) {
        return switch (drift) {
            case Drift.ProfileGone(Baseline baseline) -> baseline.role();
            case Drift.RoleSwapped(Role found, RecordedRole recorded) -> recorded;
            case Drift.RoleMissing(RecordedRole recorded) -> recorded;
            case Drift.ProfileRecreated recreated -> null;
            case Drift.RoleUnexpected unexpected -> null;
            case Drift.RoleRecreated recreated -> null;
            case Drift.GuardTagLost lost -> null;
        };
    }

    private static boolean isOtherRole(Role held, RecordedRole recorded) {
        return held.name().equals(recorded.name())
                && recorded.id() != null
                && !recorded.id().equals(held.id());
    }

    /// @param wanted the role that somebody put in; null: none
    private Finding reverted(String what, @Nullable RoleName wanted) {
        return finding(
                Kind.ROLE_REVERTED, what, GuardFindings.ifIntended(change.profile(), wanted));
    }

    private Finding profileRestored(Baseline baseline) {
        String newId = after == null ? "will be new" : "is " + after.id();
        return finding(
                Kind.PROFILE_RESTORED,
                ("the profile was deleted; ProfileGuard created it again, and its ID %s instead of"
                     + " %s: instances that ran with the old one have lost their credentials, and a"
                     + " cluster linked to it needs a new profile")
                        .formatted(newId, baseline.profileId()),
                relink(baseline));
    }

    private Finding profileRecreated(InstanceProfile found, Baseline baseline) {
        String path =
                found.path().equals(baseline.path())
                        ? ""
                        : "; its path is %s instead of %s".formatted(found.path(), baseline.path());
        return finding(
                Kind.PROFILE_RECREATED,
                ("the profile was deleted and created again: its ID is %s instead of %s%s, which"
                     + " cannot be restored; instances that ran with the old one have lost their"
                     + " credentials, and a cluster linked to it needs a new profile")
                        .formatted(found.id(), baseline.profileId(), path),
                relink(baseline));
    }

    private List<String> relink(Baseline baseline) {
        List<String> todo = new ArrayList<>();
        todo.add(Commands.findInstances(baseline.profileId()));
        todo.add(Commands.associateAgain(change.profile()));
        todo.add(newProfile());
        return todo;
    }

    /// A cluster of GKE on AWS remembers the ID of the role in its profile. Google describes how to
    /// link a new profile, and not the same one again.
    ///
    /// See
    /// https://cloud.google.com/kubernetes-engine/multi-cloud/docs/aws/how-to/update-instance-profile
    private String newProfile() {
        return "A cluster of GKE on AWS that is linked to %s needs a new profile. Run: %s"
                .formatted(change.profile(), Commands.rotate(change.profile(), null));
    }

    private Finding roleRecreated(Drift drift, Role held, RecordedRole recorded) {
        String restored =
                drift instanceof Drift.ProfileGone(Baseline baseline)
                        ? "the profile was deleted, its ID was %s; ".formatted(baseline.profileId())
                        : "";
        return finding(
                Kind.ROLE_RECREATED,
                ("%srole %s was deleted and created again: its ID is %s instead of %s, which cannot"
                     + " be restored; access entries of EKS, policies that name the role as"
                     + " principal, and linked clusters still mean the old one")
                        .formatted(restored, recorded.name(), held.id(), recorded.id()),
                afterRecreation(recorded));
    }

    /// What refers to the old role by its ID.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html and
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    private List<String> afterRecreation(RecordedRole recorded) {
        return List.of(
                "To find the access entries, and the policies of roles, keys and buckets, that mean"
                        + " the old one, with the commands that mend them: "
                        + RotationCommands.mend(recorded.name(), String.valueOf(recorded.id())),
                "Policies of other resources, such as queues, show %s instead of the role: write its ARN there, and save them again"
                        .formatted(recorded.id()),
                "To accept the new role: " + Commands.adopt(change.profile()),
                newProfile());
    }

    private Finding roleGone(Drift drift, RecordedRole recorded) {
        List<String> todo = new ArrayList<>();
        todo.add(
                "Create role %s again (its ID will be new), then %s"
                        .formatted(
                                recorded.name(),
                                Commands.addRole(change.profile(), recorded.name())));
        todo.add("To accept the profile without it: " + Commands.adopt(change.profile()));
        if (drift instanceof Drift.ProfileGone(Baseline baseline)) {
            todo.addAll(relink(baseline));
        }
        return finding(
                Kind.ROLE_GONE,
                "the recorded role %s no longer exists, so it cannot be restored"
                        .formatted(recorded.name()),
                todo);
    }

    private Finding tagReverted(@Nullable String found) {
        return finding(
                Kind.GUARD_TAG_REVERTED,
                found == null
                        ? "the tag profile-guard=locked was removed"
                        : "the tag profile-guard was '%s' instead of 'locked'".formatted(found),
                hasEffect(Effect.TAGS_FULL)
                        ? List.of("It has 50 tags: remove one, then tag it profile-guard=locked")
                        : List.of("To end the guard, remove the tag as a trusted principal"));
    }

    private boolean hasEffect(Effect effect) {
        return performed.stream().anyMatch(p -> p.effect() == effect);
    }

    private Finding finding(Kind kind, String what, List<String> todo) {
        List<String> done =
                performed.isEmpty()
                        ? List.of("nothing: no IAM call can restore it")
                        : performed.stream().map(PerformedAction::described).toList();
        return GuardFindings.about(
                change,
                kind,
                change.isFound()
                        ? "%s (%s; no known call explains it)".formatted(what, change.described())
                        : "%s; found: %s".formatted(change.described(), what),
                done,
                todo);
    }
}
