package dev.profileguard.guard.rule;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.Release;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The findings of [Guard] that do not depend on the effects of a repair.
final class GuardFindings {
    private GuardFindings() {}

    /// What to do if a change of the role was intended.
    ///
    /// @param wanted the role that somebody put in; null: none
    static List<String> ifIntended(ProfileName profile, @Nullable RoleName wanted) {
        return List.of(
                "If the change was intended, make it as a trusted principal, or first "
                        + Commands.release(profile),
                "If %s should have %s, do not edit the profile that something runs on: give what uses it a new profile%s. Run: %s"
                        .formatted(
                                profile,
                                wanted == null ? "another role" : "role " + wanted,
                                wanted == null ? " (option --role)" : "",
                                Commands.rotate(profile, wanted)));
    }

    static Finding recorded(Change change, InstanceProfile profile) {
        Role role = profile.role();
        return about(
                change,
                Kind.BASELINE_RECORDED,
                "Seen for the first time%s %s: profile %s, role %s (%s)"
                        .formatted(
                                change.isFound() ? "," : " after",
                                change.described(),
                                profile.id(),
                                role == null ? "none" : role.name(),
                                role == null ? "-" : role.id()),
                List.of("recorded the current state as its baseline"),
                List.of(
                        "If this state is wrong, correct it as a trusted principal, or during a"
                                + " release"));
    }

    /// A change by a trusted principal that CloudTrail does not know.
    ///
    /// @param adopted whether the change is part of the baseline already
    /// @param unavailable why CloudTrail could not be asked; null: it answered
    static Finding adoptionUnproven(
            Change occasion,
            String by,
            String eventId,
            String described,
            boolean adopted,
            @Nullable String unavailable) {
        String said = "event %s, which says that %s".formatted(eventId, described);
        return new Finding(
                Kind.ADOPTION_UNPROVEN,
                occasion.profile().subject(),
                occasion.call().account(),
                new Actor.Unattributed().described(),
                unavailable == null
                        ? "CloudTrail has no record of %s: somebody may have handed it in"
                                .formatted(said)
                        : "CloudTrail cannot be asked about %s: %s".formatted(said, unavailable),
                List.of(
                        adopted
                                ? "nothing: the baseline contains this change"
                                : "did not adopt the change"),
                List.of(
                        "Find out who invoked the function: whoever has lambda:InvokeFunction on it"
                                + " can hand in events",
                        adopted
                                ? "If the profile is right as it is, run: "
                                        + Commands.adopt(occasion.profile())
                                : "If %s made the change, make it again".formatted(by),
                        "If it is wrong, correct the profile as a trusted principal"),
                eventId);
    }

    /// @param occasion the event or the sweep because of which the profile was read
    /// @param first whether the baseline was recorded because of it
    static Finding provisional(Change occasion, Baseline baseline, boolean first) {
        RecordedRole role = baseline.role();
        String when =
                first
                        ? "Seen for the first time after " + occasion.described()
                        : "Recorded as it was at " + baseline.asOf();
        return new Finding(
                Kind.BASELINE_PROVISIONAL,
                occasion.profile().subject(),
                occasion.call().account(),
                baseline.by(),
                "%s: profile %s, role %s (%s). No trusted principal made this state"
                        .formatted(
                                when,
                                baseline.profileId(),
                                role == null ? "none" : role.name(),
                                role == null || role.id() == null ? "-" : role.id()),
                List.of("recorded this state as a provisional baseline, to which it is restored"),
                List.of(
                        "If it is right, set the tag profile-guard=locked as a trusted principal,"
                                + " or run: "
                                + Commands.adopt(occasion.profile()),
                        "If it is wrong, correct the profile as a trusted principal, or during a"
                                + " release: "
                                + Commands.release(occasion.profile())),
                baseline.eventId());
    }

    /// @param why why a service made the profile
    /// @param named whether a pattern names the profile; false: only the tag guards it
    static Finding exempt(Change change, String why, boolean named) {
        return about(
                change,
                Kind.GUARD_EXEMPT,
                "%s guards %s, but a service owns it: %s"
                        .formatted(
                                named ? "GuardedProfiles" : "The tag profile-guard=locked",
                                change.profile(),
                                why),
                List.of("nothing: ProfileGuard does not record or restore what a service owns"),
                List.of(
                        named
                                ? "Write the patterns in GuardedProfiles so that they match only"
                                        + " your own profiles"
                                : "Remove the tag: "
                                        + Commands.untag(
                                                TaggedType.INSTANCE_PROFILE,
                                                change.profile().value(),
                                                GuardedProfiles.TAG),
                        "To have such a profile guarded, create one of your own, with another"
                                + " name"));
    }

    static Finding nothingRecorded(Change change) {
        return about(
                change,
                Kind.NOTHING_RECORDED,
                "%s; the profile was not recorded before".formatted(change.described()),
                List.of("nothing: there is no baseline to restore"),
                List.of(
                        "If the profile is still needed: create it if it is deleted, and add its"
                                + " role"));
    }

    /// @param change without a known call
    /// @param until the end of the grace period; null: CloudTrail must be asked first
    /// @param unavailable why CloudTrail could not be asked; null: it answered
    static Finding unexplained(
            Change change,
            List<Drift> drifts,
            @Nullable Instant until,
            @Nullable String unavailable) {
        String what = drifts.stream().map(GuardFindings::summary).collect(Collectors.joining(", "));
        return about(
                change,
                Kind.DRIFT_UNEXPLAINED,
                "%s differs from its baseline (%s), %s; %s"
                        .formatted(
                                change.profile(),
                                what,
                                change.described(),
                                unavailable == null
                                        ? "CloudTrail does not show who changed it"
                                        : "CloudTrail cannot be asked who changed it: "
                                                + unavailable),
                List.of(
                        until == null
                                ? "did not revert it: the change may be valid, and only CloudTrail"
                                        + " can show that"
                                : "did not revert it: the first sweep after %s restores it"
                                        .formatted(until.truncatedTo(ChronoUnit.SECONDS))),
                List.of("To keep it as it is: " + Commands.adopt(change.profile())));
    }

    private static String summary(Drift drift) {
        return switch (drift) {
            case Drift.ProfileGone gone -> "it was deleted";
            case Drift.ProfileRecreated recreated -> "it was deleted and created again";
            case Drift.RoleSwapped(Role found, RecordedRole recorded) ->
                    "it contains role %s instead of %s".formatted(found.name(), recorded.name());
            case Drift.RoleMissing(RecordedRole recorded) ->
                    "role %s is missing".formatted(recorded.name());
            case Drift.RoleUnexpected(Role found) -> "it contains role %s".formatted(found.name());
            case Drift.RoleRecreated(Role found, RecordedRole recorded) ->
                    "role %s was deleted and created again".formatted(found.name());
            case Drift.GuardTagLost lost -> "its guard tag was removed or changed";
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
                List.of("deleted its baseline; it is no longer guarded"),
                List.of());
    }

    /// A release that a trusted principal decided by the tag.
    static Finding released(Change change, Release release) {
        boolean ended = release.until().equals(change.time());
        return about(
                change,
                Kind.RELEASED,
                ended
                        ? "%s: the release of %s ended"
                                .formatted(change.described(), change.profile())
                        : "%s: %s is released until %s. Changes until then become its baseline"
                                .formatted(change.described(), change.profile(), release.until()),
                List.of("recorded the release"),
                ended
                        ? List.of()
                        : List.of(
                                "To end it early, remove the tag %s as a trusted principal"
                                        .formatted(Release.TAG)));
    }

    static Finding releaseRefused(Change change, String why) {
        return about(
                change,
                Kind.RELEASE_REFUSED,
                "%s: %s is not released by that, because %s"
                        .formatted(change.described(), change.profile(), why),
                List.of("nothing: the tag alone has no effect"),
                List.of(
                        "To release the profile, set the tag as a principal in TrustedPrincipals:"
                                + " "
                                + Commands.tag(
                                        TaggedType.INSTANCE_PROFILE,
                                        change.profile().value(),
                                        Release.TAG,
                                        "PT30M"),
                        "Otherwise remove it: "
                                + Commands.untag(
                                        TaggedType.INSTANCE_PROFILE,
                                        change.profile().value(),
                                        Release.TAG)));
    }

    static Finding notRevertedDuringRelease(Change change, GuardRecord record) {
        Release release = record.release();
        return about(
                change,
                Kind.CHANGED_UNDER_RELEASE,
                "%s, before the release that ends at %s"
                        .formatted(
                                change.described(),
                                release == null ? "an unknown time" : release.until().toString()),
                List.of("did not revert it, because the profile is released"),
                List.of(
                        "Decide whether to keep the change. To keep it: "
                                + Commands.adopt(change.profile())
                                + ". Otherwise revert it before the release ends"));
    }

    static Finding breakerOpen(Change change, GuardRecord record, Breaker breaker, Instant now) {
        String reverted =
                record.repairsWithin(breaker.window(), now).stream()
                        .map(Repair::undone)
                        .distinct()
                        .collect(Collectors.joining("; "));
        return about(
                change,
                Kind.BREAKER_OPEN,
                "%s, after %d repairs within %d minutes. Reverted so far: %s"
                        .formatted(
                                change.described(),
                                record.repairsWithin(breaker.window(), now).size(),
                                breaker.window().toMinutes(),
                                reverted),
                List.of(
                        "did not revert it: repairs stop until "
                                + breaker.closesAt(record.repairs(), now)),
                List.of(
                        "Find what keeps changing it, and stop it or name it in TrustedPrincipals",
                        "If it cannot wait, revert the change yourself: ProfileGuard evaluates the"
                                + " profile again after the pause",
                        "To keep the change: " + Commands.adopt(change.profile())));
    }

    /// @param occasion the event or the sweep because of which the profile was read
    /// @param valid the baseline that the valid change set
    static Finding trustedChangeReverted(
            Change occasion, Baseline valid, List<PerformedAction> performed) {
        RecordedRole role = valid.role();
        List<String> done = new ArrayList<>();
        done.add("made it the baseline");
        performed.forEach(each -> done.add(each.described()));
        return new Finding(
                Kind.TRUSTED_CHANGE_UNDONE,
                occasion.profile().subject(),
                occasion.call().account(),
                valid.by(),
                "%s %s at %s; ProfileGuard had already reverted it because of another principal's event that arrived first"
                        .formatted(
                                valid.by(),
                                role == null
                                        ? "removed the role"
                                        : "added role %s".formatted(role.name()),
                                valid.asOf()),
                done,
                List.of(),
                valid.eventId());
    }

    static Finding trustedTagChangeReverted(Change change) {
        return about(
                change,
                Kind.TRUSTED_CHANGE_UNDONE,
                "%s; ProfileGuard had already restored the tag because of another principal's event that arrived first"
                        .formatted(change.described()),
                List.of("nothing"),
                List.of("Change the tag again"));
    }

    static Finding trustedDeletionReverted(Change change) {
        return about(
                change,
                Kind.TRUSTED_CHANGE_UNDONE,
                "%s; ProfileGuard had already created it again because of another principal's event that arrived first"
                        .formatted(change.described()),
                List.of("deleted its baseline, so it stays deleted"),
                List.of("Delete it again: " + Commands.delete(change.profile())));
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
