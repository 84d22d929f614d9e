package dev.profileguard.rotation;

import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.compute.Compute;
import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Task;
import dev.profileguard.rotation.rule.OldProfile;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.RotationState.Permission;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.pause.Pause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rotations of one account, for one invocation.
///
/// @param iam carries out tasks that write to IAM
/// @param policies those that may name a deleted role
/// @param account twelve digits
/// @param requestId the invocation's ID
/// @param hasTime whether the invocation can do one more step
record Rotations(
        RotationSettings settings,
        Ports ports,
        RotationStore store,
        Compute compute,
        Function<Task, InvocationResult> iam,
        AccountPolicies policies,
        String account,
        String requestId,
        BooleanSupplier hasTime) {
    /// Carries out a request.
    ///
    /// @throws IllegalArgumentException if it is not possible
    Outcome carryOut(RotationRequest request) {
        if (settings.mode() == Mode.OFF && !onlyShows(request)) {
            throw new IllegalArgumentException(
                    "RotationMode is off: set it to observe for a rotation that only tells, or to"
                            + " enforce for one that carries out what you ask for");
        }
        return switch (request) {
            case RotationRequest.Usage(ProfileName profile) -> usage(profile);
            case RotationRequest.Start start -> new Replacement(this).start(start);
            case RotationRequest.Status(ProfileName profile) ->
                    new Replacement(this).status(required(profile));
            case RotationRequest.Finish(ProfileName profile) ->
                    new Deletion(this).carryOut(required(profile), Rotation.Phase.FINISH);
            case RotationRequest.Cancel(ProfileName profile) ->
                    new Deletion(this).carryOut(required(profile), Rotation.Phase.CANCEL);
            case RotationRequest.ListAll all -> list();
            case RotationRequest.Mend mend -> new Mending(this).carryOut(mend);
        };
    }

    private static boolean onlyShows(RotationRequest request) {
        return request instanceof RotationRequest.Usage || request instanceof RotationRequest.Mend;
    }

    private Rotation required(ProfileName profile) {
        Rotation rotation = store.load(profile);
        if (rotation != null) {
            return rotation;
        }
        String open =
                store.all().stream()
                        .map(each -> each.from().value())
                        .sorted()
                        .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "%s is not being replaced. %s"
                        .formatted(
                                profile,
                                open.isEmpty()
                                        ? "No rotation is open"
                                        : "These profiles are: " + open));
    }

    /// EC2 looks for the name as IAM spells it.
    private Outcome usage(ProfileName profile) {
        InstanceProfile found = ports.reader().profile(profile);
        ProfileName name = found == null ? profile : found.name();
        ProfileUsage usage = compute.reader().inventory(Set.of(name)).of(name);
        Map<String, @Nullable Object> details = new LinkedHashMap<>(usage.json());
        details.put("time", ports.clock().instant().toString());
        return new Outcome.Answered(
                name.subject(),
                Decision.Common.SHOWN,
                "%s is used by: %s%s".formatted(name, usage.summary(), missing(usage)),
                List.of(),
                List.of(),
                details,
                requestId);
    }

    /// What is not known about the use of a profile, as a sentence's end; empty: nothing.
    static String missing(ProfileUsage usage) {
        return usage.isComplete()
                ? ""
                : "; not everything could be asked: " + String.join("; ", usage.unknown());
    }

    private Outcome list() {
        List<Rotation> all = store.all();
        List<Map<String, Object>> shown = new ArrayList<>();
        all.forEach(each -> shown.add(RotationAnswer.json(each)));
        return new Outcome.Answered(
                null,
                Decision.Common.SHOWN,
                all.isEmpty()
                        ? "No rotation is open"
                        : all.size() == 1
                                ? "%s is being replaced".formatted(all.getFirst().from())
                                : "%d profiles are being replaced".formatted(all.size()),
                List.of(),
                List.of(),
                Map.of("rotations", shown),
                requestId);
    }

    /// Whether ProfileRotation may write for this rotation. Nothing shows who invoked it, so it
    /// puts only such roles into profiles and gives only such roles to instances that the settings
    /// allow, or that the old profile should contain.
    ///
    /// Whoever may put another role into the old profile can let an instance use it that may not
    /// have the role of the baseline. Such an instance must not get the new profile.
    ///
    /// @param from the old profile; null: it is gone
    Permission permission(Rotation rotation, @Nullable InstanceProfile from) {
        GuardRecord record = ports.guard().load(rotation.from());
        String why =
                Stream.<Supplier<@Nullable String>>of(
                                this::onlyTells,
                                () -> untouchable(rotation),
                                () -> OldProfile.doubt(rotation, from, record),
                                () -> notAllowed(rotation, record.baseline()))
                        .map(Supplier::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return new Permission(why);
    }

    /// Why ProfileRotation writes nothing at all, as a sentence; null: it may write.
    @Nullable String onlyTells() {
        if (settings.mode() == Mode.ENFORCE) {
            Pause pause = ports.pauses().current();
            return pause == null
                    ? null
                    : pause.sentence()
                            + ". ProfileRotation changes nothing until then: ask again after it";
        }
        return "RotationMode is %s: ProfileRotation changes nothing. Run the commands of the steps, or set the template parameter RotationMode=enforce"
                .formatted(settings.mode().text());
    }

    /// Why one of the profiles is never changed, as a sentence; null: both can be.
    @Nullable String untouchable(Rotation rotation) {
        return Stream.of(rotation.from(), rotation.to())
                .map(settings.exempt()::always)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String notAllowed(Rotation rotation, @Nullable Baseline baseline) {
        boolean isRecorded =
                baseline != null
                        && !baseline.provisional()
                        && baseline.role() != null
                        && rotation.role().id().equals(baseline.role().id());
        return isRecorded || settings.roles().match(rotation.role().name().key())
                ? null
                : "RotationRoles does not contain role %s, and the baseline of %s does not record it: run the commands yourself, or add the role to RotationRoles"
                        .formatted(rotation.role().name(), rotation.from());
    }

    RotationReader states() {
        return new RotationReader(
                ports.reader(),
                compute.reader(),
                role -> ports.clusters().uses(ClusterQuestion.ofNodes(role, account)),
                this::permission);
    }

    RotationAnswer answers() {
        return new RotationAnswer(account, requestId);
    }

    StepRunner runner() {
        return new StepRunner(compute, ports.backoff());
    }

    /// Carries out a task. IAM refuses what nobody allows this function: that is a failure that the
    /// answer tells, and the rotation stays open.
    void carryOut(RotationTask task, Work work) {
        try {
            work.add(iam.apply(task).outcomes());
        } catch (IamWriter.RefusedException e) {
            work.fail("%s. %s".formatted(e.getMessage(), String.join(". ", e.todo())));
        }
    }

    /// Changes ProfileGuard's record of a profile, and tries again if an event changed it
    /// meanwhile.
    void change(ProfileName profile, UnaryOperator<GuardRecord> to) {
        ports.backoff()
                .retryWhileChanging(() -> {
                    GuardRecord record = ports.guard().load(profile);
                    GuardRecord next = to.apply(record);
                    if (!next.equals(record)) {
                        ports.guard().save(next);
                    }
                    return next;
                });
    }
}
