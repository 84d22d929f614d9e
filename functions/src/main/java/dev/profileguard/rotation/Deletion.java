package dev.profileguard.rotation;

import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.rotation.rule.NewProfile;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.Rotation.Phase;
import dev.profileguard.rotation.rule.RotationDecision;
import dev.profileguard.rotation.rule.RotationState;
import dev.profileguard.rotation.rule.RotationSteps;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Ends a rotation: deletes the profile that nothing uses, the old one or, if the rotation is
/// cancelled, the new one.
///
/// IAM deletes a profile that instances use, and they lose their credentials for good. EC2 shows a
/// use up to a minute late, and IAM shows for seconds that a profile is not there. So the profile
/// is deleted, or known to be gone, only if that was seen twice, with some time between.
///
/// Not thread-safe.
final class Deletion {
    /// How long nothing must have used a profile.
    static final Duration UNUSED_FOR = Duration.ofMinutes(2);

    private final Rotations rotations;
    private final Work work = new Work();

    Deletion(Rotations rotations) {
        this.rotations = rotations;
    }

    /// Ends a rotation, as far as it can end now.
    Outcome carryOut(Rotation rotation, Phase phase) {
        RotationState state = proven(rotations.states().ending(rotation.in(phase)));
        InstanceProfile found = leaving(state);
        String another = found == null ? null : another(state.rotation(), found);
        if (another != null) {
            return ended(state.rotation(), another + ", and is left alone. The rotation is over");
        }
        Instant now = rotations.ports().clock().instant();
        String inUse = inUse(state);
        Rotation seen =
                rotations.store().save(state.rotation().seenUnused(inUse == null ? now : null));
        RotationState known = state.of(seen);
        Instant since = seen.unusedSince();
        if (inUse != null || since == null) {
            return open(known, RotationDecision.OPEN, String.valueOf(inUse));
        }
        Instant from = since.plus(UNUSED_FOR);
        if (now.isBefore(from)) {
            return open(
                    known,
                    RotationDecision.UNUSED,
                    "Nothing uses %s, as far as AWS shows it now. Ask again after %s: EC2 shows a use up to a minute late"
                            .formatted(
                                    seen.leaving(),
                                    from.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)));
        }
        if (found == null) {
            return gone(seen);
        }
        String byHand = byHand(seen);
        return byHand == null ? deleted(known) : open(known, RotationDecision.UNUSED, byHand);
    }

    /// The state with the ID of the new profile, if the rotation made it and was interrupted.
    private static RotationState proven(RotationState state) {
        Rotation rotation = state.rotation();
        InstanceProfile to = state.to();
        return rotation.toId() == null && to != null && NewProfile.isMadeBy(rotation, to)
                ? state.of(rotation.with(to.id(), Rotation.Origin.ROTATION))
                : state;
    }

    private static @Nullable InstanceProfile leaving(RotationState state) {
        return state.rotation().phase() == Phase.CANCEL ? state.to() : state.from();
    }

    /// Why a profile is not the one that is to be deleted, as the begin of a sentence; null: it may
    /// be. Nothing was led to a profile that never was the new one.
    private static @Nullable String another(Rotation rotation, InstanceProfile found) {
        String known = rotation.leavingId();
        if (known == null) {
            return rotation.role().isIn(found)
                    ? null
                    : "The rotation did not make %s (%s), and it does not contain role %s: it is another profile"
                            .formatted(found.name(), found.id(), rotation.role().name());
        }
        return known.equals(found.id())
                ? null
                : "%s was deleted and created again since the rotation started (%s): it is another profile"
                        .formatted(found.name(), found.id());
    }

    /// Why the profile may not be deleted now, as a sentence; null: nothing uses it.
    private static @Nullable String inUse(RotationState state) {
        ProfileUsage usage = state.leaving();
        if (!usage.isUnused()) {
            return "%s is still used by: %s%s. Do the steps that are open, then ask again"
                    .formatted(
                            state.rotation().leaving(), usage.summary(), Rotations.missing(usage));
        }
        if (!usage.isComplete()) {
            return "Whether something uses %s is not known%s. Let ProfileRotation read these regions, or name the others in InstanceRegions"
                    .formatted(state.rotation().leaving(), Rotations.missing(usage));
        }
        if (state.rotation().phase() == Phase.FINISH && !state.hasNewProfile()) {
            return "The new profile %s is not there with its role: make it, or cancel the rotation"
                    .formatted(state.rotation().to());
        }
        return null;
    }

    /// Why a person has to delete the profile, with the commands at the end; null: ProfileRotation
    /// may.
    private @Nullable String byHand(Rotation rotation) {
        ProfileName name = rotation.leaving();
        String why = rotations.onlyTells();
        if (why == null
                && rotation.phase() == Phase.CANCEL
                && rotation.origin() == Rotation.Origin.PERSON) {
            why = "The rotation did not make it";
        }
        return why == null
                ? null
                : "Nothing uses %s. %s. %sDelete it: %s"
                        .formatted(name, why, releaseFirst(name), Commands.delete(name));
    }

    private String releaseFirst(ProfileName name) {
        return rotations.ports().guard().load(name).baseline() == null
                ? ""
                : "So that ProfileGuard does not create it again, %s. "
                        .formatted(Commands.release(name));
    }

    private Outcome open(RotationState state, RotationDecision decision, String why) {
        RotationSteps steps = RotationSteps.of(state);
        return rotations.answers().of(state, steps, decision, why, work);
    }

    /// Deletes the profile. ProfileGuard's record of it is released first, so that ProfileGuard
    /// does not create it again.
    private Outcome deleted(RotationState state) {
        ProfileName name = state.rotation().leaving();
        DeletionRelease release = DeletionRelease.of(rotations, name);
        carryOut(state.rotation(), release);
        InstanceProfile left = rotations.ports().reader().profile(name);
        if (left == null) {
            return gone(state.rotation());
        }
        String failure = work.failure();
        if (failure == null) {
            return open(
                    state,
                    RotationDecision.OPEN,
                    "%s is still there (%s). Ask again in a minute"
                            .formatted(left.name(), left.id()));
        }
        release.takeBack();
        return open(state, RotationDecision.STOPPED, failure + emptied(leaving(state), left));
    }

    private void carryOut(Rotation rotation, DeletionRelease release) {
        try {
            rotations.carryOut(
                    new RotationTask.Delete(
                            rotation, rotations.untouchable(rotation), rotations.requestId()),
                    work);
        } catch (RuntimeException e) {
            if (rotations.ports().reader().profile(rotation.leaving()) != null) {
                release.takeBack();
            }
            throw e;
        }
    }

    /// What to do about a profile whose role was removed before IAM refused to delete it; empty:
    /// nothing.
    private static String emptied(@Nullable InstanceProfile before, InstanceProfile left) {
        return before == null || before.role() == null || left.role() != null
                ? ""
                : ". %s contains no role now: finish again, or put it back: %s"
                        .formatted(
                                left.name(), Commands.addRole(left.name(), before.role().name()));
    }

    /// Ends the rotation after the profile was deleted. ProfileGuard's baseline ends with it only
    /// if the rotation deleted the profile: the deletion by somebody else may be one that
    /// ProfileGuard has to undo.
    private Outcome gone(Rotation rotation) {
        if (rotations.settings().mode() == Mode.ENFORCE) {
            rotations.change(
                    rotation.leaving(),
                    record ->
                            record.baseline() != null && DeletionRelease.isIn(record, rotation)
                                    ? record.ended(rotations.ports().clock().instant())
                                            .settled()
                                            .proven()
                                    : record);
        }
        return ended(
                rotation,
                rotation.phase() == Phase.CANCEL
                        ? "The rotation of %s is cancelled: %s is gone"
                                .formatted(rotation.from(), rotation.to())
                        : "%s replaced %s, which is gone"
                                .formatted(rotation.to(), rotation.from()));
    }

    private Outcome ended(Rotation rotation, String why) {
        rotations.store().delete(rotation);
        return rotations
                .answers()
                .ended(
                        rotation,
                        rotation.phase() == Phase.CANCEL
                                ? RotationDecision.CANCELLED
                                : RotationDecision.FINISHED,
                        why,
                        work);
    }
}
