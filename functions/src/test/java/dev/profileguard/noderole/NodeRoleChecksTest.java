package dev.profileguard.noderole;

import static dev.profileguard.noderole.CheckProblems.todo;
import static dev.profileguard.noderole.NodeRoleSamples.deny;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.Check.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All checks of a node role together, and how a check is shown.
class NodeRoleChecksTest {
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

    @Test
    void isSummedUpWithoutItsProof() {
        Check images = right().put("no", deny("ecr:*")).check("denied");

        assertThat(images.summary())
                .isEqualTo(Map.of("topic", "denied", "result", "wrong", "text", images.text()));
    }
}
