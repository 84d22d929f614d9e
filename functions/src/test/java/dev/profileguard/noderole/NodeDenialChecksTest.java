package dev.profileguard.noderole;

import static dev.profileguard.noderole.CheckProblems.kind;
import static dev.profileguard.noderole.CheckProblems.todo;
import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.bare;
import static dev.profileguard.noderole.NodeRoleSamples.deny;
import static dev.profileguard.noderole.NodeRoleSamples.document;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.Check.Result;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What takes permissions of a node role away, or leaves them undecided.
class NodeDenialChecksTest {
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
}
