package dev.profileguard.reconcile.gate;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Step;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets a role into an empty profile only if no EC2 instance uses the profile.
///
/// EC2 asks for `iam:PassRole` when an instance is associated with a profile, for the role that the
/// profile contains at that time. So whoever may not pass the role could put another one into the
/// empty profile, associate an instance, take that role out again, and wait until this project adds
/// the role. EC2 is asked before that, and once more after it, because an instance can be
/// associated in between.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
///
/// @param profile the empty profile
/// @param decision about a role that is kept out
public record AdditionGate(InstanceProfile profile, Decision decision) implements Remediation.Gate {
    @Override
    public @Nullable UseRefusal refuses(Action action, Moment moment, Step.Answers reads) {
        return moment == Moment.AFTER && action instanceof Action.AddRole add
                ? refusal(add.role(), reads.to(read()))
                : null;
    }

    /// The read that answers who uses the profile.
    public Read.OfProfileUse read() {
        return new Read.OfProfileUse(Set.of(profile.name().value()));
    }

    /// Why the role may not be in the profile; null: it may. An instance that was associated with
    /// an earlier profile of this name gets no role from this one.
    public @Nullable UseRefusal refusal(RoleName role, ProfileUse use) {
        List<InstanceUse> users =
                use.instances().stream()
                        .filter(each ->
                                each.profileId().isEmpty() || each.profileId().equals(profile.id()))
                        .toList();
        return users.isEmpty() && use.isComplete()
                ? null
                : new UseRefusal(
                        profile.name(),
                        new ProfileUse(users, use.unknown()),
                        decision,
                        new Action.RemoveRole(profile.name(), role));
    }
}
