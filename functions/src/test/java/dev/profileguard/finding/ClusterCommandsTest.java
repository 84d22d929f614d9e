package dev.profileguard.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.text.HostileText;
import dev.profileguard.text.Shell;
import dev.profileguard.text.VisibleText;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterCommandsTest {
    private static final String ARN = "arn:aws:iam::123456789012:role/team/node";

    @Test
    void namesTheClusterItsRegionAndTheRole() {
        assertThat(ClusterCommands.deleteAccessEntry(cluster("prod"), ARN))
                .isEqualTo(
                        "aws eks delete-access-entry --cluster-name prod --principal-arn %s --region eu-west-1"
                                .formatted(ARN));
        assertThat(ClusterCommands.createAccessEntry(cluster("prod"), ARN, "EC2_LINUX"))
                .endsWith("--region eu-west-1 --type EC2_LINUX");
        assertThat(ClusterCommands.listPodIdentities(cluster("prod")))
                .isEqualTo(
                        "aws eks list-pod-identity-associations --cluster-name prod --region"
                                + " eu-west-1");
    }

    /// EKS's own names have no such characters, but whatever answers in its place may send them.
    @Test
    void aCommandHasAsManyWordsForEveryTextAndNoHiddenCharacter() throws Exception {
        for (HostileText hostile : HostileText.values()) {
            String text = hostile.text();
            if (!text.contains("\u0000") && VisibleText.encodable(text).equals(text)) {
                for (String command :
                        List.of(
                                ClusterCommands.createAccessEntry(cluster(text), text, text),
                                ClusterCommands.deleteAccessEntry(cluster(text), text),
                                ClusterCommands.listPodIdentities(cluster(text)))) {
                    assertThat(VisibleText.line(command)).isEqualTo(command);
                    assertThat(Shell.words(List.of(command)).getFirst())
                            .as(hostile.name())
                            .hasSizeBetween(6, 11);
                }
            }
        }
    }

    private static Cluster cluster(String name) {
        return new Cluster("eu-west-1", name, Cluster.Family.IPV4, Cluster.Access.ENTRIES, "", "");
    }
}
