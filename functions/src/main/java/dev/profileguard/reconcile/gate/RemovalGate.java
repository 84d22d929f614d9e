package dev.profileguard.reconcile.gate;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Step;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks EC2 once more after the role was removed from a profile that is to be deleted: an instance
/// may have started to use the profile since EC2 was asked first.
///
/// The role does not go back then. Somebody who may not pass it could have put another role into
/// the empty profile, associated an instance, and taken that role out again.
///
/// @param profile the profile that is to be deleted
/// @param decision about a profile that is not deleted
public record RemovalGate(ProfileName profile, Decision decision) implements Remediation.Gate {
    @Override
    public @Nullable UseRefusal refuses(Action action, Moment moment, Step.Answers reads) {
        return moment == Moment.AFTER
                        && action instanceof Action.RemoveRole(ProfileName from, RoleName _)
                ? refusal(reads.to(new Read.OfProfileUse(Set.of(from.value()))))
                : null;
    }

    /// Why the profile may not be deleted; null: no instance uses it.
    public @Nullable UseRefusal refusal(ProfileUse use) {
        return use.instances().isEmpty() && use.isComplete()
                ? null
                : new UseRefusal(profile, use, decision, null);
    }
}
