package dev.profileguard.guard;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.event.Actor;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.guard.rule.Drift;
import dev.profileguard.guard.rule.Guard;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.guard.rule.Withholding;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Release;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries out manual requests. It writes only ProfileGuard's records, never to IAM.
///
/// @param withholds whether EC2 is asked before a role is put into a profile
/// @param account twelve digits
/// @param requestId the invocation's ID, for findings and the baseline
record GuardRequestHandler(
        Guard guard, Ports ports, Withholding.Switch withholds, String account, String requestId) {
    private static final String BY = "a manual invocation";

    /// Carries out one request. Retries when an invocation for an event changes the record in the
    /// meantime.
    ///
    /// @throws IllegalArgumentException when the request is not possible for this profile
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when the record kept changing
    Outcome carryOut(GuardRequest request) {
        ProfileName name = request.profile();
        String untouchable = guard.untouchable(name);
        if (untouchable != null && !(request instanceof GuardRequest.Show)) {
            throw new IllegalArgumentException(untouchable + ": it is never touched");
        }
        return ports.backoff().retryWhileChanging(() -> attempt(request, name));
    }

    private Outcome attempt(GuardRequest request, ProfileName name) {
        ObservedProfile seen = read(name);
        return switch (request) {
            case GuardRequest.Show show -> show(name, seen);
            case GuardRequest.Adopt adopt -> adopt(name, seen);
            case GuardRequest.Release release -> release(release, seen);
        };
    }

    private ObservedProfile read(ProfileName name) {
        return ObservedProfile.of(ports.guard().load(name), ports.reader().profile(name));
    }

    private Outcome adopt(ProfileName name, ObservedProfile seen) {
        InstanceProfile profile = seen.profile();
        GuardRecord record = seen.record();
        String owner = guard.owner(name, seen, new Actor.Unattributed());
        if (owner != null) {
            throw new IllegalArgumentException(
                    "%s belongs to a service (%s): it is never touched".formatted(name, owner));
        }
        if (profile == null && record.baseline() == null) {
            throw new IllegalArgumentException(
                    "There is no instance profile %s, nor a record of one".formatted(name));
        }
        Instant now = ports.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        if (profile == null) {
            ports.guard().save(record.ended(now).settled().proven());
            String why = name + " does not exist: its baseline is deleted";
            return outcome(name, GuardDecision.GUARD_ENDED, why, Kind.GUARD_ENDED);
        }
        ports.guard()
                .save(
                        record.changed(Baseline.of(profile, now, BY, requestId), now)
                                .settled()
                                .proven());
        String why =
                "The current state of %s is recorded: profile %s, role %s"
                        .formatted(name, profile.id(), GuardView.role(profile.role()));
        return outcome(name, GuardDecision.ADOPTED, why, Kind.CHANGE_ADOPTED);
    }

    private Outcome release(GuardRequest.Release request, ObservedProfile seen) {
        ProfileName name = request.profile();
        if (!guard.guards(name, seen)) {
            throw new IllegalArgumentException(
                    "%s is not guarded: there is nothing to release".formatted(name));
        }
        Instant now = ports.clock().instant();
        if (request.time().isZero() && !seen.record().isReleasedAt(now)) {
            throw new IllegalArgumentException(name + " is not released: there is nothing to end");
        }
        Release release =
                Release.decided(seen.record().release(), now, request.time(), request.reason());
        ports.guard().save(seen.record().with(release));
        Instant until = release.until().truncatedTo(ChronoUnit.SECONDS);
        String why =
                request.time().isZero()
                        ? "The release of %s ended at %s: %s"
                                .formatted(name, until, request.reason())
                        : "%s is released until %s: %s. Changes until then become its baseline"
                                .formatted(name, until, request.reason());
        return outcome(name, GuardDecision.RELEASED, why, Kind.RELEASED);
    }

    private Outcome show(ProfileName name, ObservedProfile seen) {
        GuardRecord record = seen.record();
        Baseline baseline = record.baseline();
        List<Drift> drifts = baseline == null ? List.of() : Drift.between(seen.profile(), baseline);
        return new Outcome.Answered(
                name.subject(),
                Decision.Common.SHOWN,
                shown(name, seen, drifts),
                List.of(),
                List.of(),
                new GuardView(seen, drifts, ports.clock().instant(), withholds, usage(name)).json(),
                requestId);
    }

    /// An item that cannot be read does not hide the rest. The next sweep replaces it.
    private @Nullable Map<String, Object> usage(ProfileName name) {
        try {
            KeptUsage usage = ports.guard().usage(name);
            return usage == null ? null : usage.json();
        } catch (UnreadableRecordException e) {
            return Map.of("unknown", List.of(String.valueOf(e.getMessage())));
        }
    }

    /// Whether the profile is guarded, and if not, why.
    private String shown(ProfileName name, ObservedProfile seen, List<Drift> drifts) {
        String untouchable = guard.untouchable(name);
        String owner = guard.owner(name, seen, new Actor.Unattributed());
        Baseline baseline = seen.record().baseline();
        if (guard.canary().is(name)) {
            return untouchable + ": ProfileGuard takes its events, and no sweep changes it";
        }
        if (untouchable != null) {
            return untouchable + ": it is never touched, nor guarded";
        }
        if (owner != null) {
            return "%s belongs to a service (%s): it is never touched, nor guarded"
                    .formatted(name, owner);
        }
        if (!guard.guards(name, seen)) {
            return name + " is not guarded";
        }
        return baseline == null
                ? name + " is guarded, but not recorded yet"
                : comparison(name, baseline, drifts);
    }

    private static String comparison(ProfileName name, Baseline baseline, List<Drift> drifts) {
        return "%s %s its %sbaseline"
                .formatted(
                        name,
                        drifts.isEmpty() ? "matches" : "differs from",
                        baseline.provisional() ? "provisional " : "");
    }

    private Outcome outcome(ProfileName name, Decision decision, String why, Kind kind) {
        Finding finding =
                new Finding(
                        kind,
                        name.subject(),
                        account,
                        BY,
                        why,
                        List.of("recorded it"),
                        List.of(),
                        requestId);
        return new Outcome.Answered(
                name.subject(), decision, why, List.of(), List.of(finding), Map.of(), requestId);
    }
}
