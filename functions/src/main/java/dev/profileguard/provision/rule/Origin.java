package dev.profileguard.provision.rule;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.ProvenanceTags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whether ProfileProvisioner created a profile. Only the table's record with the profile's ID
/// proves it. If the record has no ID, CloudTrail's record of the creation proves it. The profile's
/// tags prove nothing.
public sealed interface Origin {
    /// ProfileProvisioner created it.
    ///
    /// @param record with the profile's ID
    record Ours(ProvenanceRecord record) implements Origin {}

    /// Somebody else created it, or there is no record.
    ///
    /// @param why as a sentence for people
    record Others(String why) implements Origin {}

    /// CloudTrail cannot tell yet.
    ///
    /// @param why as a sentence for people
    record Unclear(String why) implements Origin {}

    /// There is a record without an ID, and CloudTrail does not show who created the profile.
    ///
    /// @param why as a sentence for people
    record Unproven(String why) implements Origin {}

    /// If somebody else created the profile, it was mostly shortly before ProfileProvisioner tried.
    Duration EARLIER = Duration.ofDays(1);

    /// Finds it out. CloudTrail is read only for a record without an ID that is not older than
    /// CloudTrail's history.
    ///
    /// @param made the record for the profile's name; null: there is none
    /// @param own the roles of this stack
    static Step of(
            InstanceProfile profile,
            @Nullable ProvenanceRecord made,
            Globs own,
            Function<Origin, Step> then) {
        return made == null || made.profileId() != null
                ? then.apply(recorded(profile, made))
                : Step.need(Read.OfTime.NOW, now -> lookedUp(profile, made, own, now, then));
    }

    private static Origin recorded(InstanceProfile profile, @Nullable ProvenanceRecord made) {
        if (made != null && made.covers(profile)) {
            return new Ours(made);
        }
        if (made != null) {
            return new Others(
                    "somebody else created %s (ID %s) after the one of ProfileProvisioner (ID %s)"
                            .formatted(profile.name(), profile.id(), made.profileId()));
        }
        return new Others(
                ProvenanceTags.isOurs(profile)
                        ? "%s has our tags, but there is no record that ProfileProvisioner created it"
                                .formatted(profile.name())
                        : "ProfileProvisioner did not create %s".formatted(profile.name()));
    }

    private static Step lookedUp(
            InstanceProfile profile,
            ProvenanceRecord made,
            Globs own,
            Instant now,
            Function<Origin, Step> then) {
        Instant oldest = now.minus(CloudTrailEvent.RETENTION);
        if (made.at().isBefore(oldest)) {
            return then.apply(
                    new Unproven(
                            "the record that ProfileProvisioner created %s (%s) has no profile ID, and CloudTrail no longer shows the creation"
                                    .formatted(profile.name(), made.at())));
        }
        Instant earlier = made.at().minus(EARLIER);
        return Step.need(
                new Read.OfHistory(
                        profile.name().value(), earlier.isBefore(oldest) ? made.at() : earlier),
                history -> then.apply(shown(profile, made, own, now, history)));
    }

    private static Origin shown(
            InstanceProfile profile,
            ProvenanceRecord made,
            Globs own,
            Instant now,
            Read.History history) {
        return switch (history) {
            case Read.History.Unavailable(String why) ->
                    new Unclear(
                            "CloudTrail, which shows who created %s, cannot be asked: %s"
                                    .formatted(profile.name(), why));
            case Read.History.Known(List<CloudTrailEvent> calls) ->
                    calls.stream()
                            .filter(call -> call.createdProfile(profile.id()))
                            .findFirst()
                            .map(call -> creator(profile, made, own, call))
                            .orElseGet(() -> unshown(profile, made, now));
        };
    }

    private static Origin creator(
            InstanceProfile profile, ProvenanceRecord made, Globs own, CloudTrailEvent call) {
        return call.actor().isAmong(own)
                ? new Ours(made.of(profile.id()))
                : new Others(
                        "%s created %s (ID %s), not ProfileProvisioner"
                                .formatted(call.actor().described(), profile.name(), profile.id()));
    }

    private static Origin unshown(InstanceProfile profile, ProvenanceRecord made, Instant now) {
        String why = "CloudTrail does not show who created %s".formatted(profile.name());
        return now.isBefore(made.at().plus(CloudTrailEvent.DELAY))
                ? new Unclear(why + " yet")
                : new Unproven(why + ", and the record about it has no profile ID");
    }
}
