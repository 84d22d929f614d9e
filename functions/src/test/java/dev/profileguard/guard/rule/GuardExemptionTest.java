package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.BREAKER;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.MALLORY;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.PIPELINE;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.baseline;
import static dev.profileguard.guard.rule.GuardTest.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which profiles with the name or the looks of a service are left alone, and what has to be read
/// to know that.
class GuardExemptionTest {
    @Test
    void exemptsWhatTheOperatorExemptsWhateverIsDone() {
        assertThat(guard("*", "shared-*").untouchable(by(MALLORY, ADDED, "shared-1")))
                .isEqualTo("shared-1 matches ExemptNames");
        assertThat(guard("*", "").untouchable(by(MALLORY, ADDED, "own-1"))).isNull();
    }

    @Test
    void leavesNamesThatOnlyAServiceGivesUnread() {
        assertThat(guard("prod-*", "").untouchable(by(MALLORY, ADDED, EKS))).isNotBlank();
        assertThat(guard("eks-*", "").untouchable(by(MALLORY, ADDED, EKS))).isNull();
        assertThat(guard("prod-*", "").untouchable(by(MALLORY, LOCK, EKS))).isNull();
        assertThat(guard("prod-*", "").untouchable(by(MALLORY, NOTE, EKS))).isNotBlank();
        assertThat(guard("prod-*", "").untouchable(by(MALLORY, UNLOCK, EKS))).isNull();
        assertThat(guard("prod-*", "").untouchable(by(MALLORY, UNNOTE, EKS))).isNotBlank();
    }

    @Test
    void leavesTheCreationOfAListedNameUnread() {
        assertThat(guard("prod-*", "").untouchable(by(MALLORY, new Edit.Created("AIPA1"), LISTED)))
                .isNotBlank();
        assertThat(guard("prod-*", "").untouchable(by(MALLORY, ADDED, LISTED))).isNull();
        assertThat(guard("prod-*", "").untouchable(by(MALLORY, new Edit.Created("AIPA1"), "own-1")))
                .isNull();
    }

    @Test
    void readsAListedNameOnlyIfSomebodyMayMeanIt() {
        Guard guard = guard("prod-*", "");
        GuardRecord recorded = GuardRecord.none(new ProfileName(LISTED)).with(baseline());
        Change removed = by(MALLORY, new Edit.RoleRemoved(WEB.name()), LISTED);

        assertThat(guard.untouchable(removed, none(LISTED))).isNotBlank();
        assertThat(guard.untouchable(removed, recorded)).isNull();
        assertThat(guard("ecs*", "").untouchable(removed, none(LISTED))).isNull();
        assertThat(guard.untouchable(by(MALLORY, ADDED, LISTED), none(LISTED))).isNull();
        assertThat(guard.untouchable(by(SERVICE, ADDED, LISTED), none(LISTED))).isNotBlank();
        assertThat(guard.untouchable(by(SERVICE, LOCK, LISTED), none(LISTED))).isNull();
        assertThat(guard.untouchable(removed.unattributed(), none(LISTED))).isNull();
        assertThat(guard.untouchable(by(MALLORY, new Edit.Deleted(), LISTED), none(LISTED)))
                .isNotBlank();
        assertThat(guard.untouchable(by(MALLORY, ADDED, "own-1"), none("own-1"))).isNull();
    }

    @Test
    void leavesToAServiceWhatNobodyMeansAndLooksLikeIts() {
        Guard guard = guard("prod-*", "");

        assertThat(owner(guard, LISTED, "/", Tags.NONE, MALLORY)).endsWith("by its name");
        assertThat(owner(guard, "own-1", "/karpenter/", Tags.NONE, MALLORY))
                .endsWith("by its path, tags or role");
        assertThat(owner(guard, "own-1", "/", Tags.NONE, MALLORY)).isNull();
    }

    @Test
    void guardsWhatSomebodyMeansUnlessAServiceMadeIt() {
        assertThat(owner(guard("ecs*", ""), LISTED, "/", Tags.NONE, MALLORY)).isNull();
        assertThat(owner(guard("prod-*", ""), LISTED, "/", LOCKED, MALLORY)).isNull();
        assertThat(owner(guard("ecs*", ""), LISTED, "/", Tags.NONE, SERVICE))
                .isEqualTo(SERVICE.described() + " changed it");
        assertThat(owner(guard("eks-*", ""), EKS, "/", Tags.NONE, MALLORY)).isNotBlank();
        GuardRecord recorded = GuardRecord.none(new ProfileName(LISTED)).with(baseline());
        assertThat(
                        guard("prod-*", "")
                                .owner(
                                        new ProfileName(LISTED),
                                        new ObservedProfile(recorded, null),
                                        MALLORY))
                .isNull();
    }

    @Test
    void takesTheCallOfItsOwnRoleForASettledState() {
        Actor own = new Actor.RoleSession("arn:aws:iam::123456789012:role/pg-Role", "x");
        Guard guard =
                new Guard(
                        new GuardedProfiles(Globs.parse("prod-*")),
                        new Exemptions(Globs.parse("")),
                        TrustedPrincipals.NOBODY,
                        BREAKER,
                        Globs.parse("arn:aws:iam::*:role/pg-*"));

        assertThat(GuardTest.isProvisional(sight(guard, own))).isFalse();
        assertThat(GuardTest.isProvisional(sight(guard, MALLORY))).isTrue();
        assertThat(GuardTest.isProvisional(sight(guard, PIPELINE))).isTrue();
    }

    @Test
    void saysWhetherItRecordsAStateProvisionally() {
        Change found = by(MALLORY, NOTE).unattributed();
        ObservedProfile seen = new ObservedProfile(none("prod-web"), PROD);

        assertThat(sight(guard("prod-*", ""), MALLORY).why())
                .isEqualTo(
                        "Seen for the first time: prod-web. Its current state is recorded"
                                + " provisionally");
        assertThat(guard("prod-*", "").decide(found, seen, NOW.plusSeconds(5)).why())
                .isEqualTo("Seen for the first time: prod-web. Its current state is recorded");
    }

    @Test
    void leavesWhatASweepFindsUnreadIfOnlyAServiceGivesTheName() {
        Change found = by(MALLORY, ADDED, EKS).unattributed();

        assertThat(guard("prod-*", "").untouchable(found)).isNotBlank();
        assertThat(guard("eks-*", "").untouchable(found)).isNull();
    }

    @Test
    void namesWhoMadeAProvisionalStateOnceTheEventOfItsCallArrives() {
        Baseline unknown = Baseline.of(PROD, by(MALLORY, ADDED).unattributed()).provisional(true);

        assertThat(after(unknown, ADDED, PROD).by()).isEqualTo(MALLORY.described());
        assertThat(after(unknown.provisional(false), ADDED, PROD).by()).isEqualTo(unknown.by());
        assertThat(after(unknown, NOTE, PROD).by()).isEqualTo(unknown.by());
        assertThat(
                        after(Baseline.of(PROD, by(PIPELINE, ADDED)).provisional(true), ADDED, PROD)
                                .by())
                .isEqualTo(PIPELINE.described());
    }

    private static final String EKS = "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10";
    private static final String LISTED = "ecsInstanceRole";
    private static final Edit ADDED = new Edit.RoleAdded(WEB.name());
    private static final Edit LOCK = new Edit.Tagged(LOCKED);
    private static final Edit NOTE = new Edit.Tagged(Tags.of("Note", "x"));
    private static final Edit UNLOCK = new Edit.Untagged(Set.of("profile-guard"));
    private static final Edit UNNOTE = new Edit.Untagged(Set.of("Note"));
    private static final Actor SERVICE =
            new Actor.RoleSession(
                    "arn:aws:iam::123456789012:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
                    "x");
    private static final InstanceProfile PROD =
            new InstanceProfile(new ProfileName("prod-web"), "AIPA1", "/", WEB, Tags.NONE);

    private static Guard guard(String guarded, String exempt) {
        return new Guard(
                new GuardedProfiles(Globs.parse(guarded)),
                new Exemptions(Globs.parse(exempt)),
                TrustedPrincipals.NOBODY,
                BREAKER);
    }

    private static GuardRecord none(String name) {
        return GuardRecord.none(new ProfileName(name));
    }

    private static @Nullable String owner(
            Guard guard, String name, String path, Tags tags, Actor actor) {
        Role role = WEB;
        ProfileName profile = new ProfileName(name);
        return guard.owner(
                profile,
                new ObservedProfile(
                        none(name), new InstanceProfile(profile, "AIPA1", path, role, tags)),
                actor);
    }

    private static GuardPlan sight(Guard guard, Actor actor) {
        Change tagged = by(actor, NOTE);
        return guard.decide(
                tagged, new ObservedProfile(none("prod-web"), PROD), NOW.plusSeconds(5));
    }

    private static Baseline after(Baseline baseline, Edit edit, InstanceProfile found) {
        GuardRecord record = none("prod-web").with(baseline);
        GuardPlan plan =
                guard("prod-*", "")
                        .decide(
                                by(MALLORY, edit),
                                new ObservedProfile(record, found),
                                NOW.plusSeconds(90));
        return Objects.requireNonNull(plan.next().baseline());
    }
}
