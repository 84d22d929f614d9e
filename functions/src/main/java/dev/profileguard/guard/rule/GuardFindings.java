package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.Breaker;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.Release;
import dev.profileguard.state.Repair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/// The findings of [Guard] that do not depend on what came of a repair.
final class GuardFindings {
    private GuardFindings() {}

    static Finding recorded(Change change, InstanceProfile profile) {
        Role role = profile.role();
        return about(
                change,
                Kind.BASELINE_RECORDED,
                "First sight%s %s: profile %s, role %s (%s)"
                        .formatted(
                                change.isFound() ? "," : " after",
                                change.described(),
                                profile.id(),
                                role == null ? "none" : role.name(),
                                role == null ? "-" : role.id()),
                List.of("recorded what it is as its baseline"),
                List.of(
                        "If it is not right, correct it as a trusted principal, or correct it under"
                                + " a release"));
    }

    static Finding nothingRecorded(Change change) {
        return about(
                change,
                Kind.NOTHING_RECORDED,
                "%s; it had not been recorded before".formatted(change.described()),
                List.of("nothing: there is no baseline to put back"),
                List.of("If it is still needed, create it again if it is gone, and add its role"));
    }

    static Finding unexplained(Change change, List<Drift> drifts, Instant until) {
        return about(
                change,
                Kind.DRIFT_UNEXPLAINED,
                "%s differs from its baseline (%s); CloudTrail names nobody who changed it"
                        .formatted(
                                change.profile(),
                                drifts.stream()
                                        .map(GuardFindings::shortly)
                                        .collect(Collectors.joining(", "))),
                List.of(
                        "left it as it is: the first sweep after %s puts it back"
                                .formatted(until.truncatedTo(ChronoUnit.SECONDS))),
                List.of("To keep it as it is: " + Commands.adopt(change.profile())));
    }

    private static String shortly(Drift drift) {
        return switch (drift) {
            case Drift.ProfileGone gone -> "it is gone";
            case Drift.ProfileRecreated recreated -> "it was made again";
            case Drift.RoleSwapped(Role found, RecordedRole recorded) ->
                    "role %s is in it instead of %s".formatted(found.name(), recorded.name());
            case Drift.RoleMissing(RecordedRole recorded) ->
                    "role %s is missing".formatted(recorded.name());
            case Drift.RoleUnexpected(Role found) -> "role %s is in it".formatted(found.name());
            case Drift.RoleRecreated(Role found, RecordedRole recorded) ->
                    "role %s was made again".formatted(found.name());
            case Drift.GuardTagLost lost -> "its guard tag is gone or changed";
        };
    }

    static Finding adopted(Change change, String reason, String what) {
        return about(
                change,
                Kind.CHANGE_ADOPTED,
                "%s; %s".formatted(change.described(), reason),
                List.of("changed the baseline: " + what),
                List.of());
    }

    static Finding guardEnded(Change change, String what) {
        return about(
                change,
                Kind.GUARD_ENDED,
                "%s: %s".formatted(change.described(), what),
                List.of("forgot its baseline: it is no longer guarded"),
                List.of());
    }

    static Finding heldByRelease(Change change, GuardRecord record) {
        Release release = record.release();
        return about(
                change,
                Kind.CHANGED_UNDER_RELEASE,
                "%s, before the release that holds until %s"
                        .formatted(
                                change.described(),
                                release == null ? "its end" : release.until().toString()),
                List.of("left it alone, since the profile is released now"),
                List.of(
                        "Look whether this change is wanted: "
                                + Commands.adopt(change.profile())
                                + " keeps it; otherwise undo it before the release ends"));
    }

    static Finding breakerOpen(Change change, GuardRecord record, Breaker breaker, Instant now) {
        String fought =
                record.repairsWithin(breaker.window(), now).stream()
                        .map(Repair::undone)
                        .distinct()
                        .collect(Collectors.joining("; "));
        return about(
                change,
                Kind.BREAKER_OPEN,
                "%s, after %d repairs within %d minutes. Undone so far: %s"
                        .formatted(
                                change.described(),
                                record.repairsWithin(breaker.window(), now).size(),
                                breaker.window().toMinutes(),
                                fought),
                List.of("left it as it is: repairs stop until " + breaker.closesAt(record, now)),
                List.of(
                        "Find what keeps changing it, and stop it or name it in TrustedPrincipals",
                        "Undo the change by hand: the end of the pause alone does not, only the"
                                + " next call on the profile after it",
                        "To keep the change: " + Commands.adopt(change.profile())));
    }

    static Finding trustedChangeUndone(Change change) {
        return about(
                change,
                Kind.TRUSTED_CHANGE_UNDONE,
                "%s; an event of somebody else arrived first and led to undoing it"
                        .formatted(change.described()),
                List.of("made it the baseline and put it back"),
                List.of());
    }

    static Finding trustedTagChangeUndone(Change change) {
        return about(
                change,
                Kind.TRUSTED_CHANGE_UNDONE,
                "%s; an event of somebody else arrived first and led to putting the tag back"
                        .formatted(change.described()),
                List.of("nothing"),
                List.of("Change the tag once more"));
    }

    static Finding trustedDeletionUndone(Change change) {
        return about(
                change,
                Kind.TRUSTED_CHANGE_UNDONE,
                "%s; an event of somebody else arrived first and led to making it again"
                        .formatted(change.described()),
                List.of("forgot its baseline, so that it stays deleted from now on"),
                List.of("Delete it once more: " + Commands.delete(change.profile())));
    }

    static Finding about(
            Change change, Kind kind, String cause, List<String> done, List<String> todo) {
        return new Finding(
                kind,
                change.profile().subject(),
                change.call().account(),
                change.actor().described(),
                cause,
                done,
                todo,
                change.eventId());
    }
}
