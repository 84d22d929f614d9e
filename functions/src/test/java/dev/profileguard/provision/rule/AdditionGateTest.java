package dev.profileguard.provision.rule;

import static dev.profileguard.provision.rule.RetirementTest.NAME;
import static dev.profileguard.provision.rule.RetirementTest.USED;
import static dev.profileguard.provision.rule.RetirementTest.WEB;
import static dev.profileguard.provision.rule.RetirementTest.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Tags;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation.Gate.Moment;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdditionGateTest {
    @Test
    void takesTheRoleOutAgainWhereAnInstanceUsesTheProfile() {
        UseRefusal refusal =
                Objects.requireNonNull(GATE.refuses(ADDITION, Moment.AFTER, new UseAnswers(USED)));

        assertThat(refusal.undo()).isEqualTo(new Action.RemoveRole(NAME, WEB));
        assertThat(refusal.verdict())
                .isEqualTo(
                        new Plan.Verdict(
                                ProvisionDecision.IN_USE,
                                "instances use web: i-1 in eu-west-1 (stopped)"));
    }

    @Test
    void keepsTheRoleOutWhereARegionDoesNotAnswer() {
        ProfileUse unknown = new ProfileUse(List.of(), List.of("eu-west-1: denied"));

        assertThat(Objects.requireNonNull(GATE.refusal(WEB, unknown)).reason())
                .isEqualTo("EC2 could not be asked which instances use web (eu-west-1: denied)");
    }

    @Test
    void letsTheRoleInWhereNoInstanceUsesTheProfile() {
        UseAnswers ec2 = new UseAnswers(ProfileUse.NONE);

        assertThat(GATE.refuses(ADDITION, Moment.AFTER, ec2)).isNull();
        assertThat(ec2.asked()).containsExactly(new Read.OfProfileUse(Set.of(NAME.value())));
    }

    @Test
    void countsNoInstanceOfAnEarlierProfileOfTheName() {
        InstanceUse earlier = USED.instances().getFirst();
        InstanceUse now = of(earlier, PROFILE.id());
        InstanceUse undisclosed = of(earlier, "");

        assertThat(GATE.refusal(WEB, used(of(earlier, "AIPA-EARLIER")))).isNull();
        assertThat(GATE.refusal(WEB, used(undisclosed))).isNotNull();
        assertThat(
                        Objects.requireNonNull(
                                        GATE.refusal(WEB, used(of(earlier, "AIPA-EARLIER"), now)))
                                .use())
                .isEqualTo(used(now));
    }

    @Test
    void asksEc2OnlyAfterTheAddition() {
        UseAnswers ec2 = new UseAnswers(USED);

        assertThat(GATE.refuses(ADDITION, Moment.BEFORE, ec2)).isNull();
        assertThat(GATE.refuses(new Action.TagProfile(NAME, Tags.NONE), Moment.AFTER, ec2))
                .isNull();
        assertThat(ec2.asked()).isEmpty();
    }

    private static final InstanceProfile PROFILE = profile("web", Tags.NONE);
    private static final AdditionGate GATE = new AdditionGate(PROFILE);
    private static final Action ADDITION = new Action.AddRole(NAME, WEB);

    private static ProfileUse used(InstanceUse... uses) {
        return new ProfileUse(List.of(uses), List.of());
    }

    private static InstanceUse of(InstanceUse use, String profileId) {
        return new InstanceUse(
                use.region(),
                use.instanceId(),
                use.state(),
                use.profileArn(),
                profileId,
                null,
                null,
                use.associationId(),
                false);
    }
}
