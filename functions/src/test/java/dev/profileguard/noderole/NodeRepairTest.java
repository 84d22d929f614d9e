package dev.profileguard.noderole;

import static dev.profileguard.noderole.NodeRoleSamples.AT;
import static dev.profileguard.noderole.NodeRoleSamples.MALLORY;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.RepairSamples.TRUSTED;
import static dev.profileguard.noderole.RepairSamples.broken;
import static dev.profileguard.noderole.RepairSamples.sweepOf;
import static dev.profileguard.noderole.RepairSamples.trustSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.state.repair.RepairRecord;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What NodeRoleCheck puts right by itself, whatever the problem.
class NodeRepairTest {
    @Test
    void repairsNothingWhileCloudTrailDoesNotAnswer() {
        Plan plan = broken().unrecorded("Rate exceeded").sweep();

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.WRONG);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.findings()).hasSize(1);
        assertThat(plan.why())
                .isEqualTo(
                        "About the node role eksNodeRole, look at: trust (wrong). CloudTrail does"
                                + " not show who changed role eksNodeRole: Rate exceeded");
    }

    @Test
    void stopsAfterTooManyRepairs() {
        Instant now = AT.plus(Duration.ofHours(1));
        Plan open =
                broken().recorded(trustSet("e-1", MALLORY, AT))
                        .repairedAt(now.minusSeconds(60), now.minusSeconds(30))
                        .sweep();
        Plan closed =
                broken().recorded(trustSet("e-1", MALLORY, AT))
                        .repairedAt(now.minusSeconds(601), now.minusSeconds(30))
                        .sweep();

        assertThat(open.decision()).isEqualTo(Decision.Common.BREAKER_OPEN);
        assertThat(open.actions()).isEmpty();
        assertThat(open.why())
                .isEqualTo("2 repairs within 10 minutes: somebody keeps changing role eksNodeRole");
        assertThat(open.findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.NODE_TRUST_WRONG, Finding.Kind.NODE_BREAKER_OPEN);
        assertThat(open.findings().getLast().cause())
                .endsWith(
                        "somebody keeps changing the role, or IAM accepts no repair: 2 were tried"
                                + " within 10 minutes. They were about: mallory changed it");
        assertThat(open.findings().getLast().done())
                .containsExactly(
                        "did not change the role: nothing is repaired until "
                                + now.minusSeconds(60).plus(Duration.ofMinutes(10)));
        assertThat(closed.actions()).hasSize(1);
    }

    @Test
    void recordsARepairBeforeItWrites() {
        Plan plan = broken().recorded(trustSet("e-1", MALLORY, AT)).sweep();

        assertThat(plan.memory()).isInstanceOf(Memory.BeforeWriting.class);
        Memory.Entry entry = ((Memory.BeforeWriting) plan.memory()).entries().getFirst();
        RepairRecord next = ((Memory.Entry.OfRepairs) entry).next();
        assertThat(next.subject()).isEqualTo("role/eksNodeRole");
        assertThat(next.repairs())
                .singleElement()
                .satisfies(repair -> {
                    assertThat(repair.at()).isEqualTo(AT.plus(Duration.ofHours(1)));
                    assertThat(repair.eventId()).isEqualTo("request-1");
                    assertThat(repair.undone())
                            .isEqualTo(
                                    "arn:aws:iam::123456789012:user/mallory"
                                            + " (UpdateAssumeRolePolicy at 2026-01-15T09:30:00Z)");
                });
    }

    @Test
    void asksCloudTrailNothingAboutARoleThatIsRight() {
        NodeRoleSamples role = right().repairing(TRUSTED);
        Answers answers = role.answers();

        answers.plan(role.rule().evaluate(sweepOf(role)));

        assertThat(answers.asked())
                .noneMatch(read -> read instanceof Read.OfHistory || read instanceof Read.OfTime);
    }
}
