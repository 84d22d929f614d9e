package dev.profileguard.noderole;

import static dev.profileguard.noderole.NodeRoleSamples.AT;
import static dev.profileguard.noderole.NodeRoleSamples.MALLORY;
import static dev.profileguard.noderole.NodeRoleSamples.NAME;
import static dev.profileguard.noderole.NodeRoleSamples.WORKER;
import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.bare;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.RepairSamples.CREATED;
import static dev.profileguard.noderole.RepairSamples.LAMBDA;
import static dev.profileguard.noderole.RepairSamples.PIPELINE;
import static dev.profileguard.noderole.RepairSamples.TRUSTED;
import static dev.profileguard.noderole.RepairSamples.arn;
import static dev.profileguard.noderole.RepairSamples.attached;
import static dev.profileguard.noderole.RepairSamples.call;
import static dev.profileguard.noderole.RepairSamples.created;
import static dev.profileguard.noderole.RepairSamples.detached;
import static dev.profileguard.noderole.RepairSamples.event;
import static dev.profileguard.noderole.RepairSamples.only;
import static dev.profileguard.noderole.RepairSamples.trustSet;
import static dev.profileguard.noderole.RepairSamples.workerless;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When a detached policy is attached again.
class NodePolicyRepairTest {
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
                .startsWith("IAM does not accept the repair: change first what its error names");
    }

    private static List<String> todo(Remediation remediation, PerformedAction performed) {
        List<PerformedAction> all = List.of(performed);
        return remediation.report().of(new Remediation.Done(all, all, null)).getFirst().todo();
    }

    @Test
    void attachesNothingThatWasNotThereBefore() {
        assertThat(workerless().recorded(created("e-1", MALLORY, AT)).sweep().actions()).isEmpty();
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
                                trustSet("e-1", MALLORY, AT), detached("e-2", MALLORY, WORKER, AT))
                        .sweep();

        assertThat(plan.actions())
                .hasExactlyElementsOfTypes(
                        Action.UpdateTrustPolicy.class, Action.AttachPolicy.class);
        assertThat(plan.additional())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.NODE_PROFILE_MISSING);
    }
}
