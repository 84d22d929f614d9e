package dev.profileguard.rotation;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.rotation.rule.NewProfile;
import dev.profileguard.rotation.rule.OldProfile;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.RotationDecision;
import org.jspecify.annotations.Nullable;

/// What a rotation writes to IAM.
sealed interface RotationTask extends Task {
    /// The rotation.
    Rotation rotation();

    @Override
    default Decision decisionAfterError() {
        return RotationDecision.STOPPED;
    }

    /// Makes the new profile.
    record Make(Rotation rotation, @Nullable String untouchable, String eventId)
            implements RotationTask {
        @Override
        public String subject() {
            return rotation.to().subject();
        }

        @Override
        public Step begin(Attempt attempt) {
            return Step.need(
                    new Read.OfRole(rotation.role().name()),
                    role ->
                            Step.need(
                                    new Read.OfProfile(rotation.to()),
                                    to ->
                                            Step.need(
                                                    new Read.OfProfile(rotation.from()),
                                                    from ->
                                                            NewProfile.step(
                                                                    rotation, from, to, role))));
        }
    }

    /// Deletes the profile that nothing uses any more.
    record Delete(Rotation rotation, @Nullable String untouchable, String eventId)
            implements RotationTask {
        @Override
        public String subject() {
            return rotation.leaving().subject();
        }

        @Override
        public Step begin(Attempt attempt) {
            ProfileName name = rotation.leaving();
            boolean isOld = rotation.phase() != Rotation.Phase.CANCEL;
            return Step.need(
                    new Read.OfProfile(name),
                    found ->
                            OldProfile.plan(
                                    rotation.leavingId(),
                                    found,
                                    isOld
                                            ? RotationDecision.FINISHED
                                            : RotationDecision.CANCELLED));
        }
    }
}
