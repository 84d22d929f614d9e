package dev.profileguard.noderole;

import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.bare;
import static dev.profileguard.noderole.NodeRoleSamples.deny;
import static dev.profileguard.noderole.NodeRoleSamples.document;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.NodeRoleSamples.trust;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.Check.Result;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRoleChecksTest {
    private static final String WORKER_ARN = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

    @Test
    void reportsNothingAboutARoleThatIsRight() {
        assertThat(right().checks()).allMatch(each -> each.problem() == null);
        assertThat(right().check("join"))
                .isEqualTo(
                        Check.right(
                                "join",
                                "Nodes may do what they need to join a cluster.",
                                List.of("allowed by AmazonEKSWorkerNodePolicy")));
        assertThat(right().check("images").proof())
                .containsExactly("allowed by AmazonEC2ContainerRegistryPullOnly");
        assertThat(right().check("pod-identity").result()).isEqualTo(Result.RIGHT);
        assertThat(right().check("profile").proof())
                .containsExactly("instance-profile/eksNodeRole");
        assertThat(right().check("trust").text()).isEqualTo("EC2 may assume the role.");
        assertThat(right().check("own-role").result()).isEqualTo(Result.RIGHT);
        assertThat(right().check("path").result()).isEqualTo(Result.RIGHT);
        assertThat(right().check("excess").result()).isEqualTo(Result.RIGHT);
    }

    @Test
    void namesTheStatementThatTheTrustPolicyLacks() {
        Check trust = right().trusting(trust("eks.amazonaws.com")).check("trust");

        assertThat(trust.result()).isEqualTo(Result.WRONG);
        assertThat(trust.text())
                .isEqualTo(
                        "EC2 cannot assume the role: its trust policy does not allow EC2. Nodes"
                                + " with it get no credentials.");
        assertThat(kind(trust)).isEqualTo(Finding.Kind.NODE_TRUST_WRONG);
        assertThat(todo(trust))
                .singleElement()
                .asString()
                .startsWith("If nodes use the role, add the statement for EC2: aws iam")
                .contains("\"Service\":\"eks.amazonaws.com\"", "\"Service\":\"ec2.amazonaws.com\"")
                .contains(
                        "--role-name eksNodeRole --policy-document '{\"Version\":\"2012-10-17\",");
    }

    @Test
    void namesEc2AsChinaDoes() {
        NodeRoleSamples sample = right().inPartition("aws-cn");

        assertThat(todo(sample.trusting(trust("eks.amazonaws.com")).check("trust")))
                .singleElement()
                .asString()
                .contains("\"ec2.amazonaws.com.cn\"");
        assertThat(sample.trusting(trust("ec2.amazonaws.com.cn")).check("trust").result())
                .isEqualTo(Result.RIGHT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect':'Deny','Principal':'*','Action':'sts:*'}",
                "{'Effect':'Deny','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'}"
            })
    void doesNotAddAStatementThatADenyOverrides(String deny) {
        Check trust = right().trusting(document(deny)).check("trust");

        assertThat(todo(trust))
                .containsExactly(
                        "Look for the statement that denies EC2: aws iam get-role --role-name"
                                + " eksNodeRole");
    }

    @Test
    void saysWhatATrustPolicyDependsOn() {
        String conditional =
                document(
                        "{'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole',"
                            + "'Condition':{'StringEquals':{'aws:SourceAccount':'1'}}}");

        assertThat(right().trusting(conditional).check("trust"))
                .isEqualTo(
                        Check.note(
                                "trust",
                                "EC2 may assume the role, but its trust policy allows EC2 only"
                                        + " under a condition (StringEquals aws:SourceAccount).",
                                List.of()));
    }

    @Test
    void reportsATrustPolicyThatIsNone() {
        Check trust = right().trusting("{}").check("trust");

        assertThat(trust.text())
                .contains("The trust policy of role eksNodeRole: Statement must be");
        assertThat(todo(trust)).hasSize(1);
        assertThat(todo(right().trusting("no JSON").check("trust"))).hasSize(1);
    }

    @Test
    void namesTheActionsThatNothingAllows() {
        Check join = bare().attach(NodeRoleSamples.PULL).check("join");

        assertThat(join.text())
                .isEqualTo(
                        "No policy of the role allows ec2:DescribeInstanceTypes,"
                            + " ec2:DescribeInstances, ec2:DescribeRouteTables,"
                            + " ec2:DescribeSecurityGroups, ec2:DescribeSubnets,"
                            + " ec2:DescribeVolumes, ec2:DescribeVolumesModifications,"
                            + " ec2:DescribeVpcs, eks:DescribeCluster. Nodes with the role cannot"
                            + " join a cluster.");
        assertThat(kind(join)).isEqualTo(Finding.Kind.NODE_POLICY_MISSING);
        assertThat(todo(join))
                .containsExactly(
                        "Attach AmazonEKSWorkerNodePolicy: aws iam attach-role-policy --role-name"
                                + " eksNodeRole --policy-arn "
                                + WORKER_ARN,
                        "Only for nodes of EKS Auto Mode: Attach AmazonEKSWorkerNodeMinimalPolicy:"
                                + " aws iam attach-role-policy --role-name eksNodeRole --policy-arn"
                                + " arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy");
        assertThat(kind(bare().check("images")))
                .isEqualTo(Finding.Kind.NODE_REGISTRY_ACCESS_MISSING);
        assertThat(todo(bare().check("images")))
                .containsExactly(
                        "Attach AmazonEC2ContainerRegistryPullOnly: aws iam attach-role-policy"
                                + " --role-name eksNodeRole --policy-arn"
                                + " arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly");
        assertThat(bare().check("images").text())
                .contains(
                        "ecr:BatchGetImage, ecr:GetAuthorizationToken, ecr:GetDownloadUrlForLayer")
                .contains("not even those of EKS itself");
    }

    @Test
    void takesTheSamePermissionsFromAnyPolicy() {
        NodeRoleSamples own =
                bare().attach("nodes", allow("ec2:Describe*", "eks:*", "eks-auth:*"))
                        .put("images", allow("ecr:*"));

        assertThat(own.checks()).allMatch(each -> each.problem() == null);
        assertThat(own.check("join").proof()).containsExactly("allowed by nodes");
        assertThat(own.check("images").proof()).containsExactly("allowed by images");
    }

    @Test
    void namesOnlyWhatIsMissing() {
        Check join = bare().attach("nodes", allow("ec2:Describe*")).check("join");

        assertThat(join.text())
                .startsWith("No policy of the role allows eks:DescribeCluster. Nodes");
        assertThat(join.proof()).containsExactly("allowed by nodes");
    }

    @Test
    void knowsTheNodesOfAutoMode() {
        NodeRoleSamples auto =
                bare().attach("AmazonEKSWorkerNodeMinimalPolicy").attach(NodeRoleSamples.PULL);

        assertThat(auto.checks()).allMatch(each -> each.problem() == null);
        assertThat(auto.check("join").text())
                .isEqualTo("Nodes may do what they need in EKS Auto Mode.");
        assertThat(auto.check("join").proof())
                .containsExactly("allowed by AmazonEKSWorkerNodeMinimalPolicy");
        assertThat(auto.check("cni").text()).contains("EKS Auto Mode needs none");
    }

    @Test
    void knowsThemByAPolicyOfOnesOwn() {
        NodeRoleSamples auto =
                bare().put("own", allow("eks-auth:AssumeRoleForPodIdentity"))
                        .attach(NodeRoleSamples.PULL);

        assertThat(auto.check("join").result()).isEqualTo(Result.RIGHT);
    }

    @Test
    void saysWhatTheNodesOfAutoModeLack() {
        NodeRoleSamples auto =
                bare().attach("AmazonEKSWorkerNodeMinimalPolicy").attach(NodeRoleSamples.PULL);
        Check denied = auto.put("no", deny("eks-auth:*")).check("denied");

        assertThat(denied.proof())
                .containsExactly(
                        "an explicit deny in the identity-based policy no takes away"
                                + " eks-auth:AssumeRoleForPodIdentity");
    }

    @Test
    void saysWhichPolicyTakesAnActionAway() {
        NodeRoleSamples sample = right().put("no-images", deny("ecr:Batch*", "ec2:DescribeVpcs"));

        assertThat(sample.check("images").result()).isEqualTo(Result.RIGHT);
        Check denied = sample.check("denied");
        assertThat(denied.result()).isEqualTo(Result.WRONG);
        assertThat(kind(denied)).isEqualTo(Finding.Kind.NODE_PERMISSION_DENIED);
        assertThat(denied.proof())
                .containsExactly(
                        "an explicit deny in the identity-based policy no-images takes away"
                                + " ec2:DescribeVpcs, ecr:BatchGetImage");
        assertThat(todo(denied))
                .hasSize(2)
                .first()
                .asString()
                .contains(
                        "aws iam list-role-policies --role-name eksNodeRole; aws iam"
                                + " list-attached-role-policies --role-name eksNodeRole");
        assertThat(Objects.requireNonNull(denied.problem()).policies())
                .containsExactly("no-images");
    }

    @Test
    void saysThatTheBoundaryTakesAnActionAway() {
        NodeRoleSamples sample = right().boundBy("limits", allow("ec2:*", "eks:*", "eks-auth:*"));

        assertThat(sample.check("denied").proof())
                .containsExactly(
                        "the permissions boundary limits, which does not allow it, takes away"
                                + " ecr:BatchGetImage, ecr:GetAuthorizationToken,"
                                + " ecr:GetDownloadUrlForLayer");
        assertThat(right().boundBy("limits", allow("*")).checks())
                .noneMatch(each -> each.topic().equals("denied"));
        assertThat(right().boundBy("limits", deny("ecr:*")).check("denied").proof())
                .anyMatch(each ->
                        each.contains("an explicit deny in the permissions boundary limits"));
    }

    @Test
    void takesABoundaryWhoseDocumentIsGoneForNone() {
        assertThat(right().boundBy("limits", null).checks())
                .allMatch(each -> each.problem() == null);
    }

    @Test
    void onlyNotesWhatDependsOnACondition() {
        String conditional =
                document(
                        "{'Effect':'Allow','Action':'ecr:*','Resource':'*','Condition':{'StringEquals':{'aws:SourceVpc':'vpc-1'}}}");
        NodeRoleSamples sample = bare().attach(NodeRoleSamples.WORKER).put("images", conditional);

        assertThat(sample.check("images").result()).isEqualTo(Result.RIGHT);
        assertThat(sample.check("images").proof())
                .containsExactly(
                        "allowed by images",
                        "ecr:BatchGetImage: images allows it under a condition (aws:SourceVpc)",
                        "ecr:GetAuthorizationToken: images allows it under a condition"
                                + " (aws:SourceVpc)",
                        "ecr:GetDownloadUrlForLayer: images allows it under a condition"
                                + " (aws:SourceVpc)");
    }

    @Test
    void knowsTheTagsAndTheArnOfTheRoleInConditions() {
        String byTag =
                document(
                        "{'Effect':'Allow','Action':'ecr:*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalTag/team':'core',"
                            + "'aws:PrincipalAccount':'123456789012','aws:PrincipalType':'AssumedRole'},"
                            + "'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::123456789012:role/eksNodeRole'},"
                            + "'Bool':{'aws:SecureTransport':'true','aws:ViaAWSService':'false'}}}");
        NodeRoleSamples sample = bare().attach(NodeRoleSamples.WORKER).put("images", byTag);

        assertThat(sample.tagged("team", "core").check("images").proof())
                .containsExactly("allowed by images");
        assertThat(sample.tagged("team", "web").check("images").result()).isEqualTo(Result.WRONG);
    }

    @Test
    void reportsADocumentThatIsNoPolicyAndAlarmsAboutNothingElse() {
        NodeRoleSamples sample = bare().put("broken", "{'no': JSON").attach("worse", "{}");
        Check documents = sample.check("documents");

        assertThat(kind(documents)).isEqualTo(Finding.Kind.NODE_POLICY_UNREADABLE);
        assertThat(documents.proof())
                .hasSize(2)
                .anyMatch(each -> each.startsWith("The policy broken: The event is not a JSON"))
                .anyMatch(each -> each.contains("The policy worse: Statement must be an object"));
        assertThat(sample.check("join").result()).isEqualTo(Result.NOTE);
        assertThat(sample.check("join").text())
                .startsWith("No policy that can be read allows ec2:DescribeInstanceTypes");
    }

    @Test
    void leavesOutAPolicyThatWasDeletedMeanwhile() {
        assertThat(right().attachGone("gone").checks()).allMatch(each -> each.problem() == null);
    }

    @Test
    void readsTheLongestPolicies() {
        String actions = String.join(",", Collections.nCopies(800, "'s3:GetObject'")) + ",'ecr:*'";
        String longest =
                document("{'Effect':'Allow','Action':[%s],'Resource':'*'}".formatted(actions));

        assertThat(longest.length()).isGreaterThan(10_240);
        assertThat(
                        bare().attach(NodeRoleSamples.WORKER)
                                .put("long", longest)
                                .check("images")
                                .proof())
                .containsExactly("allowed by long");
    }

    @Test
    void notesThatPodsGetNoRolesByPodIdentity() {
        Check pods = bare().attach("nodes", allow("ec2:Describe*", "eks:*")).check("pod-identity");

        assertThat(pods.result()).isEqualTo(Result.NOTE);
        assertThat(pods.problem()).isNull();
        assertThat(pods.text()).contains("eks-auth:AssumeRoleForPodIdentity");
    }

    @Test
    void advisesARoleOfItsOwnForTheCniPlugin() {
        Check cni = right().attach(NodeRoleSamples.CNI).check("cni");

        assertThat(cni.result()).isEqualTo(Result.ADVICE);
        assertThat(kind(cni)).isEqualTo(Finding.Kind.NODE_CNI_ON_NODE_ROLE);
        assertThat(cni.text()).contains("(for IPv4)");
        assertThat(cni.proof()).containsExactly("allowed by AmazonEKS_CNI_Policy");
        assertThat(todo(cni))
                .hasSize(4)
                .anyMatch(each ->
                        each.contains("aws iam create-role --role-name AmazonEKSCNIRole")
                                && each.contains("\"pods.eks.amazonaws.com\"")
                                && each.contains("\"sts:TagSession\""))
                .anyMatch(each ->
                        each.contains("--policy-arn arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"))
                .anyMatch(each ->
                        each.contains(
                                "aws eks create-pod-identity-association --cluster-name CLUSTER"
                                        + " --namespace kube-system --service-account aws-node"
                                        + " --role-arn"
                                        + " arn:aws:iam::123456789012:role/AmazonEKSCNIRole"))
                .last()
                .asString()
                .contains("detach-role-policy --role-name eksNodeRole");
    }

    @Test
    void knowsAnIpv6PolicyByItsActions() {
        Check cni = right().put("own", allow("ec2:AssignIpv6Addresses")).check("cni");

        assertThat(cni.text()).contains("(for IPv6)");
        assertThat(cni.proof()).containsExactly("allowed by own");
        assertThat(todo(cni)).hasSize(3);
        assertThat(right().put("both", allow("ec2:Assign*")).check("cni").text())
                .contains("(for IPv4 and IPv6)");
    }

    @Test
    void onlyNotesThatTheCniPluginHasItsPermissionsElsewhere() {
        assertThat(right().check("cni"))
                .isEqualTo(
                        Check.note(
                                "cni",
                                "The role has no permissions of the CNI plugin. The plugin needs"
                                    + " them on a role of its own, by EKS Pod Identity or by IRSA."
                                    + " IAM does not show whether it has one.",
                                List.of()));
    }

    @Test
    void warnsAboutAnAdministrator() {
        NodeRoleSamples sample = right().attach("AdministratorAccess");
        Check excess = sample.check("excess");

        assertThat(kind(excess)).isEqualTo(Finding.Kind.NODE_ROLE_TOO_BROAD);
        assertThat(excess.text()).startsWith("The role allows nearly every action");
        assertThat(excess.proof()).containsExactly("allowed by AdministratorAccess");
        assertThat(todo(excess))
                .containsExactly(
                        "Detach AdministratorAccess, unless the nodes need it: aws iam"
                                + " detach-role-policy --role-name eksNodeRole --policy-arn"
                                + " arn:aws:iam::aws:policy/AdministratorAccess",
                        "Give the pods that need more a role of their own, by EKS Pod Identity or"
                                + " IRSA");
        assertThat(sample.checks()).noneMatch(each -> each.topic().equals("cni"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iam:AttachRolePolicy",
                "iam:PutRolePolicy",
                "iam:PassRole",
                "sts:AssumeRole",
                "iam:CreateAccessKey"
            })
    void warnsAboutWhatMakesAnAdministrator(String action) {
        Check excess = right().put("more", allow(action)).check("excess");

        assertThat(excess.text()).startsWith("The role allows %s, with which".formatted(action));
        assertThat(todo(excess))
                .first()
                .asString()
                .startsWith("Narrow its inline policies: aws iam");
    }

    @Test
    void doesNotWarnAboutSomeRolesOrOtherServices() {
        String some =
                document(
                        "{'Effect':'Allow','Action':['sts:AssumeRole','iam:PassRole'],'Resource':'arn:aws:iam::*:role/app'}");

        assertThat(right().put("some", some).put("s3", allow("s3:*")).check("excess").result())
                .isEqualTo(Result.RIGHT);
    }

    @Test
    void reportsTheRoleOfAClusterOrOfFargate() {
        String both =
                document(
                        "{'Effect':'Allow','Principal':{'Service':['ec2.amazonaws.com','eks.amazonaws.com']},'Action':'sts:AssumeRole'}");
        Check shared = right().trusting(both).attach("AmazonEKSClusterPolicy").check("own-role");

        assertThat(kind(shared)).isEqualTo(Finding.Kind.NODE_ROLE_SHARED);
        assertThat(shared.proof())
                .containsExactly(
                        "eks.amazonaws.com may assume it, as the role of a cluster",
                        "AmazonEKSClusterPolicy is attached, which belongs to the role of a"
                                + " cluster");
        assertThat(
                        right().attach("AmazonEKSFargatePodExecutionRolePolicy")
                                .check("own-role")
                                .proof())
                .containsExactly(
                        "AmazonEKSFargatePodExecutionRolePolicy is attached, which belongs to a pod"
                                + " execution role for Fargate");
        assertThat(
                        right().trusting(
                                        document(
                                                "{'Effect':'Allow','Principal':{'Service':'eks-fargate-pods.amazonaws.com'},'Action':'sts:AssumeRole'},"
                                                    + "{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole'},"
                                                    + "{'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'}"))
                                .check("own-role")
                                .proof())
                .containsExactly(
                        "eks-fargate-pods.amazonaws.com may assume it, as a pod execution role for"
                                + " Fargate");
        assertThat(
                        right().attach("AmazonEKSClusterPolicy", allow("s3:*"))
                                .check("own-role")
                                .result())
                .isEqualTo(Result.RIGHT);
        assertThat(right().trusting("{'no': JSON").check("own-role").result())
                .isEqualTo(Result.RIGHT);
        assertThat(right().trusting(trust("eks.amazonaws.com")).check("own-role").result())
                .isEqualTo(Result.RIGHT);
    }

    @Test
    void reportsAPathOnlyWhereAManagedNodeGroupUsesTheRole() {
        String eks = "eks-0ac2c3ab-0123-4567-89ab-0123456789ab";
        Check used = right().at("/team/").in(eks).check("path");

        assertThat(kind(used)).isEqualTo(Finding.Kind.NODE_ROLE_HAS_PATH);
        assertThat(used.text()).contains("has the path /team/");
        assertThat(used.proof()).containsExactly("EKS made " + eks + " for a managed node group");
        assertThat(right().at("/team/").check("path").result()).isEqualTo(Result.NOTE);
        assertThat(right().in(eks).check("path").result()).isEqualTo(Result.RIGHT);
    }

    @Test
    void reportsThatNoProfileContainsTheRole() {
        Check profile = right().in().check("profile");

        assertThat(kind(profile)).isEqualTo(Finding.Kind.NODE_PROFILE_MISSING);
        assertThat(todo(profile))
                .containsExactly(
                        "Create one: aws iam create-instance-profile --instance-profile-name"
                                + " eksNodeRole",
                        "Add the role: aws iam add-role-to-instance-profile --instance-profile-name"
                                + " eksNodeRole --role-name eksNodeRole");
    }

    @Test
    void knowsTheProfileOfItsNameThatIsEmptyOrTaken() {
        Check empty = right().besides(null).check("profile");
        Check taken = right().besides(new Role(new RoleName("web"), "AROA2", "/")).check("profile");

        assertThat(empty.text()).contains("instance-profile/eksNodeRole is empty");
        assertThat(todo(empty))
                .containsExactly(
                        "Add the role: aws iam add-role-to-instance-profile --instance-profile-name"
                                + " eksNodeRole --role-name eksNodeRole");
        assertThat(taken.text()).doesNotContain("empty");
        assertThat(todo(taken))
                .containsExactly(
                        "Create one with another name, since eksNodeRole contains another role");
    }

    @ParameterizedTest
    @CsvSource({"RIGHT, right", "NOTE, note", "ADVICE, advice", "WRONG, wrong"})
    void hasTextsForItsResults(Result result, String text) {
        assertThat(result.text()).isEqualTo(text);
    }

    @Test
    void isShownWithItsProofAndWhatToDo() {
        Check images = right().put("no", deny("ecr:*")).check("denied");

        assertThat(images.json())
                .containsEntry("topic", "denied")
                .containsEntry("result", "wrong")
                .containsEntry("finding", "node-permission-denied")
                .containsEntry("text", images.text())
                .containsEntry("proof", images.proof())
                .containsEntry("todo", todo(images));
        assertThat(right().check("images").json())
                .containsEntry("finding", null)
                .containsEntry("todo", List.of());
    }

    private static Finding.Kind kind(Check check) {
        return Objects.requireNonNull(check.problem(), check.toString()).kind();
    }

    private static List<String> todo(Check check) {
        return Objects.requireNonNull(check.problem(), check.toString()).todo();
    }
}
