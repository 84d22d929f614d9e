package dev.profileguard.rotation.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Coverage;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.gate.AdditionGate;
import dev.profileguard.reconcile.gate.UseRefusal;
import dev.profileguard.state.GuardedProfiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the new profile of a rotation: with the path and the tags of the old one, the role, and
/// the tag by which ProfileGuard guards it from birth.
public final class NewProfile {
    /// The key of the tag that proves that a rotation made a profile. Its value is known only to
    /// the rotation until the profile exists.
    public static final String PROOF = "profile-guard:rotation";

    private static final String OWN_TAGS = "profile-guard";

    private NewProfile() {}

    /// Whether this rotation made the profile.
    public static boolean isMadeBy(Rotation rotation, InstanceProfile profile) {
        return rotation.toId() == null
                ? rotation.proof().equals(profile.tags().get(PROOF))
                : rotation.toId().equals(profile.id());
    }

    /// The plan for the new profile, or what has to be read for it.
    ///
    /// @param from the old profile; null: it is gone
    /// @param to the new profile; null: it is not there
    /// @param role as IAM shows it; null: it is gone
    public static Step step(
            Rotation rotation,
            @Nullable InstanceProfile from,
            @Nullable InstanceProfile to,
            @Nullable RoleDetail role) {
        if (role == null || !role.role().id().equals(rotation.role().id())) {
            return Plan.leave(
                    RotationDecision.REFUSED,
                    "Role %s was deleted%s since the rotation started: cancel it, and start it again"
                            .formatted(
                                    rotation.role().name(),
                                    role == null ? "" : " and created again"));
        }
        if (to == null) {
            return make(rotation, from);
        }
        if (!isMadeBy(rotation, to)) {
            return Plan.leave(
                    RotationDecision.REFUSED,
                    "The rotation did not make the profile %s (%s) that is there: cancel it, and start it with another name in the field to"
                            .formatted(to.name(), to.id()));
        }
        return to.role() == null
                ? unlessUsed(rotation, to)
                : Plan.leave(
                        RotationDecision.PROFILE_THERE,
                        "%s contains role %s".formatted(to.name(), to.role().name()));
    }

    private static Plan make(Rotation rotation, @Nullable InstanceProfile from) {
        List<Action> actions = new ArrayList<>();
        actions.add(
                new Action.CreateProfile(
                        rotation.to(),
                        from == null ? "/" : from.path(),
                        tags(rotation, from == null ? Tags.NONE : from.tags())));
        actions.add(new Action.AddRole(rotation.to(), rotation.role().name()));
        return writes(
                rotation,
                "%s replaces %s".formatted(rotation.to(), rotation.from()),
                actions,
                Remediation.Gate.OPEN);
    }

    /// The rotation was interrupted. An instance that uses the empty profile would get the role.
    private static Step unlessUsed(Rotation rotation, InstanceProfile empty) {
        AdditionGate gate = new AdditionGate(empty, RotationDecision.REFUSED);
        RoleName role = rotation.role().name();
        return Step.need(
                gate.read(),
                use -> {
                    UseRefusal refusal = gate.refusal(role, use);
                    return refusal == null
                            ? writes(
                                    rotation,
                                    "%s gets its role".formatted(empty.name()),
                                    List.of(new Action.AddRole(empty.name(), role)),
                                    gate)
                            : Plan.leave(
                                    RotationDecision.REFUSED,
                                    "%s was still empty, and does not get role %s: %s. End that, or cancel the rotation and start it again"
                                            .formatted(empty.name(), role, refusal.reason()));
                });
    }

    private static Plan writes(
            Rotation rotation, String why, List<Action> actions, Remediation.Gate gate) {
        return Plan.of(
                RotationDecision.PROFILE_MADE,
                why,
                List.of(new Remediation(actions, done -> List.of(), rotation.to(), gate)),
                List.of(),
                Coverage.PARTIAL);
    }

    /// The commands by which a person makes the profile. It has none of the tags of our own: the
    /// proof is a secret, and ProfileGuard would correct a guarded profile before it has its role.
    ///
    /// @param from the old profile; null: it is gone
    static List<String> commands(Rotation rotation, @Nullable InstanceProfile from) {
        List<String> commands = new ArrayList<>();
        commands.add(
                Commands.createProfile(rotation.to().value(), from == null ? "/" : from.path()));
        if (from != null) {
            inherited(from.tags())
                    .values()
                    .forEach((key, value) ->
                            commands.add(
                                    Commands.tag(
                                            TaggedType.INSTANCE_PROFILE,
                                            rotation.to().value(),
                                            key,
                                            value)));
        }
        commands.add(Commands.addRole(rotation.to(), rotation.role().name()));
        return commands;
    }

    /// The tags of the old profile, apart from those that say something about it alone.
    public static Tags inherited(Tags old) {
        List<String> own =
                old.values().keySet().stream().filter(key -> key.startsWith(OWN_TAGS)).toList();
        return old.without(own).settable();
    }

    private static Tags tags(Rotation rotation, Tags old) {
        return inherited(old)
                .with(GuardedProfiles.TAG, GuardedProfiles.LOCKED)
                .with(PROOF, rotation.proof());
    }
}
