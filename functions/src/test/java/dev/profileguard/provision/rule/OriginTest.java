package dev.profileguard.provision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.JsonFields;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.ProvenanceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginTest {
    @Test
    void aRecordWithTheProfilesIdProvesIt() {
        ProvenanceRecord made = MADE.of("AIPA1");

        assertThat(found(PROFILE, made)).isEqualTo(new Origin.Ours(made));
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void aRecordWithAnotherIdShowsThatSomebodyElseCreatedTheProfileLater() {
        assertThat(found(PROFILE, MADE.of("AIPA0")))
                .isEqualTo(
                        new Origin.Others(
                                "somebody else created web (ID AIPA1) after the one of"
                                        + " ProfileProvisioner (ID AIPA0)"));
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void tagsProveNothingWithoutARecord() {
        InstanceProfile tagged =
                PROFILE.tagged(Tags.of("profile-guard:created-by", "ProfileProvisioner"));

        assertThat(found(PROFILE, null))
                .isEqualTo(new Origin.Others("ProfileProvisioner did not create web"));
        assertThat(found(tagged, null))
                .isEqualTo(
                        new Origin.Others(
                                "web has our tags, but there is no record that ProfileProvisioner"
                                        + " created it"));
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void theCallOfAnOwnRoleProvesARecordWithoutAnId() {
        CloudTrailEvent others = created("AIPA0", ALICE);

        assertThat(shown(NOW, others, created("AIPA1", OWN_ROLE)))
                .isEqualTo(new Origin.Ours(MADE.of("AIPA1")));
    }

    @Test
    void theCallOfSomebodyElseDisprovesARecordWithoutAnId() {
        CloudTrailEvent earlierOne = created("AIPA0", OWN_ROLE);

        assertThat(shown(NOW, earlierOne, created("AIPA1", ALICE)))
                .isEqualTo(
                        new Origin.Others(
                                "arn:aws:iam::123456789012:user/alice created web (ID AIPA1),"
                                        + " not ProfileProvisioner"));
    }

    @Test
    void waitsForCloudTrailAsLongAsItMayShowTheCallLate() {
        Instant complete = MADE.at().plus(Duration.ofMinutes(15));

        assertThat(shown(complete.minusSeconds(1)))
                .isEqualTo(new Origin.Unclear("CloudTrail does not show who created web yet"));
        assertThat(shown(complete, created("AIPA0", OWN_ROLE)))
                .isEqualTo(
                        new Origin.Unproven(
                                "CloudTrail does not show who created web, and the record about it"
                                        + " has no profile ID"));
    }

    @Test
    void decidesNothingWhereCloudTrailCannotBeAsked() {
        answers.give(Read.OfTime.NOW, NOW);
        answers.give(DAY_BEFORE, new Read.History.Unavailable("throttled"));

        assertThat(found(PROFILE, MADE))
                .isEqualTo(
                        new Origin.Unclear(
                                "CloudTrail, which shows who created web, cannot be asked:"
                                        + " throttled"));
    }

    @Test
    void doesNotAskCloudTrailAboutWhatItNoLongerShows() {
        Instant old = NOW.minus(Duration.ofDays(90)).minusSeconds(1);
        answers.give(Read.OfTime.NOW, NOW);

        assertThat(found(PROFILE, new ProvenanceRecord("AROA1", old)))
                .isEqualTo(
                        new Origin.Unproven(
                                "the record that ProfileProvisioner created web"
                                        + " (2025-10-17T09:29:59Z) has no profile ID, and"
                                        + " CloudTrail no longer shows the creation"));
        assertThat(answers.asked()).containsExactly(Read.OfTime.NOW);
    }

    @Test
    void asksCloudTrailFromADayEarlierUnlessThatIsTooLongAgo() {
        Instant oldest = NOW.minus(Duration.ofDays(90));
        Instant dayLater = oldest.plus(Duration.ofDays(1));

        assertThat(askedSince(dayLater)).isEqualTo(oldest);
        assertThat(askedSince(dayLater.minusSeconds(1))).isEqualTo(dayLater.minusSeconds(1));
        assertThat(askedSince(oldest)).isEqualTo(oldest);
    }

    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final InstanceProfile PROFILE =
            new InstanceProfile(new ProfileName("web"), "AIPA1", "/", null, Tags.NONE);
    private static final ProvenanceRecord MADE =
            new ProvenanceRecord("AROA1", Instant.parse("2026-01-15T09:00:00Z"));
    private static final Read.OfHistory DAY_BEFORE =
            new Read.OfHistory("web", Instant.parse("2026-01-14T09:00:00Z"));
    private static final Actor ALICE = new Actor.User("arn:aws:iam::123456789012:user/alice");
    private static final Actor OWN_ROLE =
            new Actor.RoleSession("arn:aws:iam::123456789012:role/pg-Provisioner", "x");

    private final Answers answers = new Answers();

    private Origin found(InstanceProfile profile, @Nullable ProvenanceRecord made) {
        List<Origin> found = new ArrayList<>();
        answers.follow(
                Origin.of(
                        profile,
                        made,
                        Globs.parse("arn:aws:iam::*:role/pg-*"),
                        origin -> {
                            found.add(origin);
                            return new Step.LookAgain("it is found out");
                        }));
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private Origin shown(Instant now, CloudTrailEvent... calls) {
        answers.give(Read.OfTime.NOW, now);
        answers.give(DAY_BEFORE, new Read.History.Known(List.of(calls)));
        return found(PROFILE, MADE);
    }

    /// The earliest time of a call that CloudTrail is asked for.
    private Instant askedSince(Instant made) {
        Read.History none = new Read.History.Known(List.of());
        answers.give(Read.OfTime.NOW, NOW);
        answers.give(new Read.OfHistory("web", made), none);
        answers.give(new Read.OfHistory("web", made.minus(Duration.ofDays(1))), none);
        found(PROFILE, new ProvenanceRecord("AROA1", made));
        return ((Read.OfHistory) answers.asked().getLast()).since();
    }

    private static CloudTrailEvent created(String profileId, Actor actor) {
        return new CloudTrailEvent(
                "iam.amazonaws.com",
                "CreateInstanceProfile",
                "e-" + profileId,
                MADE.at(),
                "123456789012",
                "us-east-1",
                null,
                null,
                null,
                actor,
                new JsonFields("request", Map.of()),
                new JsonFields(
                        "response",
                        Map.of("instanceProfile", Map.of("instanceProfileId", profileId))));
    }
}
