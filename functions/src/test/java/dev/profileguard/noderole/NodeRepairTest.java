package dev.profileguard.noderole;

import static dev.profileguard.noderole.NodeRoleSamples.AT;
import static dev.profileguard.noderole.NodeRoleSamples.MALLORY;
import static dev.profileguard.noderole.NodeRoleSamples.NAME;
import static dev.profileguard.noderole.NodeRoleSamples.PULL;
import static dev.profileguard.noderole.NodeRoleSamples.WORKER;
import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.bare;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.NodeRoleSamples.trust;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.JsonFields;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Clue;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.state.repair.RepairRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What NodeRoleCheck puts right by itself.
class NodeRepairTest {
    @Nested
    class OfTheTrustPolicy {
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

        /// Whoever set it may be trusted: CloudTrail forgot the call, shows it late, or has it
        /// under the name in another case.
        @Test
        void leavesAPolicyWhoseAuthorCloudTrailDoesNotShow() {
            assertThat(broken().sweep().actions()).isEmpty();
            assertThat(
                            broken().recorded(
                                            trustSet(
                                                    "e-1",
                                                    MALLORY,
                                                    AT,
                                                    trust("glue.amazonaws.com")))
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
                                            trustSet("e-1", PIPELINE, AT),
                                            trustSet("e-2", MALLORY, AT))
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
                            "us-east-1",
                            "prod",
                            Cluster.Family.IPV4,
                            Cluster.Access.ENTRIES,
                            "",
                            "");
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
                                    .usedBy(
                                            new ClusterUse.Entry(
                                                    prod, "EC2_LINUX", "arn", null, null))
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

    @Nested
    class OfADetachedPolicy {
        @Test
        void attachesAgainWhatSomebodyUntrustedDetached() {
            Plan plan = workerless().recorded(detached("e-1", MALLORY, WORKER, AT)).sweep();

            assertThat(plan.decision()).isEqualTo(NodeRoleDecision.REPAIRED);
            assertThat(plan.actions()).containsExactly(new Action.AttachPolicy(NAME, arn(WORKER)));
            assertThat(only(plan, Effect.DONE).kind()).isEqualTo(Finding.Kind.NODE_POLICY_MISSING);
            assertThat(only(plan, Effect.DONE).actor()).endsWith("user/mallory");
        }

        @Test
        void attachesThePolicyThatWasDetachedAndNoOther() {
            String minimal = "AmazonEKSWorkerNodeMinimalPolicy";
            String read = "AmazonEC2ContainerRegistryReadOnly";

            assertThat(
                            bare().created(CREATED)
                                    .repairing(TRUSTED)
                                    .recorded(
                                            detached("e-1", MALLORY, minimal, AT),
                                            detached("e-2", MALLORY, read, AT))
                                    .sweep()
                                    .actions())
                    .containsExactly(
                            new Action.AttachPolicy(NAME, arn(minimal)),
                            new Action.AttachPolicy(NAME, arn(read)));
        }

        /// IAM does not show the attachment yet.
        @Test
        void leavesAPolicyThatWasAttachedAgain() {
            assertThat(
                            workerless()
                                    .recorded(
                                            detached("e-1", MALLORY, WORKER, AT.minusSeconds(9)),
                                            attached("e-2", MALLORY, WORKER, AT))
                                    .sweep()
                                    .actions())
                    .isEmpty();
        }

        @Test
        void saysWhyIamDoesNotAcceptARepair() {
            Remediation remediation =
                    workerless()
                            .recorded(detached("e-1", MALLORY, WORKER, AT))
                            .sweep()
                            .remediations()
                            .getFirst();
            Action attach = remediation.actions().getFirst();

            assertThat(todo(remediation, PerformedAction.rejected(attach, "Cannot exceed quota")))
                    .startsWith(
                            "Remove what the role does not need, or have its quota raised in"
                                    + " Service Quotas")
                    .anyMatch(each -> each.contains("aws iam attach-role-policy"));
            assertThat(todo(remediation, PerformedAction.rejected(attach, "Not attachable")))
                    .startsWith(
                            "IAM does not accept the repair: change first what its error names");
        }

        private static List<String> todo(Remediation remediation, PerformedAction performed) {
            List<PerformedAction> all = List.of(performed);
            return remediation.report().of(new Remediation.Done(all, all, null)).getFirst().todo();
        }

        @Test
        void attachesNothingThatWasNotThereBefore() {
            assertThat(workerless().recorded(created("e-1", MALLORY, AT)).sweep().actions())
                    .isEmpty();
            assertThat(workerless().sweep().actions()).isEmpty();
        }

        @Test
        void leavesWhatATrustedPrincipalDetached() {
            assertThat(
                            workerless()
                                    .recorded(
                                            detached("e-1", MALLORY, WORKER, AT.minusSeconds(9)),
                                            attached("e-2", PIPELINE, WORKER, AT.minusSeconds(5)),
                                            detached("e-3", PIPELINE, WORKER, AT))
                                    .sweep()
                                    .actions())
                    .isEmpty();
            assertThat(
                            workerless()
                                    .recorded(
                                            detached("e-1", PIPELINE, WORKER, AT),
                                            detached("e-2", MALLORY, WORKER, AT))
                                    .sweep()
                                    .actions())
                    .isEmpty();
        }

        /// IAM shows when the role was created; CloudTrail may not yet.
        @Test
        void leavesAnotherRoleOfTheSameName() {
            NodeRoleSamples role = workerless().recorded(detached("e-1", MALLORY, WORKER, AT));

            assertThat(role.created(AT.minusSeconds(1)).sweep().actions()).hasSize(1);
            assertThat(role.created(AT).sweep().actions()).isEmpty();
        }

        /// The role had one of two policies that allow the same, and lost it.
        @Test
        void attachesOnlyWhatWasDetachedLast() {
            String minimal = "AmazonEKSWorkerNodeMinimalPolicy";
            CloudTrailEvent earlier = detached("e-1", MALLORY, WORKER, AT.minusSeconds(60));

            assertThat(
                            workerless()
                                    .recorded(earlier, detached("e-2", MALLORY, minimal, AT))
                                    .sweep()
                                    .actions())
                    .containsExactly(new Action.AttachPolicy(NAME, arn(minimal)));
            assertThat(
                            workerless()
                                    .recorded(earlier, detached("e-2", PIPELINE, minimal, AT))
                                    .sweep()
                                    .actions())
                    .isEmpty();
        }

        @Test
        void ignoresCallsAboutOtherRolesAndPoliciesAndCallsThatFailed() {
            CloudTrailEvent other = call("e-1", "DetachRolePolicy", MALLORY, AT, "app", WORKER);
            CloudTrailEvent own =
                    event(
                            "e-2",
                            "DetachRolePolicy",
                            MALLORY,
                            AT,
                            null,
                            Map.of(
                                    "roleName",
                                    NAME.value(),
                                    "policyArn",
                                    "arn:aws:iam::123456789012:policy/" + WORKER));
            CloudTrailEvent failed =
                    event(
                            "e-3",
                            "DetachRolePolicy",
                            MALLORY,
                            AT,
                            "NoSuchEntityException",
                            Map.of("roleName", NAME.value(), "policyArn", arn(WORKER)));
            CloudTrailEvent unreadable =
                    event("e-4", "DetachRolePolicy", MALLORY, AT, null, Map.of("roleName", 1));

            assertThat(workerless().recorded(other, own, failed, unreadable).sweep().actions())
                    .isEmpty();
        }

        @Test
        void takesTheNameInAnyCase() {
            assertThat(
                            workerless()
                                    .recorded(
                                            call(
                                                    "e-1",
                                                    "DetachRolePolicy",
                                                    MALLORY,
                                                    AT,
                                                    "EKSNODEROLE",
                                                    WORKER))
                                    .sweep()
                                    .actions())
                    .hasSize(1);
        }

        /// A node role without the permissions of the CNI plugin is how it should be.
        @Test
        void leavesTheCniPolicyDetached() {
            assertThat(
                            right().repairing(TRUSTED)
                                    .recorded(detached("e-1", MALLORY, NodeRoleSamples.CNI, AT))
                                    .sweep()
                                    .decision())
                    .isEqualTo(NodeRoleDecision.RIGHT);
        }

        @Test
        void leavesAPolicyWhoseActionsAnotherOneAllows() {
            assertThat(
                            bare().attach("mine", allow("ec2:*", "eks:*", "ecr:*", "eks-auth:*"))
                                    .repairing(TRUSTED)
                                    .recorded(detached("e-1", MALLORY, WORKER, AT))
                                    .sweep()
                                    .actions())
                    .isEmpty();
        }

        @Test
        void repairsSeveralProblemsAndReportsTheOthers() {
            Plan plan =
                    right().trusting(LAMBDA)
                            .at("/team/")
                            .without(WORKER)
                            .withNamesake(null)
                            .created(CREATED)
                            .repairing(TRUSTED)
                            .recorded(
                                    trustSet("e-1", MALLORY, AT),
                                    detached("e-2", MALLORY, WORKER, AT))
                            .sweep();

            assertThat(plan.actions())
                    .hasExactlyElementsOfTypes(
                            Action.UpdateTrustPolicy.class, Action.AttachPolicy.class);
            assertThat(plan.additional())
                    .extracting(Finding::kind)
                    .containsExactly(Finding.Kind.NODE_PROFILE_MISSING);
        }
    }

    @Nested
    class AfterAnEvent {
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
                    broken().at(AT.plusSeconds(120))
                            .recorded(trustSet("event-1", MALLORY, AT, other));
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
                                                    .recorded(
                                                            detached(
                                                                    "event-1", MALLORY, WORKER,
                                                                    AT)))
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
    }

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

    private static final Instant CREATED = AT.minusSeconds(3600);
    private static final String TRUSTED = "arn:aws:iam::*:role/ci/*";
    private static final Actor PIPELINE =
            new Actor.RoleSession("arn:aws:iam::123456789012:role/ci/deploy", "run-1");
    private static final String LAMBDA = trust("lambda.amazonaws.com");

    private static NodeRoleSamples broken() {
        return right().trusting(LAMBDA).created(CREATED).repairing(TRUSTED);
    }

    /// A role of another name than those of the setting.
    private static NodeRoleSamples workers() {
        return broken().named("workers")
                .recorded(
                        event(
                                "e-1",
                                "UpdateAssumeRolePolicy",
                                MALLORY,
                                AT,
                                null,
                                Map.of("roleName", "workers", "policyDocument", LAMBDA)));
    }

    private static NodeRoleSamples workerless() {
        return bare().attach(PULL).created(CREATED).repairing(TRUSTED);
    }

    private static NodeRoleChange sweepOf(NodeRoleSamples role) {
        return role.change(
                NodeRoleSamples.call("Sweep"), Clue.ALL_DECIDES, Set.of(), Set.of(Part.values()));
    }

    private static Plan afterDetachment(NodeRoleSamples role) {
        return role.plan(
                "DetachRolePolicy", Clue.NODE_ROLE, Set.of(WORKER), Part.TRUST, Part.POLICIES);
    }

    /// The only finding of a plan's only remediation, after its action had this effect.
    private static Finding only(Plan plan, Effect effect) {
        assertThat(plan.remediations()).hasSize(1);
        Remediation remediation = plan.remediations().getFirst();
        List<PerformedAction> performed =
                remediation.actions().stream()
                        .map(each -> new PerformedAction(each, effect))
                        .toList();
        List<Finding> findings =
                remediation.report().of(new Remediation.Done(performed, performed, null));
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    private static String statement(String service) {
        return "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"%s\"},\"Action\":\"sts:AssumeRole\"}"
                .formatted(service);
    }

    private static String arn(String policy) {
        return "arn:aws:iam::aws:policy/" + policy;
    }

    private static CloudTrailEvent created(String id, Actor actor, Instant time) {
        return event(
                id,
                "CreateRole",
                actor,
                time,
                null,
                Map.of("roleName", NAME.value(), "assumeRolePolicyDocument", LAMBDA));
    }

    private static CloudTrailEvent trustSet(String id, Actor actor, Instant time) {
        return trustSet(id, actor, time, LAMBDA);
    }

    private static CloudTrailEvent trustSet(String id, Actor actor, Instant time, String document) {
        return event(
                id,
                "UpdateAssumeRolePolicy",
                actor,
                time,
                null,
                Map.of("roleName", NAME.value(), "policyDocument", document));
    }

    private static CloudTrailEvent attached(String id, Actor actor, String policy, Instant time) {
        return call(id, "AttachRolePolicy", actor, time, NAME.value(), policy);
    }

    private static CloudTrailEvent detached(String id, Actor actor, String policy, Instant time) {
        return call(id, "DetachRolePolicy", actor, time, NAME.value(), policy);
    }

    private static CloudTrailEvent call(
            String id, String name, Actor actor, Instant time, String role, String policy) {
        return event(
                id, name, actor, time, null, Map.of("roleName", role, "policyArn", arn(policy)));
    }

    private static CloudTrailEvent event(
            String id,
            String name,
            Actor actor,
            Instant time,
            @Nullable String error,
            Map<String, Object> request) {
        return new CloudTrailEvent(
                "iam.amazonaws.com",
                name,
                id,
                time,
                NodeRoleSamples.ACCOUNT,
                "us-east-1",
                error,
                null,
                null,
                actor,
                new JsonFields("detail.requestParameters", request),
                new JsonFields("detail.responseElements", Map.of()));
    }
}
