package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.GKE;
import static dev.profileguard.rotation.rule.RotationSamples.MANAGED;
import static dev.profileguard.rotation.rule.RotationSamples.NEW;
import static dev.profileguard.rotation.rule.RotationSamples.NODE;
import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.REGION;
import static dev.profileguard.rotation.rule.RotationSamples.START;
import static dev.profileguard.rotation.rule.RotationSamples.group;
import static dev.profileguard.rotation.rule.RotationSamples.instance;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static dev.profileguard.rotation.rule.RotationSamples.template;
import static dev.profileguard.rotation.rule.RotationSamples.uses;
import static dev.profileguard.rotation.rule.RotationSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.Owner;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterStepsTest {
    @Test
    void letsNodesJoinTheirClusterWithTheNewRole() {
        Shown shown = new Shown().of(rotation(true)).with(instance("i-1", OLD, NODE));

        assertThat(new ClusterSteps(shown.state()).access())
                .containsExactly(
                        RotationStep.byHand(
                                "Let nodes with role web-v2 join cluster shop in eu-west-1",
                                "An access entry, or a row in the ConfigMap aws-auth of a cluster"
                                    + " without access entries, lets a role's nodes join. Keep the"
                                    + " one of the old role until no node has it",
                                List.of(
                                        "aws eks create-access-entry --cluster-name shop"
                                                + ARN
                                                + " --region eu-west-1 --type EC2_LINUX"),
                                "aws eks describe-access-entry --cluster-name shop"
                                        + ARN
                                        + " --region eu-west-1"));
    }

    @Test
    void makesTheEntryOfAnEarlierRoleAgain() {
        RotationStep step = access("EC2_WINDOWS", START.minusSeconds(60), START);

        assertThat(step.state()).isEqualTo(RotationStep.State.BY_HAND);
        assertThat(step.why())
                .isEqualTo(
                        "The cluster has an access entry of an earlier role web-v2"
                            + " (2026-01-05T07:59:00Z), and lets nobody with this one in: delete it"
                            + " and make it again. What else remembers the earlier role: ./guard"
                            + " mend web-v2; or invoke ProfileRotation with {\"mend\": {\"role\":"
                            + " \"web-v2\"}}");
        assertThat(step.commands())
                .extracting(each -> each.replaceFirst("aws eks (\\S+) .* eu-west-1", "$1"))
                .containsExactly(
                        "describe-access-entry",
                        "list-associated-access-policies",
                        "delete-access-entry",
                        "create-access-entry --type EC2_WINDOWS");
        assertThat(step.check()).isEqualTo(step.commands().getFirst());
    }

    @Test
    void isDoneWhereTheRoleHasAnEntryForNodes() {
        assertThat(access("EC2_LINUX", START, START))
                .isEqualTo(
                        RotationStep.done(
                                "Let nodes with role web-v2 join cluster shop in eu-west-1"));
        assertThat(access("EC2_LINUX", START.minusSeconds(60), null).isDone()).isTrue();
    }

    @Test
    void makesAnEntryOfAnotherTypeAgain() {
        RotationStep step = access("STANDARD", START, START);

        assertThat(step.why())
                .isEqualTo(
                        "The role has an access entry of type STANDARD, which lets no nodes join:"
                                + " its type cannot be changed");
        assertThat(step.commands().getLast()).endsWith("--type EC2_LINUX");
    }

    @Test
    void looksAtTheEntriesOfTheClusterOnly() {
        Shown shown = new Shown().of(rotation(true)).with(instance("i-1", OLD, NODE));

        for (Cluster other : List.of(cluster("eu-west-1", "blog"), cluster("us-east-1", "shop"))) {
            ClusterUses uses =
                    ClusterUses.of(
                            List.of(
                                    new ClusterUse.Entry(other, "EC2_LINUX", "arn", START, null),
                                    new ClusterUse.AutoMode(cluster("eu-west-1", "shop"))),
                            List.of());
            RotationState state = shown.state().with(new KnownAccess(uses, START));

            assertThat(new ClusterSteps(state).access().getFirst().commands())
                    .containsExactly(
                            "aws eks create-access-entry --cluster-name shop"
                                    + ARN
                                    + " --region eu-west-1 --type EC2_LINUX");
            assertThat(state.needsEntries()).isTrue();
        }
        assertThat(new Shown().of(rotation(true)).state().needsEntries()).isFalse();
    }

    /// The only step where the role has an entry in the cluster.
    private static RotationStep access(String type, Instant entry, @Nullable Instant role) {
        Shown shown = new Shown().of(rotation(true)).with(instance("i-1", OLD, NODE));
        ClusterUses uses =
                ClusterUses.of(
                        List.of(
                                new ClusterUse.Entry(
                                        cluster("eu-west-1", "shop"), type, "arn", entry, null)),
                        List.of());
        List<RotationStep> steps =
                new ClusterSteps(shown.state().with(new KnownAccess(uses, role))).access();
        assertThat(steps).hasSize(1);
        return steps.getFirst();
    }

    private static Cluster cluster(String region, String name) {
        return new Cluster(region, name, Cluster.Family.IPV4, Cluster.Access.ENTRIES, "", "");
    }

    @Test
    void hasOneStepForEachCluster() {
        Owner other = Owner.of(Map.of("kubernetes.io/cluster/blog", "owned"));
        Shown shown =
                new Shown()
                        .of(rotation(true))
                        .with(template(1, version(1, OLD)))
                        .with(group("a", NODE, uses("lt-1", "1")), group("b", "1"))
                        .with(instance("i-1", OLD, NODE), instance("i-2", OLD, other));

        assertThat(new ClusterSteps(shown.state()).access())
                .extracting(RotationStep::title)
                .containsExactly(
                        "Let nodes with role web-v2 join cluster blog in eu-west-1",
                        "Let nodes with role web-v2 join cluster shop in eu-west-1");
    }

    @Test
    void changesNoAccessForTheSameRoleOrOtherMakers() {
        Owner gke = Owner.of(Map.of("gke:multicloud:id", "c1", "kubernetes.io/cluster/x", "owned"));
        Shown shown = new Shown().with(instance("i-1", OLD, MANAGED), instance("i-2", OLD, gke));

        assertThat(new ClusterSteps(shown.of(rotation(true)).state()).access()).isEmpty();
        assertThat(
                        new ClusterSteps(
                                        shown.of(rotation())
                                                .with(instance("i-3", OLD, NODE))
                                                .state())
                                .access())
                .isEmpty();
    }

    @Test
    void replacesANodeGroup() {
        Shown shown =
                new Shown()
                        .with(template(1, version(1, OLD)))
                        .with(group("eks-a", "1"))
                        .with(nodegroup("ng", "eks-a"))
                        .with(nodegroup("done", "eks-b"));

        assertThat(shown.only())
                .isEqualTo(
                        RotationStep.byHand(
                                "Replace managed node group ng of cluster shop in eu-west-1",
                                "EKS makes the profile of a managed node group, and its role cannot"
                                        + " be changed: make a new group with role web-v2 and the"
                                        + " settings of the old one. The old group is deleted after"
                                        + " that",
                                List.of(
                                        "aws eks describe-nodegroup" + named("ng"),
                                        "aws eks create-nodegroup"
                                                + named("ng-new")
                                                + " --node-role"
                                                + " arn:aws:iam::111122223333:role/web-v2"
                                                + " --subnets SUBNETS"),
                                "aws eks describe-nodegroup" + named("ng-new")));
    }

    @Test
    void deletesANodeGroupOnlyOnceAnotherIsThere() {
        Shown shown =
                new Shown()
                        .with(template(1, version(1, OLD)))
                        .with(group("eks-a", "1"))
                        .with(nodegroup("ng", "eks-a"))
                        .with(nodegroup("ng-new", "eks-b"));

        assertThat(shown.only().why())
                .isEqualTo(
                        "Node group ng-new replaces it. Deleting the old group drains its nodes");
        assertThat(shown.only().commands())
                .containsExactly(
                        "aws eks wait nodegroup-active" + named("ng-new"),
                        "aws eks delete-nodegroup" + named("ng"));
    }

    @Test
    void takesNoNodeGroupOfAnotherClusterForTheSuccessor() {
        for (NodegroupUse other :
                List.of(
                        new NodegroupUse("us-east-1", "shop", "ng-new", "arn", List.of("eks-b")),
                        new NodegroupUse(REGION, "blog", "ng-new", "arn", List.of("eks-b")))) {
            assertThat(replaced("ng").with(other).only().why()).startsWith(MAKE);
        }
    }

    @Test
    void takesANodeGroupWithTheNewRoleForTheSuccessor() {
        Shown shown = replaced("ng").of(rotation(true)).with(withRole("web-v2"));

        assertThat(shown.only().why()).startsWith("Node group other replaces it.");
    }

    @Test
    void takesNoNodeGroupForTheSuccessorThatMayHaveBeenThereBefore() {
        Shown anotherRole = replaced("ng").of(rotation(true)).with(withRole("web"));
        Shown sameRole = replaced("ng").with(withRole("web-v2"));

        assertThat(List.of(anotherRole, sameRole))
                .allMatch(each -> each.only().why().startsWith(MAKE));
    }

    @Test
    void shortensTheNameOfANodeGroupThatWouldBeTooLong() {
        assertThat(replaced("n".repeat(63)).only().check())
                .endsWith(named("n".repeat(59) + "-new"));
    }

    @Test
    void linksGkeAsTheRequestSays() {
        Shown shown = new Shown().of(LINKED).with(instance("i-1", OLD, GKE));

        assertThat(shown.after())
                .containsExactly(
                        link(
                                "Link the control plane of cluster prod to new",
                                "gcloud container aws clusters update prod --location=us-west1"
                                        + " --iam-instance-profile=new"),
                        link(
                                "Link node pool np of cluster prod to new",
                                "gcloud container aws node-pools update np --cluster=prod"
                                        + " --location=us-west1 --iam-instance-profile=new"));
    }

    @Test
    void isLinkedWhenInstancesOfGkeUseOnlyTheNewProfile() {
        Shown shown = new Shown().of(LINKED).with(instance("i-1", NEW, GKE));

        assertThat(shown.states()).containsExactly(State.DONE, State.DONE);
        assertThat(shown.with(instance("i-2", OLD, GKE)).states())
                .containsExactly(State.BY_HAND, State.BY_HAND);
    }

    /// AWS does not show yet that a node pool is linked.
    @Test
    void isNotLinkedWhileNothingOfGkeUsesTheNewProfile() {
        assertThat(new Shown().of(LINKED).states()).containsExactly(State.BY_HAND, State.BY_HAND);
    }

    @Test
    void isNotLinkedWhileAGroupWithoutInstancesStartsThemWithTheOldProfile() {
        Shown shown =
                new Shown()
                        .of(LINKED)
                        .with(template(GKE, 1, version(1, OLD)))
                        .with(group("a", GKE, uses("lt-1", "1")))
                        .with(instance("i-1", NEW, GKE));

        assertThat(shown.states()).containsExactly(State.BY_HAND, State.BY_HAND);
    }

    @Test
    void asksForTheNamesOfGke() {
        RotationStep step = new Shown().with(instance("i-1", OLD, GKE)).only();

        assertThat(step)
                .isEqualTo(
                        RotationStep.byHand(
                                "Link the cluster or node pool of GKE on AWS to new",
                                "Instances or groups of GKE on AWS use old"
                                    + " (gke:multicloud:cluster-id=c1), and AWS does not show the"
                                    + " names of their cluster: start again with them in the field"
                                    + " for. "
                                        + Link.GKE_ENDS,
                                List.of(
                                        "gcloud container aws clusters update CLUSTER"
                                                + " --location=LOCATION --iam-instance-profile=new",
                                        "gcloud container aws node-pools update NODE_POOL"
                                                + " --cluster=CLUSTER --location=LOCATION"
                                                + " --iam-instance-profile=new"),
                                "Its instances use new: ask for the status again"));
    }

    @Test
    void namesTenTagsOfGkeAtMost() {
        Shown shown = new Shown();
        IntStream.range(10, 40)
                .forEach(i ->
                        shown.with(instance("a" + i, OLD, gke(i)), instance("b" + i, OLD, gke(i))));

        assertThat(shown.only().why())
                .contains("(gke:multicloud:id=10, gke:multicloud:id=11")
                .contains("gke:multicloud:id=19)")
                .doesNotContain("id=20");
    }

    private static final String MAKE = "EKS makes the profile of a managed node group";
    private static final String ARN = " --principal-arn arn:aws:iam::111122223333:role/web-v2";
    private static final Rotation LINKED =
            rotation(
                    false,
                    new Link.GkeCluster("prod", "us-west1"),
                    new Link.GkeNodePool("np", "prod", "us-west1"));

    private static Owner gke(int id) {
        return Owner.of(Map.of("gke:multicloud:id", Integer.toString(id)));
    }

    private static NodegroupUse nodegroup(String name, String group) {
        return new NodegroupUse(REGION, "shop", name, "arn", List.of(group));
    }

    /// A node group of the cluster with another name and this role.
    private static NodegroupUse withRole(String role) {
        return new NodegroupUse(
                REGION,
                "shop",
                "other",
                "arn:aws:iam::111122223333:role/" + role,
                List.of("eks-b"));
    }

    /// A node group that starts instances with the old profile.
    private static Shown replaced(String nodegroup) {
        return new Shown()
                .with(template(1, version(1, OLD)))
                .with(group("eks-a", "1"))
                .with(nodegroup(nodegroup, "eks-a"));
    }

    private static String named(String nodegroup) {
        return " --region eu-west-1 --cluster-name shop --nodegroup-name " + nodegroup;
    }

    private static RotationStep link(String title, String command) {
        return RotationStep.byHand(
                title,
                Link.GKE_ENDS,
                List.of(command),
                "Its instances use new: ask for the status again");
    }
}
