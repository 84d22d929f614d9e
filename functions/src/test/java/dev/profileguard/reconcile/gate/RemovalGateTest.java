package dev.profileguard.reconcile.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation.Gate.Moment;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemovalGateTest {
    @Test
    void stopsAfterTheRemovalOfTheRoleWhereAnInstanceUsesTheProfile() {
        UseAnswers ec2 = new UseAnswers(USED);

        assertThat(GATE.refuses(REMOVAL, Moment.AFTER, ec2)).isEqualTo(refusal(USED));
        assertThat(ec2.asked()).containsExactly(new Read.OfProfileUse(Set.of(NAME.value())));
    }

    @Test
    void stopsWhereARegionDoesNotAnswer() {
        ProfileUse unknown = new ProfileUse(List.of(), List.of("eu-west-1: denied"));

        assertThat(GATE.refuses(REMOVAL, Moment.AFTER, new UseAnswers(unknown)))
                .isEqualTo(refusal(unknown));
    }

    @Test
    void goesOnWhereNoInstanceUsesTheProfile() {
        UseAnswers ec2 = new UseAnswers(ProfileUse.NONE);

        assertThat(GATE.refuses(REMOVAL, Moment.AFTER, ec2)).isNull();
        assertThat(ec2.asked()).hasSize(1);
    }

    @Test
    void asksEc2OnlyAfterTheRemoval() {
        UseAnswers ec2 = new UseAnswers(USED);

        assertThat(GATE.refuses(REMOVAL, Moment.BEFORE, ec2)).isNull();
        assertThat(GATE.refuses(DELETION, Moment.BEFORE, ec2)).isNull();
        assertThat(GATE.refuses(DELETION, Moment.AFTER, ec2)).isNull();
        assertThat(ec2.asked()).isEmpty();
    }

    /// Somebody who may not pass the role may have associated the instance with another one.
    @Test
    void keepsTheRoleOutAndBlocksTheDeletion() {
        UseRefusal refusal = Objects.requireNonNull(GATE.refusal(USED));

        assertThat(refusal.undo()).isNull();
        assertThat(refusal.verdict())
                .isEqualTo(
                        new Plan.Verdict(
                                Decision.Common.FAILED,
                                "instances use web: i-1 in eu-west-1 (stopped)"));
    }

    @Test
    void namesTwentyInstancesAndSaysWhetherThereAreMore() {
        assertThat(usedBy(20).reason()).endsWith("i-1 in eu-west-1 (stopped)");
        assertThat(usedBy(21).reason()).endsWith("i-1 in eu-west-1 (stopped), and more");
        assertThat(usedBy(20).todo()).hasSize(20);
        assertThat(usedBy(21).todo()).hasSize(20);
    }

    private static final RoleName WEB = new RoleName("web");
    private static final ProfileName NAME = new ProfileName("web");
    private static final ProfileUse USED = UseAnswers.by("i-1", "AIPA1");
    private static final RemovalGate GATE = new RemovalGate(NAME, Decision.Common.FAILED);
    private static final Action REMOVAL = new Action.RemoveRole(NAME, WEB);
    private static final Action DELETION = new Action.DeleteProfile(NAME);

    private static UseRefusal usedBy(int instances) {
        InstanceUse use = USED.instances().getFirst();
        return refusal(new ProfileUse(Collections.nCopies(instances, use), List.of()));
    }

    private static UseRefusal refusal(ProfileUse use) {
        return new UseRefusal(NAME, use, Decision.Common.FAILED, null);
    }
}
