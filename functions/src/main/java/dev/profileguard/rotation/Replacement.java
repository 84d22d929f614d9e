package dev.profileguard.rotation;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.ComputeException;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.rotation.rule.NewProfile;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.RotationDecision;
import dev.profileguard.rotation.rule.RotationState;
import dev.profileguard.rotation.rule.RotationStep;
import dev.profileguard.rotation.rule.RotationSteps;
import dev.profileguard.state.Baseline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Leads from the old profile to the new one. Each invocation reads what is done and goes on from
/// there, so it may be repeated, or interrupted anywhere.
///
/// Not thread-safe.
final class Replacement {
    private final Rotations rotations;
    private final Work work = new Work();

    Replacement(Rotations rotations) {
        this.rotations = rotations;
    }

    /// Starts a rotation, or goes on with one.
    ///
    /// @throws IllegalArgumentException if it cannot start
    Outcome start(RotationRequest.Start request) {
        Rotation known = rotations.store().load(request.profile());
        Rotation rotation = known == null ? started(request) : continued(request, known);
        RotationState state = read(made(rotation));
        return answer(request.carriesOut() ? carriedOut(state) : state);
    }

    /// Shows how far a rotation is.
    Outcome status(Rotation rotation) {
        return answer(read(rotation));
    }

    private Rotation started(RotationRequest.Start request) {
        Rotation rotation =
                new NewRotation(
                                rotations.ports().reader(),
                                rotations.ports().guard(),
                                rotations.settings(),
                                rotations.account())
                        .of(request, rotations.store().all(), rotations.ports().clock().instant());
        return rotations.store().save(rotation);
    }

    private Rotation continued(RotationRequest.Start request, Rotation known) {
        boolean isOther =
                (request.role() != null && !request.role().equals(known.role().name()))
                        || (request.to() != null && !request.to().equals(known.to()));
        if (isOther) {
            throw new IllegalArgumentException(
                    "%s is already being replaced by %s with role %s since %s: finish or cancel that first"
                            .formatted(
                                    known.from(),
                                    known.to(),
                                    known.role().name(),
                                    known.started().truncatedTo(ChronoUnit.SECONDS)));
        }
        return saved(known, known.linked(request.links()).in(Rotation.Phase.REPLACE));
    }

    private Rotation saved(Rotation before, Rotation now) {
        return now.equals(before) ? before : rotations.store().save(now);
    }

    /// Makes the new profile, if ProfileRotation may, and records it as right.
    private Rotation made(Rotation rotation) {
        InstanceProfile from = rotations.ports().reader().profile(rotation.from());
        if (!rotations.permission(rotation, from).isGiven()) {
            return rotation;
        }
        if (rotation.toId() == null) {
            rotations.carryOut(
                    new RotationTask.Make(
                            rotation, rotations.untouchable(rotation), rotations.requestId()),
                    work);
        }
        InstanceProfile to = rotations.ports().reader().profile(rotation.to());
        if (to == null || !rotation.role().isIn(to) || !NewProfile.isMadeBy(rotation, to)) {
            return rotation;
        }
        guard(rotation, to);
        Rotation.Origin maker =
                rotation.toId() == null ? Rotation.Origin.ROTATION : rotation.origin();
        return saved(rotation, rotation.with(to.id(), maker));
    }

    private void guard(Rotation rotation, InstanceProfile to) {
        Instant now = rotations.ports().clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Baseline baseline =
                Baseline.of(to, now, "the rotation of " + rotation.from(), rotations.requestId());
        rotations.change(
                to.name(),
                record ->
                        record.baseline() == null
                                ? record.with(baseline).settled().proven()
                                : record);
    }

    private RotationState read(Rotation rotation) {
        RotationState state = rotations.states().state(rotation);
        InstanceProfile to = state.to();
        if (rotation.toId() == null && to != null && rotation.role().isIn(to)) {
            Rotation known = rotations.store().save(rotation.with(to.id(), Rotation.Origin.PERSON));
            return state.of(known);
        }
        return state;
    }

    /// Does all steps that can be done now. The first failure ends it.
    private RotationState carriedOut(RotationState first) {
        RotationState state = first;
        List<ComputeAction> last = List.of();
        while (state.may().isGiven()
                && work.failure() == null
                && rotations.hasTime().getAsBoolean()) {
            if (!state.inventory().isComplete()) {
                work.fail(
                        "Not everything could be asked: %s. Nothing is done before that: name the regions in InstanceRegions if some are not to be asked"
                                .formatted(String.join("; ", state.inventory().unknown())));
                return state;
            }
            RotationSteps steps = RotationSteps.of(state);
            List<RotationStep> ready = steps.next();
            if (ready.isEmpty() || !steps.failed().isEmpty()) {
                return state;
            }
            List<ComputeAction> actions =
                    ready.stream().flatMap(each -> each.actions().stream()).toList();
            if (actions.equals(last)) {
                work.fail(
                        "%s: it was done, and AWS does not show it yet. Ask again in a minute"
                                .formatted(ready.getFirst().title()));
                return state;
            }
            last = actions;
            state = read(performed(ready, state.rotation()));
        }
        return state;
    }

    private Rotation performed(List<RotationStep> steps, Rotation rotation) {
        Rotation now = rotation;
        for (RotationStep step : steps) {
            for (ComputeAction action : step.actions()) {
                if (work.failure() != null || !rotations.hasTime().getAsBoolean()) {
                    return now;
                }
                now = performed(step, action, now);
            }
        }
        return now;
    }

    private Rotation performed(RotationStep step, ComputeAction action, Rotation rotation) {
        try {
            StepRunner.Result result = rotations.runner().perform(action, rotation);
            work.add(result.done());
            return saved(rotation, result.rotation());
        } catch (ComputeException e) {
            work.fail("%s: %s".formatted(step.title(), e.why()));
            return rotation;
        }
    }

    private Outcome answer(RotationState state) {
        RotationSteps steps = RotationSteps.of(state);
        return rotations
                .answers()
                .of(state, steps, decision(state, steps), why(state, steps), work);
    }

    private RotationDecision decision(RotationState state, RotationSteps steps) {
        if (work.failure() != null || !steps.failed().isEmpty()) {
            return RotationDecision.STOPPED;
        }
        return steps.open().isEmpty() && state.old().isComplete() && state.old().isUnused()
                ? RotationDecision.UNUSED
                : RotationDecision.OPEN;
    }

    private String why(RotationState state, RotationSteps steps) {
        Rotation rotation = state.rotation();
        String failure = work.failure();
        if (failure != null) {
            return "%s. The steps after it were not done; %s. Remove the cause, and send the request again"
                    .formatted(failure, steps.progress());
        }
        if (rotation.phase() == Rotation.Phase.CANCEL) {
            return "The rotation of %s is being cancelled. %s is still used by: %s%s. Move this back to %s by the commands of the steps, and send cancel again; or send start again to go on"
                    .formatted(
                            rotation.from(),
                            rotation.to(),
                            state.leaving().summary(),
                            Rotations.missing(state.leaving()),
                            rotation.from());
        }
        return "%s is being replaced by %s: %s. %s is still used by: %s%s%s"
                .formatted(
                        rotation.from(),
                        rotation.to(),
                        steps.progress(),
                        rotation.from(),
                        state.old().summary(),
                        Rotations.missing(state.old()),
                        state.may().isGiven() ? "" : ". " + state.may().why());
    }
}
