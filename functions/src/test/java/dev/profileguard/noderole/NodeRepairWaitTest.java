package dev.profileguard.noderole;

import static dev.profileguard.noderole.NodeRoleSamples.AT;
import static dev.profileguard.noderole.NodeRoleSamples.MALLORY;
import static dev.profileguard.noderole.NodeRoleSamples.WORKER;
import static dev.profileguard.noderole.NodeRoleSamples.trust;
import static dev.profileguard.noderole.RepairSamples.PIPELINE;
import static dev.profileguard.noderole.RepairSamples.TRUSTED;
import static dev.profileguard.noderole.RepairSamples.afterDetachment;
import static dev.profileguard.noderole.RepairSamples.broken;
import static dev.profileguard.noderole.RepairSamples.detached;
import static dev.profileguard.noderole.RepairSamples.trustSet;
import static dev.profileguard.noderole.RepairSamples.workerless;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Clue;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How an event waits for CloudTrail.
class NodeRepairWaitTest {
    @Test
    void comesAgainWhileCloudTrailDoesNotShowTheDetachmentYet() {
        Plan early = afterDetachment(workerless().at(AT.plusSeconds(120)));
        Plan late = afterDetachment(workerless().at(AT.plus(CloudTrailEvent.DELAY)));

        assertThat(early.decision()).isEqualTo(NodeRoleDecision.NOT_YET);
        assertThat(early.findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.NODE_POLICY_MISSING);
        assertThat(early.why())
                .isEqualTo("CloudTrail does not show yet who changed role eksNodeRole");
        assertThat(late.decision()).isEqualTo(NodeRoleDecision.WRONG);
    }

    @Test
    void waitsForNoDetachmentThatChangesNothing() {
        NodeRoleSamples role = workerless().at(AT.plusSeconds(120));

        assertThat(
                        role.plan(
                                        "DetachRolePolicy",
                                        Clue.NODE_ROLE,
                                        Set.of("AmazonS3ReadOnlyAccess"),
                                        Part.TRUST,
                                        Part.POLICIES)
                                .decision())
                .isEqualTo(NodeRoleDecision.WRONG);
        assertThat(
                        role.plan(
                                        "PutRolePolicy",
                                        Clue.NODE_ROLE,
                                        Set.of(WORKER),
                                        Part.TRUST,
                                        Part.POLICIES)
                                .decision())
                .isEqualTo(NodeRoleDecision.WRONG);
    }

    @Test
    void waitsForNothingWhereNothingIsRepaired() {
        NodeRoleSamples role = workerless().observing(TRUSTED).at(AT.plusSeconds(120));

        assertThat(afterDetachment(role).decision()).isEqualTo(NodeRoleDecision.WRONG);
        assertThat(afterDetachment(role.unrecorded("Rate exceeded")).decision())
                .isEqualTo(NodeRoleDecision.WRONG);
    }

    @Test
    void waitsForItsOwnCallOnly() {
        String other = trust("glue.amazonaws.com");
        NodeRoleSamples recorded =
                broken().at(AT.plusSeconds(120)).recorded(trustSet("event-1", MALLORY, AT, other));
        NodeRoleSamples missing =
                broken().at(AT.plusSeconds(120))
                        .recorded(trustSet("event-0", MALLORY, AT.minusSeconds(9), other));

        assertThat(afterTrust(recorded).decision()).isEqualTo(NodeRoleDecision.WRONG);
        assertThat(afterTrust(missing).decision()).isEqualTo(NodeRoleDecision.NOT_YET);
    }

    private static Plan afterTrust(NodeRoleSamples role) {
        return role.plan(
                "UpdateAssumeRolePolicy",
                Clue.NODE_ROLE,
                Set.of(Check.Problem.TRUST_POLICY),
                Part.TRUST);
    }

    @Test
    void waitsNoLongerWhereCloudTrailShowsTheDetachment() {
        assertThat(
                        afterDetachment(
                                        workerless()
                                                .at(AT.plusSeconds(120))
                                                .recorded(detached("event-1", MALLORY, WORKER, AT)))
                                .actions())
                .hasSize(1);
    }

    @Test
    void asksByTheNameOfTheEventToo() {
        NodeRoleSamples role = broken();
        Answers answers =
                role.answers()
                        .give(
                                new Read.OfHistory("EKSNODEROLE", Instant.EPOCH),
                                new Read.History.Known(List.of(trustSet("e-1", PIPELINE, AT))))
                        .give(new Read.OfRole(new RoleName("EKSNODEROLE")), role.detail());

        Plan plan =
                answers.plan(
                        role.rule()
                                .evaluate(
                                        new NodeRoleChange(
                                                new RoleName("EKSNODEROLE"),
                                                Clue.NODE_ROLE,
                                                Set.of(),
                                                Set.of(Part.TRUST),
                                                NodeRoleSamples.call("CreateRole"))));

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.WRONG);
    }

    @Test
    void comesAgainWhileCloudTrailDoesNotAnswerAboutARecentEvent() {
        Plan early =
                afterDetachment(workerless().unrecorded("Rate exceeded").at(AT.plusSeconds(9)));
        Plan late =
                afterDetachment(
                        workerless()
                                .unrecorded("Rate exceeded")
                                .at(AT.plus(CloudTrailEvent.DELAY)));

        assertThat(early.decision()).isEqualTo(NodeRoleDecision.NOT_YET);
        assertThat(early.findings()).hasSize(1);
        assertThat(late.decision()).isEqualTo(NodeRoleDecision.WRONG);
    }
}
