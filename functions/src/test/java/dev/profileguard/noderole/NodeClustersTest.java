package dev.profileguard.noderole;

import static dev.profileguard.noderole.NodeRoleSamples.AT;
import static dev.profileguard.noderole.NodeRoleSamples.CNI;
import static dev.profileguard.noderole.NodeRoleSamples.PULL;
import static dev.profileguard.noderole.NodeRoleSamples.WORKER;
import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.bare;
import static dev.profileguard.noderole.NodeRoleSamples.deny;
import static dev.profileguard.noderole.NodeRoleSamples.document;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.NodeRoleSamples.trust;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodeRole;
import dev.profileguard.noderole.rule.NodeRoleChange.Clue;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clusters change about the answers on a node role.
class NodeClustersTest {
    @ParameterizedTest
    @ValueSource(strings = {"EC2", "EC2_LINUX", "EC2_WINDOWS"})
    void knowsANodeRoleByTheAccessEntryOfNodes(String type) {
        NodeRoleSamples workers =
                bare().named("workers").usedBy(entry(PROD, type)).withPods(PROD, NO_PODS);

        assertThat(workers.sweep().decision()).isEqualTo(NodeRoleDecision.WRONG);
        assertThat(workers.check("clusters").result()).isEqualTo(Check.Result.RIGHT);
        assertThat(workers.check("clusters").proof())
                .containsExactly(
                        "access entry of type %s in cluster prod in eu-west-1".formatted(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX", ""})
    void takesNoOtherRoleOfAClusterForANodeRole(String type) {
        NodeRoleSamples other = bare().named("other").usedBy(entry(PROD, type));

        assertThat(other.sweep().decision()).isEqualTo(NodeRoleDecision.NOT_A_NODE_ROLE);
        assertThat(bare().named("c").usedBy(new ClusterUse.ControlPlane(PROD)).sweep().decision())
                .isEqualTo(NodeRoleDecision.NOT_A_NODE_ROLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Clue.class,
            names = {"CLUSTERS_DECIDE", "POLICIES_OR_CLUSTERS_DECIDE", "ALL_DECIDES"})
    void knowsANodeRoleByItsNodeGroup(Clue clue) {
        Plan plan =
                bare().named("workers")
                        .usedBy(group(PROD))
                        .withPods(PROD, NO_PODS)
                        .plan("AddRoleToInstanceProfile", clue, Set.of(), Part.values());

        assertThat(plan.decision()).isEqualTo(NodeRoleDecision.WRONG);
        assertThat(plan.findings())
                .extracting(Finding::kind)
                .contains(Finding.Kind.NODE_POLICY_MISSING);
    }

    @ParameterizedTest
    @EnumSource(
            value = Clue.class,
            names = {"NAME_DECIDES", "POLICIES_DECIDE"})
    void asksNoClusterAboutARoleOfWhichNothingIsKnown(Clue clue) {
        NodeRoleSamples workers = bare().named("workers").usedBy(group(PROD));
        Answers answers = workers.answers();

        assertThat(answers.plan(step(workers, clue)).decision())
                .isEqualTo(Decision.Common.NOT_FOR_US);
        assertThat(answers.asked()).noneMatch(read -> read instanceof Read.OfClusterUses);
    }

    @ParameterizedTest
    @EnumSource(
            value = Clue.class,
            names = {"CLUSTERS_DECIDE", "POLICIES_OR_CLUSTERS_DECIDE", "ALL_DECIDES"})
    void asksNoClusterWhereItIsOff(Clue clue) {
        NodeRoleSamples workers = bare().named("workers");
        Answers answers = workers.answers();

        assertThat(answers.plan(step(workers, clue)).findings()).isEmpty();
        assertThat(answers.asked()).noneMatch(read -> read instanceof Read.OfClusterUses);
        assertThat(right().check("trust").result()).isEqualTo(Check.Result.RIGHT);
        assertThat(right().checks()).noneMatch(each -> each.topic().equals("clusters"));
    }

    @Test
    void asksInASweepOnlyAboutARoleThatNodesCouldHave() {
        NodeRoleSamples idle = bare().named("fn").trusting(trust("lambda.amazonaws.com"));
        NodeRoleSamples held = bare().named("fn").trusting(trust("lambda.amazonaws.com"));
        Answers no = idle.in().usedBy(group(PROD)).answers();
        Answers yes = held.in("fn").usedBy(group(PROD)).withPods(PROD, NO_PODS).answers();

        assertThat(no.plan(step(idle, Clue.ALL_DECIDES)).decision())
                .isEqualTo(NodeRoleDecision.NOT_A_NODE_ROLE);
        assertThat(no.asked()).noneMatch(read -> read instanceof Read.OfClusterUses);
        assertThat(yes.plan(step(held, Clue.ALL_DECIDES, Part.TRUST)).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.NODE_TRUST_WRONG);
    }

    @Test
    void resolvesNothingWhereEksDidNotAnswer() {
        Plan plan = bare().named("workers").unread("EKS in eu-west-1 was not read: x").sweep();

        assertThat(plan.decision()).isEqualTo(Decision.Common.NOT_FOR_US);
        assertThat(plan.why())
                .endsWith("Not everything was read from EKS: EKS in eu-west-1 was not read: x");

        Plan known = right().unread("EKS in eu-west-1 was not read: x").sweep();
        assertThat(known.decision()).isEqualTo(NodeRoleDecision.RIGHT);
        assertThat(known.why()).endsWith("has what nodes need. EKS in eu-west-1 was not read: x");
        assertThat(known.coverage().open())
                .contains(Finding.Kind.NODE_CNI_WRONG_FAMILY, Finding.Kind.NODE_ROLE_HAS_PATH)
                .doesNotContain(Finding.Kind.NODE_TRUST_WRONG);
        assertThat(right().usedBy().sweep().coverage().open()).isEmpty();
    }

    @Test
    void namesTheClusterWhoseNodesGetNoCredentials() {
        NodeRoleSamples workers =
                right().named("workers").trusting(trust("eks.amazonaws.com")).usedBy(group(PROD));
        Answers answers = workers.answers();

        Plan plan = answers.plan(step(workers, Clue.CLUSTERS_DECIDE, Part.TRUST));

        assertThat(plan.findings().getFirst().cause())
                .contains("(node group web of cluster prod in eu-west-1)");
        assertThat(answers.asked()).noneMatch(read -> read instanceof Read.OfClusterPods);
        assertThat(answers.asked())
                .filteredOn(Read.OfClusterUses.class::isInstance)
                .last()
                .isEqualTo(
                        new Read.OfClusterUses(
                                new ClusterQuestion(
                                        new RoleName("workers"), "123456789012", true, false)));
    }

    /// Whoever may make an access entry need not be allowed to pass the role.
    @Test
    void takesAnAccessEntryForProofOfANodeRoleButNotThatSomebodyPassedIt() {
        assertThat(node(right().usedBy(entry(PROD, "EC2"))).isProvenByEks()).isTrue();
        assertThat(node(right().usedBy(entry(PROD, "EC2"))).isPassedToNodes()).isFalse();
        assertThat(node(right().usedBy(new ClusterUse.ControlPlane(PROD))).isProvenByEks())
                .isFalse();
        assertThat(node(right().usedBy(new ClusterUse.Fargate(PROD, "f"))).isPassedToNodes())
                .isFalse();
        assertThat(node(right().usedBy(new ClusterUse.AutoMode(PROD))).isPassedToNodes()).isFalse();
        assertThat(node(right().usedBy(group(PROD)).withPods(PROD, NO_PODS)).isPassedToNodes())
                .isTrue();
        assertThat(node(right()).isProvenByEks()).isFalse();
    }

    @Test
    void asksNoClusterForATrustPolicyThatIsRight() {
        NodeRoleSamples role = right().usedBy(group(PROD));
        Answers answers = role.answers();

        answers.plan(step(role, Clue.NODE_ROLE, Part.TRUST, Part.PROFILES));

        assertThat(answers.asked()).noneMatch(read -> read instanceof Read.OfClusterUses);
    }

    @Test
    void knowsAutoModeByTheClusterAndNotByThePolicies() {
        NodeRoleSamples auto = bare().attach("AmazonEKSWorkerNodeMinimalPolicy").attach(PULL);

        assertThat(auto.check("join").text()).contains("EKS Auto Mode");
        assertThat(auto.usedBy(new ClusterUse.AutoMode(PROD)).check("join").result())
                .isEqualTo(Check.Result.RIGHT);
        assertThat(auto.usedBy(entry(PROD, "EC2")).check("join").result())
                .isEqualTo(Check.Result.RIGHT);
        Check join = auto.usedBy(group(PROD)).withPods(PROD, NO_PODS).check("join");
        assertThat(join.result()).isEqualTo(Check.Result.WRONG);
        assertThat(join.text()).contains("Nodes with the role cannot join a cluster");
        assertThat(
                        auto.usedBy(entry(PROD, "EC2"), entry(SIX, "EC2_LINUX"))
                                .withPods(SIX, NO_PODS)
                                .check("join")
                                .result())
                .isEqualTo(Check.Result.WRONG);
        assertThat(right().usedBy(entry(PROD, "EC2")).check("join").text())
                .isEqualTo("Nodes may do what they need in EKS Auto Mode.");
    }

    @Test
    void reportsTheCniPolicyOfTheOtherFamily() {
        Check four =
                right().attach(CNI).usedBy(group(SIX)).withPods(SIX, ADD_ON).check("cni-family");
        Check six =
                right().put("six", allow("ec2:AssignIpv6Addresses"))
                        .usedBy(group(PROD))
                        .withPods(PROD, NO_PODS)
                        .check("cni-family");

        assertThat(kind(four)).isEqualTo(Finding.Kind.NODE_CNI_WRONG_FAMILY);
        assertThat(four.text())
                .isEqualTo(
                        "The node role lets the CNI plugin assign IPv4 addresses only, but the"
                                + " pods of cluster six in us-east-1 have IPv6 addresses. They get"
                                + " none.");
        assertThat(four.proof())
                .containsExactly(
                        "allowed by AmazonEKS_CNI_Policy",
                        "neither the add-on vpc-cni of cluster six in us-east-1 nor a Pod Identity"
                                + " association gives the plugin a role");
        assertThat(todo(four)).contains("put-role-policy").contains("AssignIpv6Addresses");
        assertThat(six.text()).contains("IPv6 addresses only", "prod in eu-west-1 have IPv4");
        assertThat(todo(six)).contains("attach-role-policy").contains(CNI);
        assertThat(six.proof().getLast()).contains("annotation of the service account aws-node");
    }

    @Test
    void saysNothingAboutTheFamilyWhereThePluginGetsWhatItNeeds() {
        NodeRoleSamples role = right().attach(CNI);

        assertThat(topics(role.usedBy(group(PROD)))).doesNotContain("cni-family");
        assertThat(topics(role.usedBy(group(SIX)).withPods(SIX, OWN_ROLE)))
                .doesNotContain("cni-family");
        assertThat(topics(role.usedBy(group(SIX)).withPods(SIX, ClusterPods.unread("denied"))))
                .doesNotContain("cni-family");
        assertThat(topics(role.usedBy(group(UNKNOWN)))).doesNotContain("cni-family");
        assertThat(topics(role.usedBy(entry(SIX, "EC2")))).doesNotContain("cni-family");
        assertThat(topics(right().usedBy(group(SIX)).withPods(SIX, NO_PODS)))
                .doesNotContain("cni-family");
    }

    @Test
    void provesThatThePluginHasARoleOfItsOwn() {
        Check own = right().usedBy(group(PROD)).withPods(PROD, OWN_ROLE).check("cni");
        Check none = right().usedBy(group(PROD)).withPods(PROD, ADD_ON).check("cni");
        Check half =
                right().usedBy(group(PROD), group(SIX))
                        .withPods(PROD, OWN_ROLE)
                        .withPods(SIX, ClusterPods.unread("denied"))
                        .check("cni");

        assertThat(own.result()).isEqualTo(Check.Result.RIGHT);
        assertThat(own.proof()).containsExactly("association a-1");
        assertThat(none.result()).isEqualTo(Check.Result.NOTE);
        assertThat(none.text()).contains("EKS does not show everywhere");
        assertThat(half.result()).isEqualTo(Check.Result.NOTE);
        assertThat(half.proof())
                .containsExactly(
                        "association a-1",
                        "the plugin's role in cluster six in us-east-1 was not read");
        assertThat(right().usedBy().check("cni").text()).contains("IAM does not show");
    }

    @Test
    void readsThePodsOnlyWhereTheyMatter() {
        NodeRoleSamples role = right().attach(CNI).usedBy(group(PROD));
        Answers answers = role.answers();

        answers.plan(step(role, Clue.NODE_ROLE, Part.POLICIES));

        assertThat(answers.asked()).noneMatch(read -> read instanceof Read.OfClusterPods);
    }

    @Test
    void readsThePodsOfTenClustersAndSaysWhichItDidNotRead() {
        List<Cluster> clusters =
                IntStream.range(0, 12)
                        .mapToObj(i -> cluster("c" + i, Cluster.Family.IPV4))
                        .toList();
        NodeRoleSamples role =
                right().usedBy(
                                clusters.stream()
                                        .map(NodeClustersTest::group)
                                        .toArray(ClusterUse[]::new));
        clusters.forEach(each -> role.withPods(each, OWN_ROLE));
        Answers answers = role.answers();

        Plan plan = answers.plan(step(role, Clue.NODE_ROLE, Part.POLICIES));

        assertThat(answers.asked())
                .filteredOn(each -> each instanceof Read.OfClusterPods)
                .hasSize(10);
        assertThat(plan.why())
                .contains("The pods' roles of cluster c11 in eu-west-1 were not read");
    }

    @Test
    void reportsThatPodsShouldGetRolesAndTheNodesLetThemNot() {
        NodeRoleSamples missing =
                bare().put("join", JOIN)
                        .attach(PULL)
                        .attach(CNI)
                        .usedBy(group(PROD))
                        .withPods(PROD, TWO_ASSOCIATIONS);
        NodeRoleSamples denied =
                right().attach(CNI)
                        .put("no", deny("eks-auth:AssumeRoleForPodIdentity"))
                        .usedBy(group(PROD))
                        .withPods(PROD, TWO_ASSOCIATIONS);

        Check check = missing.check("pod-identity");
        assertThat(kind(check)).isEqualTo(Finding.Kind.NODE_POD_IDENTITY_MISSING);
        assertThat(check.text()).contains("no policy allows it");
        assertThat(check.proof())
                .containsExactly("Pod Identity associations of cluster prod in eu-west-1");
        assertThat(todo(check))
                .contains("list-pod-identity-associations --cluster-name prod --region eu-west-1")
                .contains("attach-role-policy", WORKER);
        assertThat(denied.check("pod-identity").text()).contains("an explicit deny in the");
        assertThat(todo(denied.check("pod-identity")))
                .contains("list-attached-role-policies")
                .doesNotContain("Attach ");
        assertThat(Objects.requireNonNull(denied.check("pod-identity").problem()).policies())
                .contains("no", WORKER);
        assertThat(right().attach(CNI).usedBy(group(PROD)).check("pod-identity").result())
                .isEqualTo(Check.Result.RIGHT);
    }

    @Test
    void saysOfPodIdentityOnlyWhatCanBeRead() {
        NodeRoleSamples unasked =
                bare().put("join", JOIN).attach(CNI).usedBy(group(PROD)).withPods(PROD, NO_PODS);
        NodeRoleSamples unreadable =
                bare().put("join", JOIN)
                        .put("odd", "{")
                        .usedBy(group(PROD))
                        .withPods(PROD, TWO_ASSOCIATIONS);

        assertThat(unasked.check("pod-identity").result()).isEqualTo(Check.Result.NOTE);
        assertThat(unasked.check("pod-identity").text()).contains("Nothing shows that they should");
        assertThat(unreadable.check("pod-identity").result()).isEqualTo(Check.Result.NOTE);
        assertThat(unreadable.check("pod-identity").text()).contains("No policy that can be read");
    }

    @Test
    void provesThatTheRoleIsAlsoThatOfAClusterOrOfFargate() {
        Check shared =
                right().usedBy(
                                new ClusterUse.ControlPlane(PROD),
                                new ClusterUse.Fargate(PROD, "jobs"),
                                entry(SIX, "FARGATE_LINUX"),
                                entry(UNKNOWN, "STANDARD"))
                        .check("own-role");

        assertThat(kind(shared)).isEqualTo(Finding.Kind.NODE_ROLE_SHARED);
        assertThat(shared.proof())
                .containsExactly(
                        "it is the role of cluster prod in eu-west-1",
                        "it is the pod execution role of Fargate profile jobs of cluster prod in"
                                + " eu-west-1",
                        "it is a pod execution role for Fargate, by its access entry of type"
                                + " FARGATE_LINUX in cluster six in us-east-1");
        assertThat(right().usedBy(entry(PROD, "EC2")).check("own-role").result())
                .isEqualTo(Check.Result.RIGHT);
    }

    @Test
    void asksAboutFargateOnlyIfTheTrustPolicyNamesIt() {
        String both =
                document(
                        "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':"
                                + "['ec2.amazonaws.com','eks-fargate-pods.amazonaws.com']}}");
        Answers fargate = right().trusting(both).usedBy(entry(PROD, "EC2")).answers();
        Answers plain = right().usedBy(entry(PROD, "EC2")).answers();

        fargate.plan(step(right().trusting(both).usedBy(), Clue.NODE_ROLE, Part.POLICIES));
        plain.plan(step(right().usedBy(), Clue.NODE_ROLE, Part.POLICIES));

        assertThat(question(fargate).fargate()).isTrue();
        assertThat(question(plain).fargate()).isFalse();
        assertThat(question(plain).nodeGroups()).isFalse();
    }

    @Test
    void provesByTheNodeGroupThatAPathBreaksIt() {
        NodeRoleSamples role =
                right().at("/team/")
                        .in("eks-12345678-1234-1234-1234-123456789012")
                        .withPods(PROD, NO_PODS);
        Check proven = role.usedBy(group(PROD), entry(PROD, "EC2")).check("path");
        Check none = role.usedBy(entry(PROD, "EC2")).check("path");
        Check unread = role.unread("EKS in eu-west-1 was not read: x").check("path");
        Answers answers = role.answers();

        assertThat(kind(proven)).isEqualTo(Finding.Kind.NODE_ROLE_HAS_PATH);
        assertThat(proven.proof()).containsExactly("node group web of cluster prod in eu-west-1");
        assertThat(none.result()).isEqualTo(Check.Result.NOTE);
        assertThat(unread.result()).isEqualTo(Check.Result.WRONG);
        assertThat(unread.proof().getFirst()).contains("EKS made eks-12345678");
        answers.plan(step(role, Clue.NODE_ROLE, Part.PROFILES));
        assertThat(question(answers).nodeGroups()).isTrue();
    }

    @Test
    void reportsAnAccessEntryThatIsOlderThanTheRole() {
        Check old =
                right().usedBy(entry(PROD, EARLIER, EARLIER))
                        .withPods(PROD, OWN_ROLE)
                        .check("access-entry");

        assertThat(kind(old)).isEqualTo(Finding.Kind.NODE_ACCESS_ENTRY_OUTDATED);
        assertThat(old.text()).contains("The role was made at 2026-01-15T09:30:00Z, after");
        assertThat(old.proof())
                .containsExactly(
                        "access entry of type EC2_LINUX in cluster prod in eu-west-1 of"
                                + " 2026-01-15T09:29:59Z");
        assertThat(todo(old))
                .contains(
                        "aws eks delete-access-entry --cluster-name prod --principal-arn"
                                + " arn:aws:iam::123456789012:role/eksNodeRole --region eu-west-1",
                        "aws eks create-access-entry --cluster-name prod --principal-arn"
                                + " arn:aws:iam::123456789012:role/eksNodeRole --region eu-west-1"
                                + " --type EC2_LINUX");
        assertThat(topics(right().usedBy(entry(PROD, EARLIER, null)).withPods(PROD, OWN_ROLE)))
                .contains("access-entry");
    }

    @Test
    void takesNoEntryForOutdatedThatMayBeOfThisRole() {
        for (ClusterUse entry :
                List.of(
                        entry(PROD, AT, AT),
                        entry(PROD, AT.plusSeconds(5), null),
                        entry(PROD, EARLIER, AT),
                        entry(PROD, null, null),
                        new ClusterUse.Entry(PROD, "STANDARD", ARN, EARLIER, EARLIER))) {
            assertThat(topics(right().usedBy(entry).withPods(PROD, OWN_ROLE)))
                    .doesNotContain("access-entry");
        }
    }

    @Test
    void saysWhatEksDoesNotShow() {
        Check none = right().usedBy().check("clusters");
        Check half =
                right().usedBy(entry(PROD, "EC2"))
                        .unread("EKS in eu-west-1 was not read: x")
                        .check("clusters");
        Check unread = right().unread("EKS in eu-west-1 was not read: x").check("clusters");

        assertThat(unread.text())
                .isEqualTo("Not everything was read from EKS, so nodes may have the role.");
        assertThat(none.result()).isEqualTo(Check.Result.NOTE);
        assertThat(none.text()).contains("only the ConfigMap aws-auth lets in");
        assertThat(half.result()).isEqualTo(Check.Result.NOTE);
        assertThat(half.text())
                .isEqualTo("Nodes of a cluster have the role. Not everything was read from EKS.");
        assertThat(half.proof())
                .containsExactly(
                        "access entry of type EC2 in cluster prod in eu-west-1",
                        "EKS in eu-west-1 was not read: x");
    }

    private static final String ARN = "arn:aws:iam::123456789012:role/eksNodeRole";
    private static final Instant EARLIER = AT.minusSeconds(1);
    private static final Cluster PROD = cluster("prod", Cluster.Family.IPV4);
    private static final Cluster UNKNOWN = cluster("x", Cluster.Family.UNKNOWN);
    private static final Cluster SIX =
            new Cluster("us-east-1", "six", Cluster.Family.IPV6, Cluster.Access.CONFIG_MAP, "", "");
    private static final ClusterPods NO_PODS = new ClusterPods(0, null, false, null);
    private static final ClusterPods ADD_ON = new ClusterPods(0, null, true, null);
    private static final ClusterPods OWN_ROLE = new ClusterPods(1, "association a-1", false, null);
    private static final ClusterPods TWO_ASSOCIATIONS = new ClusterPods(2, null, true, null);

    /// What nodes need to join, without Pod Identity.
    private static final String JOIN = allow("ec2:Describe*", "eks:DescribeCluster");

    private static Cluster cluster(String name, Cluster.Family family) {
        return new Cluster("eu-west-1", name, family, Cluster.Access.BOTH, "", "");
    }

    private static ClusterUse group(Cluster cluster) {
        return new ClusterUse.NodeGroup(cluster, "web", AT);
    }

    private static ClusterUse entry(Cluster cluster, String type) {
        return new ClusterUse.Entry(cluster, type, ARN, AT, AT);
    }

    private static ClusterUse entry(
            Cluster cluster, @Nullable Instant created, @Nullable Instant modified) {
        return new ClusterUse.Entry(cluster, "EC2_LINUX", ARN, created, modified);
    }

    private static Step step(NodeRoleSamples role, Clue clue, Part... parts) {
        return role.rule()
                .evaluate(
                        role.change(
                                NodeRoleSamples.call("PutRolePolicy"),
                                clue,
                                Set.of(),
                                Set.of(parts)));
    }

    private static ClusterQuestion question(Answers answers) {
        return answers.asked().stream()
                .filter(Read.OfClusterUses.class::isInstance)
                .map(each -> ((Read.OfClusterUses) each).question())
                .findFirst()
                .orElseThrow();
    }

    private static NodeRole node(NodeRoleSamples role) {
        List<NodeRole> nodes = new ArrayList<>();
        role.answers()
                .plan(
                        role.rule()
                                .facts(
                                        role.change(
                                                NodeRoleSamples.call("show"),
                                                Clue.NODE_ROLE,
                                                Set.of(),
                                                Set.of(Part.values())),
                                        role.detail(),
                                        node -> {
                                            nodes.add(node);
                                            return Plan.leave(NodeRoleDecision.RIGHT, "");
                                        }));
        return nodes.getFirst();
    }

    private static List<String> topics(NodeRoleSamples role) {
        return role.checks().stream().map(Check::topic).toList();
    }

    private static Finding.Kind kind(Check check) {
        return Objects.requireNonNull(check.problem()).kind();
    }

    private static String todo(Check check) {
        return String.join("\n", Objects.requireNonNull(check.problem()).todo());
    }
}
