package dev.profileguard.sandbox.nodes;

import static dev.profileguard.sandbox.AccountUnderTest.createRole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Tag;

/// The profile that EKS makes for a managed node group belongs to EKS: no function changes it, even
/// if everything is guarded and tagged.
class ProfileOfNodeGroupTest {
    private static final String POLICY =
            """
            {"tags": {"Owner": {
              "tag_key": {"@@assign": "Owner"},
              "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
            """;

    private final NodeAccount account =
            new NodeAccount(
                    "GuardMode", "enforce",
                    "ProvisionMode", "enforce",
                    "TagMode", "enforce",
                    "NodeRoleMode", "enforce",
                    "GuardedProfiles", "*",
                    "TagPolicy", POLICY,
                    "TagDefaults", "Owner=ops",
                    "ReadEksClusters", "on");

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void isLeftAloneFromItsCreationToItsDeletion() {
        createRole(account.as("alice"), "workers");
        account.later(Duration.ofHours(1));
        account.cluster("us-east-1", "prod", "API", "ipv4");
        account.later(Duration.ofMinutes(10));

        account.nodeGroup("us-east-1", "prod", "web", "workers");
        account.later(Duration.ofHours(1));
        account.sweep();
        InstanceProfile profile = ofEks();
        assertThat(profile.roles()).extracting("roleName").containsExactly("workers");
        assertThat(tags(profile)).isEmpty();
        assertThat(account.asRoot().listRoleTags(r -> r.roleName("workers")).tags())
                .extracting(Tag::key)
                .containsExactly("Owner");

        account.eks("us-east-1", "DeleteNodegroup", Map.of("name", "prod", "nodegroupName", "web"));
        account.later(Duration.ofHours(1));
        account.sweep();

        assertThat(writesTo(profile.instanceProfileName()))
                .containsExactly(
                        "CreateInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "RemoveRoleFromInstanceProfile",
                        "DeleteInstanceProfile");
        assertThat(account.sandbox().findings().toString()).doesNotContain("eks-");
    }

    private InstanceProfile ofEks() {
        return account.asRoot().listInstanceProfiles().instanceProfiles().stream()
                .filter(each -> each.instanceProfileName().startsWith("eks-"))
                .findFirst()
                .orElseThrow();
    }

    private List<Tag> tags(InstanceProfile profile) {
        return account.asRoot()
                .listInstanceProfileTags(r -> r.instanceProfileName(profile.instanceProfileName()))
                .tags();
    }

    /// All calls of anybody that changed a profile.
    private List<String> writesTo(String profile) {
        return account.sandbox().timeline().entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL)
                .filter(entry -> ("instance-profile/" + profile).equals(entry.subject()))
                .map(entry -> String.valueOf(entry.operation()))
                .filter(operation -> !operation.matches("(Get|List).*"))
                .toList();
    }
}
