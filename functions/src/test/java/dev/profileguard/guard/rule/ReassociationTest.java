package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.MALLORY;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.by;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.guard.rule.Reassociation.Switch;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Tags;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.state.FormerProfile;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.Withheld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReassociationTest {
    @Test
    void associatesAnInstanceThatUsedTheDeletedProfileWhileItWasRight() {
        Reassociation again = of(instance("i-1"));

        assertThat(again.remediations())
                .extracting(Remediation::actions)
                .containsExactly(List.of(associate("i-1")));
        assertThat(again.isOver()).isFalse();
        assertThat(again.why())
                .isEqualTo("1 instance has an ID that prod-web had before it was deleted");
        Finding finding = again.finding(List.of(done("i-1")));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.ASSOCIATION_OUTDATED);
        assertThat(finding.subject()).isEqualTo("instance-profile/prod-web");
        assertThat(finding.cause())
                .isEqualTo(
                        "the profile was deleted, and 1 instance has its old ID AIPA-OLD instead"
                                + " of AIPA-NEW, which gives no credentials");
        assertThat(finding.done())
                .containsExactly("associate i-1 in eu-west-1 with prod-web again: done");
        assertThat(finding.todo()).isEmpty();
    }

    @Test
    void reportsWhatItDid() {
        Reassociation again = of(instance("i-1"), instance("i-2"));
        Remediation remediation = again.remediations().getFirst();

        assertThat(remediation.shows()).isNull();
        assertThat(again.why())
                .isEqualTo("2 instances have an ID that prod-web had before it was deleted");
        assertThat(
                        remediation
                                .report()
                                .of(
                                        new Remediation.Done(
                                                List.of(done("i-1"), done("i-2")),
                                                List.of(),
                                                null,
                                                null)))
                .extracting(Finding::done)
                .containsExactly(
                        List.of("associate i-1, i-2 in eu-west-1 with prod-web again: done"));
    }

    @Test
    void isOverWhereNoInstanceHasAnOldId() {
        assertThat(of().isOver()).isTrue();
        assertThat(of(instance("i-1", "AIPA-NEW", "running", "a", BEFORE)).isOver()).isTrue();
        assertThat(of(instance("i-1", "AIPA-ELSE", "running", "a", BEFORE)).isOver()).isTrue();
        assertThat(of(instance("i-1", "AIPA-OLD", "terminated", "a", BEFORE)).isOver()).isTrue();
        assertThat(of(instance("i-1", "AIPA-OLD", "shutting-down", "a", BEFORE)).isOver()).isTrue();
        assertThat(of().remediations()).isEmpty();
    }

    /// ProfileGuard may have seen the deletion late: the ID that the profile has is no old one.
    @Test
    void isOverWhereTheFormerIdIsTheCurrentOne() {
        Reassociation again =
                new Reassociation(
                        by(MALLORY, new Edit.Deleted()),
                        profile("AIPA-OLD"),
                        record(),
                        new ProfileUse(List.of(instance("i-1")), List.of()));

        assertThat(again.isOver()).isTrue();
    }

    @Test
    void isNotOverWhileARegionDoesNotAnswer() {
        Reassociation again = missing();

        assertThat(again.isOver()).isFalse();
        assertThat(again.remediations()).isEmpty();
        assertThat(again.why())
                .isEqualTo(
                        "EC2 could not be asked in all regions which instances have an old ID of"
                                + " prod-web");
        Finding finding = again.finding(List.of());
        assertThat(finding.cause()).isEqualTo("eu-west-3: denied");
        assertThat(finding.done()).containsExactly("nothing");
        assertThat(finding.todo())
                .containsExactly(
                        "Let the function call EC2 in these regions, or list the regions to be"
                                + " asked in InstanceRegions");
    }

    @Test
    void leavesAnInstanceToPeopleThatMayHaveBegunLater() {
        Reassociation again = of(instance("i-1", "AIPA-OLD", "running", "assoc-i-1", RIGHT));

        assertThat(again.remediations()).isEmpty();
        assertThat(again.finding(List.of()).todo())
                .containsExactly(
                        "i-1 in eu-west-1 (it may have started to use the profile while that"
                            + " differed from its baseline): if it may have role web, run: aws ec2"
                            + " replace-iam-instance-profile-association --region eu-west-1"
                            + " --association-id assoc-i-1 --iam-instance-profile Name=prod-web");
    }

    @Test
    void associatesAnInstanceThatASweepKnew() {
        InstanceUse known = instance("i-1", "AIPA-OLD", "running", "assoc-i-1", null);

        assertThat(of(known).remediations()).isEmpty();
        assertThat(of(known.asKnown()).remediations()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "stopping", "stopped"})
    void leavesAnInstanceToPeopleThatDoesNotRun(String state) {
        Reassociation again = of(instance("i-1", "AIPA-OLD", state, "assoc-i-1", BEFORE));

        assertThat(again.remediations()).isEmpty();
        assertThat(again.finding(List.of()).todo())
                .containsExactly(
                        "i-1 in eu-west-1 (it is %s, and EC2 replaces the profile of running"
                                        .formatted(state)
                                + " instances only): if it may have role web, run: aws ec2"
                                + " disassociate-iam-instance-profile --region eu-west-1"
                                + " --association-id assoc-i-1; aws ec2"
                                + " associate-iam-instance-profile --region eu-west-1"
                                + " --instance-id i-1 --iam-instance-profile Name=prod-web");
    }

    @Test
    void leavesAnInstanceToPeopleWithoutAnAssociation() {
        Reassociation again = of(instance("i-1", "AIPA-OLD", "running", null, BEFORE));

        assertThat(again.remediations()).isEmpty();
        assertThat(again.finding(List.of()).todo())
                .containsExactly(
                        "i-1 in eu-west-1 (EC2 shows no association): if it may have role web, run:"
                                + " aws ec2 associate-iam-instance-profile --region eu-west-1"
                                + " --instance-id i-1 --iam-instance-profile Name=prod-web");
    }

    @Test
    void saysWhatEc2Refused() {
        PerformedAction rejected =
                new PerformedAction(associate("i-1"), Effect.REJECTED, null, "no such instance");
        Finding finding =
                of(instance("i-1"), instance("i-2")).finding(List.of(rejected, done("i-2")));

        assertThat(finding.done())
                .containsExactly(
                        "associate i-2 in eu-west-1 with prod-web again: done",
                        "associate i-1 in eu-west-1 with prod-web again: rejected (no such"
                                + " instance)");
        assertThat(finding.todo())
                .hasSize(1)
                .allMatch(each -> each.startsWith("i-1 in eu-west-1 (no such instance): if it"));
    }

    @Test
    void doesTwentyAtOnce() {
        Reassociation twenty = of(many(20));
        Reassociation more = of(many(21));

        assertThat(twenty.remediations().getFirst().actions()).hasSize(20);
        assertThat(twenty.finding(List.of()).todo()).isEmpty();
        assertThat(more.remediations().getFirst().actions()).hasSize(20);
        assertThat(more.finding(List.of()).todo())
                .containsExactly("1 instance follows within minutes");
        assertThat(of(many(22)).finding(List.of()).todo())
                .containsExactly("2 instances follow within minutes");
    }

    @Test
    void announcesNoInstanceThatIsLeftToPeople() {
        InstanceUse[] uses = many(21);
        uses[0] = instance("i-0", "AIPA-OLD", "running", null, BEFORE);

        assertThat(of(uses).finding(List.of()).todo())
                .hasSize(1)
                .noneMatch(each -> each.contains("within minutes"));
    }

    @Test
    void isDueForAProfileThatIsRightAndWasDeletedBefore() {
        assertThat(isDue(record())).isTrue();
        assertThat(Switch.OFF.isDue(noDrift(record()))).isFalse();
        assertThat(isDue(record().withFormer(List.of()))).isFalse();
        assertThat(isDue(record().ended(Instant.EPOCH))).isFalse();
        assertThat(isDue(record().withWithheld(new Withheld(NOW, "m", "e", "c")))).isFalse();
        assertThat(
                        Switch.ON.isDue(
                                new GuardPlan.Remember(
                                        GuardDecision.SUPERSEDED, "why", record(), List.of())))
                .isFalse();
    }

    private static boolean isDue(GuardRecord record) {
        return Switch.ON.isDue(noDrift(record));
    }

    private static GuardPlan noDrift(GuardRecord record) {
        return new GuardPlan.Remember(GuardDecision.NO_DRIFT, "why", record, List.of());
    }

    private static final Instant RIGHT = NOW.minusSeconds(3600);
    private static final Instant BEFORE = RIGHT.minusSeconds(1);

    private static Reassociation of(InstanceUse... uses) {
        return new Reassociation(
                by(MALLORY, new Edit.Deleted()),
                profile("AIPA-NEW"),
                record(),
                new ProfileUse(List.of(uses), List.of()));
    }

    private static Reassociation missing() {
        return new Reassociation(
                by(MALLORY, new Edit.Deleted()),
                profile("AIPA-NEW"),
                record(),
                new ProfileUse(List.of(), List.of("eu-west-3: denied")));
    }

    private static GuardRecord record() {
        return recorded().withFormer(List.of(new FormerProfile("AIPA-OLD", RIGHT, NOW)));
    }

    private static InstanceProfile profile(String id) {
        return new InstanceProfile(NAME, id, "/", WEB, Tags.NONE);
    }

    private static InstanceUse[] many(int count) {
        List<InstanceUse> all = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> all.add(instance("i-" + i)));
        return all.toArray(InstanceUse[]::new);
    }

    private static InstanceUse instance(String id) {
        return instance(id, "AIPA-OLD", "running", "assoc-" + id, BEFORE);
    }

    private static InstanceUse instance(
            String id,
            String profileId,
            String state,
            @Nullable String association,
            @Nullable Instant associated) {
        return new InstanceUse(
                "eu-west-1",
                id,
                state,
                "arn:aws:iam::123456789012:instance-profile/prod-web",
                profileId,
                associated,
                null,
                association,
                false);
    }

    private static Action associate(String id) {
        return new Action.AssociateInstance(NAME, "eu-west-1", id, "assoc-" + id, "AIPA-OLD");
    }

    private static PerformedAction done(String id) {
        return new PerformedAction(associate(id), Effect.DONE);
    }
}
