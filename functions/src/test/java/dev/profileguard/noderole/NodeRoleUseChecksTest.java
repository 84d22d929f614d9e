package dev.profileguard.noderole;

import static dev.profileguard.noderole.CheckProblems.kind;
import static dev.profileguard.noderole.CheckProblems.todo;
import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.document;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.NodeRoleSamples.trust;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.Check.Result;
import org.junit.jupiter.api.Test;

/// What else uses a node role, and which profile contains it.
class NodeRoleUseChecksTest {
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
        Check empty = right().withNamesake(null).check("profile");
        Check taken =
                right().withNamesake(new Role(new RoleName("web"), "AROA2", "/")).check("profile");

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
}
