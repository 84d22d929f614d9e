package dev.profileguard.noderole;

import static dev.profileguard.noderole.NodeRoleSamples.AT;
import static dev.profileguard.noderole.NodeRoleSamples.MALLORY;
import static dev.profileguard.noderole.NodeRoleSamples.NAME;
import static dev.profileguard.noderole.NodeRoleSamples.WORKER;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.NodeRoleSamples.trust;
import static dev.profileguard.noderole.RepairSamples.CREATED;
import static dev.profileguard.noderole.RepairSamples.LAMBDA;
import static dev.profileguard.noderole.RepairSamples.PIPELINE;
import static dev.profileguard.noderole.RepairSamples.TRUSTED;
import static dev.profileguard.noderole.RepairSamples.attached;
import static dev.profileguard.noderole.RepairSamples.broken;
import static dev.profileguard.noderole.RepairSamples.created;
import static dev.profileguard.noderole.RepairSamples.only;
import static dev.profileguard.noderole.RepairSamples.statement;
import static dev.profileguard.noderole.RepairSamples.sweepOf;
import static dev.profileguard.noderole.RepairSamples.trustSet;
import static dev.profileguard.noderole.RepairSamples.workers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodeRoleChange.Clue;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When a trust policy is repaired, and how.
class NodeTrustRepairTest {
    @Test
    void addsTheStatementForEc2AndKeepsTheOthers() {
        Plan plan = broken().recorded(trustSet("e-1", MALLORY, AT)).sweep();

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.REPAIRED);
        assertThat(plan.actions())
                .containsExactly(
                        new Action.UpdateTrustPolicy(
                                NAME,
                                LAMBDA,
                                "{\"Version\":\"2012-10-17\",\"Statement\":["
                                        + statement("lambda.amazonaws.com")
                                        + ","
                                        + statement("ec2.amazonaws.com")
                                        + "]}"));
    }

    @Test
    void namesWhoSetItByWhatCloudTrailRecorded() {
        Finding finding =
                only(broken().recorded(trustSet("e-1", MALLORY, AT)).sweep(), Effect.DONE);

        assertThat(finding.kind()).isEqualTo(Finding.Kind.NODE_TRUST_WRONG);
        assertThat(finding.actor()).isEqualTo("arn:aws:iam::123456789012:user/mallory");
        assertThat(finding.eventId()).isEqualTo("e-1");
        assertThat(finding.cause())
                .startsWith(
                        "arn:aws:iam::123456789012:user/mallory (UpdateAssumeRolePolicy at"
                                + " 2026-01-15T09:30:00Z): EC2 cannot assume the role");
        assertThat(finding.done())
                .containsExactly(
                        "let EC2 assume role eksNodeRole by one more statement in its trust"
                                + " policy: done");
        assertThat(finding.todo())
                .containsExactly(
                        "If this was meant: let a principal in TrustedPrincipals do it, or add"
                                + " the role to ExemptNames");
    }

    @Test
    void saysHowToDoItByHandAsLongAsItOnlyObserves() {
        Finding finding =
                only(broken().recorded(trustSet("e-1", MALLORY, AT)).sweep(), Effect.WOULD_DO);

        assertThat(finding.done()).allMatch(each -> each.endsWith(": would-do"));
        assertThat(finding.todo())
                .hasSize(2)
                .first()
                .asString()
                .contains("aws iam update-assume-role-policy");
    }

    /// Whoever set it may be trusted: CloudTrail forgot the call, shows it late, or has it under
    /// the name in another case.
    @Test
    void leavesAPolicyWhoseAuthorCloudTrailDoesNotShow() {
        assertThat(broken().sweep().actions()).isEmpty();
        assertThat(
                        broken().recorded(trustSet("e-1", MALLORY, AT, trust("glue.amazonaws.com")))
                                .sweep()
                                .actions())
                .isEmpty();
        assertThat(
                        broken().recorded(
                                        trustSet("e-1", MALLORY, AT),
                                        trustSet(
                                                "e-2",
                                                MALLORY,
                                                AT.plusSeconds(1),
                                                trust("ec2.amazonaws.com")))
                                .sweep()
                                .actions())
                .isEmpty();
    }

    @Test
    void knowsThePolicyInAnySpelling() {
        String spaced = LAMBDA.replace("\":\"", "\" : \"").replace(",", ",\n ");

        assertThat(broken().recorded(trustSet("e-1", MALLORY, AT, spaced)).sweep().actions())
                .hasSize(1);
        assertThat(broken().recorded(trustSet("e-1", MALLORY, AT, "no JSON")).sweep().actions())
                .isEmpty();
    }

    /// Whoever may invoke the function can hand it any event.
    @Test
    void believesNoEventThatCloudTrailDoesNotShow() {
        NodeRoleSamples role = broken().at(AT.plusSeconds(120));

        assertThat(
                        role.plan(
                                        "UpdateAssumeRolePolicy",
                                        Clue.NODE_ROLE,
                                        Set.of(Check.Problem.TRUST_POLICY),
                                        Part.TRUST)
                                .decision())
                .isEqualTo(NodeRoleDecision.NOT_YET);
        assertThat(
                        broken().plan(
                                        "UpdateAssumeRolePolicy",
                                        Clue.NODE_ROLE,
                                        Set.of(Check.Problem.TRUST_POLICY),
                                        Part.TRUST)
                                .decision())
                .isEqualTo(NodeRoleDecision.WRONG);
    }

    /// A service has no organization, so the condition is always met.
    @Test
    void leavesAPolicyWithADenyThatMayHitEc2() {
        String policy =
                LAMBDA.replace(
                                "\"Statement\":",
                                "\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:*\",\"Condition\":{\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}},")
                        .replace("[{\"Effect\":\"Allow\"", "{\"Effect\":\"Allow\"");

        assertThat(
                        right().trusting(policy)
                                .repairing(TRUSTED)
                                .recorded(trustSet("e-1", MALLORY, AT, policy))
                                .sweep()
                                .actions())
                .isEmpty();
    }

    @Test
    void leavesWhatATrustedPrincipalDecidedLast() {
        Plan plan =
                broken().recorded(
                                trustSet("e-1", MALLORY, AT.minusSeconds(1)),
                                trustSet("e-2", PIPELINE, AT))
                        .sweep();

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.WRONG);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.NODE_TRUST_WRONG);
    }

    @Test
    void leavesWhatATrustedPrincipalDecidedInTheSameSecond() {
        assertThat(
                        broken().recorded(
                                        trustSet("e-1", PIPELINE, AT), trustSet("e-2", MALLORY, AT))
                                .sweep()
                                .actions())
                .isEmpty();
    }

    @Test
    void leavesARoleThatATrustedPrincipalCreatedSo() {
        assertThat(broken().recorded(created("e-1", PIPELINE, AT)).sweep().actions()).isEmpty();
        assertThat(broken().recorded(created("e-1", MALLORY, AT)).sweep().actions()).hasSize(1);
    }

    @Test
    void leavesWhatTheEventOfATrustedPrincipalShowsBeforeCloudTrailDoes() {
        NodeRoleSamples role = broken();
        Plan plan =
                role.answers()
                        .plan(
                                role.rule()
                                        .evaluate(
                                                role.change(
                                                        new Call(
                                                                PIPELINE,
                                                                "UpdateAssumeRolePolicy",
                                                                NodeRoleSamples.ACCOUNT,
                                                                "event-1",
                                                                AT),
                                                        Clue.NODE_ROLE,
                                                        Set.of(Check.Problem.TRUST_POLICY),
                                                        Set.of(Part.TRUST))));

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.WRONG);
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void undoesAnOlderCallAlsoWhereATrustedPrincipalMadeAnotherOne() {
        assertThat(
                        broken().recorded(
                                        trustSet("e-1", PIPELINE, AT.minusSeconds(60)),
                                        trustSet("e-2", MALLORY, AT.minusSeconds(30)),
                                        attached("e-3", PIPELINE, WORKER, AT))
                                .sweep()
                                .actions())
                .hasSize(1);
    }

    /// Whoever may tag a role, or attach one of AWS's policies to it, could otherwise let EC2
    /// assume any role.
    @Test
    void believesNeitherATagNorAPolicy() {
        assertThat(
                        broken().named("admin")
                                .tagged("profile-guard", "eks-node-role")
                                .sweep()
                                .actions())
                .isEmpty();
        assertThat(broken().named("admin").sweep().findings())
                .extracting(Finding::kind)
                .contains(Finding.Kind.NODE_TRUST_WRONG);
        assertThat(broken().named("admin").sweep().actions()).isEmpty();
    }

    /// EKS made the node group only because EC2 could assume the role.
    @Test
    void believesANodeGroupAndNoOtherUseOfACluster() {
        Cluster prod =
                new Cluster(
                        "us-east-1", "prod", Cluster.Family.IPV4, Cluster.Access.ENTRIES, "", "");
        ClusterPods none = new ClusterPods(0, null, false, null);

        assertThat(
                        workers()
                                .usedBy(new ClusterUse.NodeGroup(prod, "web", CREATED))
                                .withPods(prod, none)
                                .sweep()
                                .actions())
                .hasSize(1);
        assertThat(
                        workers()
                                .usedBy(
                                        new ClusterUse.NodeGroup(
                                                prod, "web", CREATED.minusSeconds(1)))
                                .withPods(prod, none)
                                .sweep()
                                .actions())
                .isEmpty();
        assertThat(
                        workers()
                                .usedBy(new ClusterUse.Entry(prod, "EC2_LINUX", "arn", null, null))
                                .withPods(prod, none)
                                .sweep()
                                .actions())
                .isEmpty();
        assertThat(
                        workers()
                                .usedBy(new ClusterUse.AutoMode(prod))
                                .withPods(prod, none)
                                .sweep()
                                .actions())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "{}",
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:*\"}}"
            })
    void leavesAPolicyThatOneMoreStatementDoesNotMend(String policy) {
        NodeRoleSamples role = right().trusting(policy).repairing(TRUSTED);
        Answers answers = role.answers();

        Plan plan = answers.plan(role.rule().evaluate(sweepOf(role)));

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.WRONG);
        assertThat(plan.actions()).isEmpty();
        assertThat(answers.asked()).noneMatch(Read.OfHistory.class::isInstance);
    }

    @Test
    void usesTheNameOfEc2InChina() {
        NodeRoleSamples role =
                right().inPartition("aws-cn")
                        .trusting(LAMBDA)
                        .repairing(TRUSTED)
                        .recorded(trustSet("e-1", MALLORY, AT));

        assertThat(role.sweep().actions())
                .singleElement()
                .asString()
                .contains("ec2.amazonaws.com.cn");
    }
}
