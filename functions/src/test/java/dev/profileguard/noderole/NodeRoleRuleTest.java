package dev.profileguard.noderole;

import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.bare;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.NodeRoleSamples.trust;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.noderole.rule.NodeRoleChange.Clue;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.NodeRoleChecks;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.noderole.rule.ProfileChange;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRoleRuleTest {
    @ParameterizedTest
    @ValueSource(strings = {"eksNodeRole", "EKSNODEROLE", "eksctl-prod-NodeInstanceRole-1A2B3C"})
    void knowsANodeRoleByItsName(String name) {
        assertThat(right().rule().isNodeRoleByName(new RoleName(name))).isTrue();
        assertThat(right().named(name).plan("CreateRole", Clue.NAME_DECIDES, Set.of(), Part.TRUST))
                .extracting(Plan::decision)
                .isEqualTo(NodeRoleDecision.RIGHT);
    }

    @Test
    void readsNothingWhereOnlyTheNameDecides() {
        Answers nothing = new Answers();
        Step step = step(bare().named("app"), Clue.NAME_DECIDES);

        assertThat(nothing.plan(step).decision()).isEqualTo(Decision.Common.NOT_FOR_US);
        assertThat(nothing.asked()).isEmpty();
    }

    @Test
    void costsOneReadForARoleThatIsNone() {
        NodeRoleSamples app = bare().named("app").attach("s3", allow("s3:*"));
        Answers answers = app.answers();

        Plan plan = answers.plan(step(app, Clue.POLICIES_DECIDE));

        assertThat(plan.decision()).isEqualTo(Decision.Common.NOT_FOR_US);
        assertThat(plan.why())
                .isEqualTo("Neither its name nor this call shows that app is a node role");
        assertThat(answers.asked()).hasSize(1);
    }

    @Test
    void costsThreeReadsAndOneForEachDocumentForARoleThatIsRight() {
        NodeRoleSamples workers = right().named("workers").in("workers");
        Answers answers = workers.answers();

        Plan plan = answers.plan(step(workers, Clue.POLICIES_DECIDE, Part.TRUST, Part.POLICIES));

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.RIGHT);
        assertThat(plan.why()).isEqualTo("The node role workers has what nodes need");
        assertThat(answers.asked().stream().distinct())
                .filteredOn(read -> !(read instanceof Read.OfManagedPolicy))
                .hasSize(3);
        assertThat(answers.asked().stream().distinct()).hasSize(5);
    }

    @Test
    void knowsANodeRoleByAPolicyOfAws() {
        assertThat(right().named("workers").sweep().decision()).isEqualTo(NodeRoleDecision.RIGHT);
        assertThat(
                        bare().named("workers")
                                .attach("AmazonEKSWorkerNodeMinimalPolicy")
                                .sweep()
                                .decision())
                .isEqualTo(NodeRoleDecision.WRONG);
        assertThat(bare().named("app").attach(NodeRoleSamples.PULL).sweep().decision())
                .isEqualTo(NodeRoleDecision.NOT_A_NODE_ROLE);
        assertThat(
                        bare().named("app")
                                .attach("AmazonEKSWorkerNodePolicy", allow("s3:*"))
                                .sweep()
                                .decision())
                .isEqualTo(NodeRoleDecision.NOT_A_NODE_ROLE);
    }

    @Test
    void knowsANodeRoleByItsPoliciesWhereClustersCouldDecideToo() {
        NodeRoleSamples workers = right().named("workers");
        NodeRoleSamples app = bare().named("app").attach(NodeRoleSamples.PULL);

        assertThat(
                        workers.answers()
                                .plan(step(workers, Clue.POLICIES_OR_CLUSTERS_DECIDE))
                                .decision())
                .isEqualTo(NodeRoleDecision.RIGHT);
        assertThat(app.answers().plan(step(app, Clue.POLICIES_OR_CLUSTERS_DECIDE)).decision())
                .isEqualTo(Decision.Common.NOT_FOR_US);
    }

    @Test
    void knowsANodeRoleByItsTag() {
        assertThat(bare().named("w").tagged("Profile-Guard", "eks-node-role").sweep().decision())
                .isEqualTo(NodeRoleDecision.WRONG);
        assertThat(bare().named("w").tagged("profile-guard", "locked").sweep().decision())
                .isEqualTo(NodeRoleDecision.NOT_A_NODE_ROLE);
        assertThat(bare().named("w").tagged("other", "eks-node-role").sweep().decision())
                .isEqualTo(NodeRoleDecision.NOT_A_NODE_ROLE);
    }

    @Test
    void leavesARoleThatIsGoneOrOfAService() {
        Answers gone = new Answers().give(new Read.OfRole(NodeRoleSamples.NAME), null);

        assertThat(gone.plan(step(right(), Clue.NODE_ROLE)).decision())
                .isEqualTo(NodeRoleDecision.GONE);
        assertThat(right().at("/aws-service-role/eks.amazonaws.com/").sweep().decision())
                .isEqualTo(Decision.Common.NEVER_TOUCHED);
    }

    @Test
    void namesWhoeverChangedWhatIsWrong() {
        Plan plan =
                bare().attach(NodeRoleSamples.PULL)
                        .plan(
                                "DetachRolePolicy",
                                Clue.NODE_ROLE,
                                Set.of(NodeRoleSamples.WORKER),
                                Part.TRUST,
                                Part.POLICIES);

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.WRONG);
        assertThat(plan.why()).isEqualTo("About the node role eksNodeRole, look at: join (wrong)");
        assertThat(plan.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.NODE_POLICY_MISSING);
                    assertThat(finding.actor()).endsWith("user/mallory");
                    assertThat(finding.subject()).isEqualTo("role/eksNodeRole");
                    assertThat(finding.cause())
                            .startsWith(
                                    "arn:aws:iam::123456789012:user/mallory (DetachRolePolicy at"
                                            + " 2026-01-15T09:30:00Z): No policy");
                });
    }

    @Test
    void namesWhoeverAttachedThePolicyOfAnotherRoleOfTheCluster() {
        Plan plan =
                right().attach("AmazonEKSClusterPolicy")
                        .plan(
                                "AttachRolePolicy",
                                Clue.NODE_ROLE,
                                Set.of("AmazonEKSClusterPolicy"),
                                Part.POLICIES);

        assertThat(plan.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.NODE_ROLE_SHARED);
                    assertThat(finding.actor()).endsWith("user/mallory");
                });
    }

    @Test
    void namesNobodyForWhatTheCallDidNotChange() {
        Plan plan =
                bare().attach(NodeRoleSamples.PULL)
                        .plan(
                                "AttachRolePolicy",
                                Clue.NODE_ROLE,
                                Set.of(NodeRoleSamples.PULL),
                                Part.POLICIES);

        assertThat(plan.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.actor()).isEqualTo("unknown");
                    assertThat(finding.cause())
                            .startsWith(
                                    "noticed after AttachRolePolicy at 2026-01-15T09:30:00Z: No"
                                            + " policy");
                });
    }

    @Test
    void saysThatASweepFoundIt() {
        assertThat(bare().sweep().findings())
                .isNotEmpty()
                .allSatisfy(finding -> {
                    assertThat(finding.actor()).isEqualTo("unknown");
                    assertThat(finding.cause()).startsWith("found by a sweep at");
                });
    }

    @Test
    void addsTheProofToTheCause() {
        assertThat(right().attach("AdministratorAccess").sweep().findings())
                .singleElement()
                .extracting(Finding::cause)
                .asString()
                .endsWith("(allowed by AdministratorAccess)");
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void leavesOpenWhatItDidNotEvaluate(Part part) {
        Plan plan = right().plan("UpdateAssumeRolePolicy", Clue.NODE_ROLE, Set.of(), part);
        Plan all = right().sweep();

        assertThat(plan.coverage().isComplete()).isTrue();
        assertThat(plan.coverage().open())
                .isEqualTo(NodeRoleChecks.notDecidedBy(Set.of(part)))
                .isNotEmpty()
                .doesNotContain(Finding.Kind.PROFILE_USELESS, Finding.Kind.NODE_ROLE_FAILED);
        assertThat(plan.coverage().open().contains(Finding.Kind.NODE_TRUST_WRONG))
                .isEqualTo(part != Part.TRUST);
        assertThat(plan.coverage().open().contains(Finding.Kind.NODE_POLICY_MISSING))
                .isEqualTo(part != Part.POLICIES);
        assertThat(plan.coverage().open().contains(Finding.Kind.NODE_PROFILE_MISSING))
                .isEqualTo(part != Part.PROFILES);
        assertThat(all.coverage().open()).isEmpty();
    }

    @Test
    void reportsAProfileWhoseRoleEc2CannotAssume() {
        Plan plan =
                new Answers().plan(rule().evaluate(profile(trust("lambda.amazonaws.com"), true)));

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.PROFILE_USELESS);
        assertThat(plan.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo("instance-profile/app");
                    assertThat(finding.actor()).endsWith("user/mallory");
                    assertThat(finding.cause())
                            .endsWith(
                                    "instance-profile/app is useless until EC2 may assume its role"
                                        + " worker: its trust policy does not allow EC2. Instances"
                                        + " with it get no credentials.");
                    assertThat(finding.todo())
                            .containsExactly(
                                    "If instances should use the role, let EC2 assume it. To see"
                                        + " its trust policy: aws iam get-role --role-name worker",
                                    "Else take it out: aws iam remove-role-from-instance-profile"
                                            + " --instance-profile-name app --role-name worker");
                });
        assertThat(
                        new Answers()
                                .plan(
                                        rule().evaluate(
                                                        profile(
                                                                trust("lambda.amazonaws.com"),
                                                                false)))
                                .findings())
                .extracting(Finding::actor)
                .containsExactly("unknown");
        assertThat(new Answers().plan(rule().evaluate(profile("{}", true))).findings())
                .extracting(Finding::cause)
                .singleElement()
                .asString()
                .contains("The trust policy of role worker: Statement must be");
    }

    @Test
    void leavesAProfileThatInstancesCanUse() {
        Plan plan = new Answers().plan(rule().evaluate(profile(trust("ec2.amazonaws.com"), true)));

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.PROFILE_USABLE);
        assertThat(plan.why()).isEqualTo("EC2 may assume the role in app");
        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void readsTheRoleInAProfileOnlyIfItDoesNotKnowIt() {
        ProfileName name = new ProfileName("app");
        ProfileChange unread = new ProfileChange(name, null, true, call());
        HeldRole held = held("/", trust("ec2.amazonaws.com"));

        assertThat(
                        new Answers()
                                .give(new Read.OfRoleIn(name), held)
                                .plan(rule().evaluate(unread))
                                .decision())
                .isEqualTo(NodeRoleDecision.PROFILE_USABLE);
        assertThat(
                        new Answers()
                                .give(new Read.OfRoleIn(name), null)
                                .plan(rule().evaluate(unread))
                                .decision())
                .isEqualTo(NodeRoleDecision.GONE);
    }

    @Test
    void leavesTheRoleOfAServiceInAProfile() {
        HeldRole held = held("/aws-service-role/x/", trust("x.amazonaws.com"));

        assertThat(
                        new Answers()
                                .plan(
                                        rule().evaluate(
                                                        new ProfileChange(
                                                                held.profile(),
                                                                held,
                                                                true,
                                                                call())))
                                .decision())
                .isEqualTo(Decision.Common.NEVER_TOUCHED);
    }

    @Test
    void knowsWhetherAProfileIsUseless() {
        assertThat(rule().isUseless(held("/", trust("lambda.amazonaws.com")))).isTrue();
        assertThat(rule().isUseless(held("/", trust("ec2.amazonaws.com")))).isFalse();
        assertThat(rule().isUseless(held("/", "no JSON"))).isTrue();
    }

    @Test
    void concludesFromWhatItEvaluated() {
        assertThat(NodeRoleDecision.values())
                .filteredOn(each -> !each.isConclusive())
                .containsExactly(NodeRoleDecision.NOT_YET);
        assertThat(NodeRoleDecision.RIGHT.text()).isEqualTo("node-role-right");
        assertThat(NodeRoleDecision.values())
                .filteredOn(NodeRoleDecision::isNoteworthy)
                .containsExactly(
                        NodeRoleDecision.WRONG,
                        NodeRoleDecision.REPAIRED,
                        NodeRoleDecision.PROFILE_USELESS);
    }

    private static NodeRoleRule rule() {
        return right().rule();
    }

    private static Call call() {
        return new Call(
                NodeRoleSamples.MALLORY,
                "AddRoleToInstanceProfile",
                NodeRoleSamples.ACCOUNT,
                "event-1",
                NodeRoleSamples.AT);
    }

    private static ProfileChange profile(String trust, boolean isCause) {
        HeldRole held = held("/", trust);
        return new ProfileChange(held.profile(), held, isCause, call());
    }

    private static HeldRole held(String path, String trust) {
        return new HeldRole(
                new ProfileName("app"),
                "/",
                new Role(new RoleName("worker"), "AROA2", path),
                trust);
    }

    private static Step step(NodeRoleSamples sample, Clue clue, Part... parts) {
        return sample.rule()
                .evaluate(
                        sample.change(
                                NodeRoleSamples.call("AttachRolePolicy"),
                                clue,
                                Set.of(),
                                Set.of(parts)));
    }
}
