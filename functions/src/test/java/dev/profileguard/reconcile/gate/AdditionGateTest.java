package dev.profileguard.reconcile.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Decision;
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
                                Decision.Common.FAILED,
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

    private static final RoleName WEB = new RoleName("web");
    private static final ProfileName NAME = new ProfileName("web");
    private static final InstanceProfile PROFILE =
            new InstanceProfile(NAME, "AIPA1", "/", null, Tags.NONE);
    private static final ProfileUse USED = UseAnswers.by("i-1", PROFILE.id());
    private static final AdditionGate GATE = new AdditionGate(PROFILE, Decision.Common.FAILED);
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
