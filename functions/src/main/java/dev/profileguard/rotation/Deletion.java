package dev.profileguard.rotation;

import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.Rotation.Phase;
import dev.profileguard.rotation.rule.RotationDecision;
import dev.profileguard.rotation.rule.RotationState;
import dev.profileguard.rotation.rule.RotationSteps;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.Release;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Ends a rotation: deletes the profile that nothing uses, the old one or, if the rotation is
/// cancelled, the new one.
///
/// IAM deletes a profile that instances use, and they lose their credentials for good. EC2 shows a
/// use up to a minute late. So the profile is deleted only if nothing used it when it was asked
/// twice, with some time between.
///
/// Not thread-safe.
final class Deletion {
    /// How long nothing must have used a profile.
    static final Duration UNUSED_FOR = Duration.ofMinutes(2);

    private static final Duration RELEASED_FOR = Duration.ofHours(1);

    private final Rotations rotations;
    private final Work work = new Work();

    Deletion(Rotations rotations) {
        this.rotations = rotations;
    }

    /// Ends a rotation, as far as it can end now.
    Outcome carryOut(Rotation rotation, Phase phase) {
        RotationState state =
                rotations.states().state(rotation.in(phase), rotations.permission(rotation));
        Instant now = rotations.ports().clock().instant();
        String inUse = inUse(state);
        Rotation seen =
                rotations.store().save(state.rotation().seenUnused(inUse == null ? now : null));
        RotationState known = state.of(seen);
        if (leaving(known) == null) {
            return over(seen);
        }
        Instant since = seen.unusedSince();
        if (inUse != null || since == null) {
            return open(known, RotationDecision.OPEN, String.valueOf(inUse));
        }
        Instant from = since.plus(UNUSED_FOR);
        if (now.isBefore(from)) {
            return open(
                    known,
                    RotationDecision.UNUSED,
                    "Nothing uses %s, as far as EC2 shows it now. Ask again after %s: EC2 shows a use up to a minute late"
                            .formatted(
                                    seen.leaving(),
                                    from.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)));
        }
        String byHand = byHand(seen);
        return byHand == null ? deleted(known) : open(known, RotationDecision.UNUSED, byHand);
    }

    private static @Nullable InstanceProfile leaving(RotationState state) {
        return state.rotation().phase() == Phase.CANCEL ? state.to() : state.from();
    }

    /// Why the profile may not be deleted now, as a sentence; null: nothing uses it.
    private static @Nullable String inUse(RotationState state) {
        ProfileUsage usage = state.leaving();
        if (!usage.isUnused()) {
            return "%s is still used by: %s%s"
                    .formatted(
                            state.rotation().leaving(), usage.summary(), Rotations.missing(usage));
        }
        if (!usage.isComplete()) {
            return "Whether something uses %s is not known%s"
                    .formatted(state.rotation().leaving(), Rotations.missing(usage));
        }
        if (state.rotation().phase() == Phase.FINISH && !state.hasNewProfile()) {
            return "The new profile %s is not there with its role".formatted(state.rotation().to());
        }
        return null;
    }

    /// Why a person has to delete the profile, with the commands at the end; null: ProfileRotation
    /// may.
    private @Nullable String byHand(Rotation rotation) {
        ProfileName name = rotation.leaving();
        String why = null;
        if (rotations.settings().mode() != Mode.ENFORCE) {
            why =
                    "RotationMode is %s: ProfileRotation only tells"
                            .formatted(rotations.settings().mode().text());
        } else if (rotation.phase() == Phase.CANCEL
                && rotation.origin() == Rotation.Origin.PERSON) {
            why = "The rotation did not make it";
        }
        return why == null
                ? null
                : "Nothing uses %s. %s. Delete it: %s".formatted(name, why, Commands.delete(name));
    }

    private Outcome open(RotationState state, RotationDecision decision, String why) {
        RotationSteps steps = RotationSteps.of(state);
        return rotations.answers().of(state, steps, decision, why, work);
    }

    /// Deletes the profile. ProfileGuard's record of it is released first, so that ProfileGuard
    /// does not create it again.
    private Outcome deleted(RotationState state) {
        Rotation rotation = state.rotation();
        rotations.change(rotation.leaving(), this::released);
        work.add(
                rotations
                        .iam()
                        .apply(new RotationTask.Delete(rotation, rotations.requestId()))
                        .outcomes());
        String failure = work.failure();
        if (failure != null) {
            return open(state, RotationDecision.STOPPED, failure);
        }
        InstanceProfile left = rotations.ports().reader().profile(rotation.leaving());
        return left == null
                ? over(rotation)
                : open(
                        state,
                        RotationDecision.OPEN,
                        "%s is still there (%s)".formatted(left.name(), left.id()));
    }

    private GuardRecord released(GuardRecord record) {
        return record.baseline() == null
                ? record
                : record.with(
                        Release.decided(
                                record.release(),
                                rotations.ports().clock().instant(),
                                RELEASED_FOR,
                                "a rotation deletes it"));
    }

    /// A person who deleted the profile decides about its baseline as well: without mode enforce,
    /// the function may not write baselines.
    private Outcome over(Rotation rotation) {
        if (rotations.settings().mode() == Mode.ENFORCE) {
            rotations.change(
                    rotation.leaving(),
                    record ->
                            record.baseline() == null
                                    ? record
                                    : record.with((Baseline) null).settled().proven());
        }
        rotations.store().delete(rotation);
        boolean isCancelled = rotation.phase() == Phase.CANCEL;
        return rotations
                .answers()
                .ended(
                        rotation,
                        isCancelled ? RotationDecision.CANCELLED : RotationDecision.FINISHED,
                        isCancelled
                                ? "The rotation of %s is cancelled: %s is gone"
                                        .formatted(rotation.from(), rotation.to())
                                : "%s replaced %s, which is gone"
                                        .formatted(rotation.to(), rotation.from()),
                        work);
    }
}
