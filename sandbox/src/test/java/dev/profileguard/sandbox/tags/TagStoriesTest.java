package dev.profileguard.sandbox.tags;

import static dev.profileguard.sandbox.tags.TagCallsTest.RIGHT;
import static dev.profileguard.sandbox.tags.TaggedAccount.add;
import static dev.profileguard.sandbox.tags.TaggedAccount.createProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.createRole;
import static dev.profileguard.sandbox.tags.TaggedAccount.tagProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.tagRole;
import static dev.profileguard.sandbox.tags.TaggedAccount.untagProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.untagRole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.tagging.TaggingClient;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;

/// An account's tags, from a call to the end of all reactions to it.
class TagStoriesTest {
    private static final String ARN = "arn:aws:iam::123456789012:";
    private static final List<String> ALL =
            List.of(
                    ARN + "role/web",
                    ARN + "role/batch",
                    ARN + "instance-profile/web",
                    ARN + "instance-profile/batch");

    @Test
    void oneTaggingCallForSeveralRolesAndProfilesIsCorrectedOnEach() {
        twoOfEach();

        tagging().tagResources(ALL, Map.of("costcenter", "999"));
        account.sandbox().settle();

        assertEverythingIsRight();
        assertThat(account.calls())
                .filteredOn(call -> call.startsWith("Tag") || call.startsWith("Untag"))
                .containsExactlyInAnyOrder(
                        "TagRole", "TagRole", "UntagInstanceProfile", "UntagInstanceProfile");
    }

    @Test
    void oneUntaggingCallForSeveralRolesAndProfilesIsCorrectedOnEach() {
        twoOfEach();

        tagging().untagResources(ALL, List.of("CostCenter", "Owner"));
        account.sandbox().advance(Duration.ofMinutes(5));

        for (String name : List.of("web", "batch")) {
            assertThat(account.roleTags(name)).containsEntry("CostCenter", "100");
            assertThat(account.profileTags(name)).containsEntry("CostCenter", "100");
        }
        assertThat(account.findings()).contains("tag-put-back");
    }

    @Test
    void resourcesThatATaggingCallCouldNotTagAreNotWaitedFor() {
        twoOfEach();

        Map<String, String> failed =
                tagging()
                        .tagResources(
                                List.of(ALL.get(0), ARN + "role/gone", "arn:aws:s3:::bucket"),
                                Map.of("CostCenter", "200"));
        account.sandbox().settle();

        assertThat(failed).containsKeys(ARN + "role/gone", "arn:aws:s3:::bucket");
        assertThat(account.calls()).containsExactly("GetRole");
        assertThat(account.roleTags("web")).containsEntry("CostCenter", "200");
    }

    @Test
    void aPolicyInParameterStoreIsReadAgainAfterFiveMinutes() {
        start("TagPolicy", "ssm:/tags/policy");
        account.sandbox().parameters().put("/tags/policy", TaggedAccount.POLICY);
        account.after("alice", iam -> createRole(iam, "web", Map.of("costcenter", "100")));
        assertThat(account.roleTags("web")).containsEntry("CostCenter", "100");

        account.sandbox()
                .parameters()
                .put(
                        "/tags/policy",
                        TaggedAccount.POLICY.replace("\"CostCenter\"", "\"COSTCENTER\""));
        account.after("alice", iam -> tagRole(iam, "web", "Note", "x"));
        assertThat(account.roleTags("web")).containsKey("CostCenter");

        account.sandbox().advance(Duration.ofMinutes(6));
        account.after("alice", iam -> tagRole(iam, "web", "Note", "y"));
        assertThat(account.roleTags("web")).containsEntry("COSTCENTER", "100");
    }

    @Test
    void aPolicyInParameterStoreThatBecameInvalidFailsEachEventUntilItIsFixed() {
        start("TagPolicy", "ssm:/tags/policy", "TagDefaults", "CostCenter=100");
        account.sandbox().parameters().put("/tags/policy", TaggedAccount.POLICY);
        account.existing("web", RIGHT, "web", RIGHT);
        account.sandbox().parameters().put("/tags/policy", "{\"tags\": {\"Owner\": 7}}");

        account.after("mallory", iam -> tagRole(iam, "web", "CostCenter", "999"));

        assertThat(account.roleTags("web")).containsEntry("CostCenter", "999");
        assertThat(account.calls()).containsOnly("GetParameter");
        assertThat(account.entries())
                .filteredOn(entry -> entry.kind() == Entry.Kind.INVOCATION)
                .filteredOn(entry -> "TagEnforcer".equals(entry.function()))
                .isNotEmpty()
                .allSatisfy(
                        entry -> assertThat(entry.outcome()).contains("TagPolicy", "tags.Owner"));
        account.sandbox().parameters().put("/tags/policy", TaggedAccount.POLICY);
        account.sandbox().advance(Duration.ofMinutes(10));
        assertThat(account.roleTags("web")).isEqualTo(RIGHT);
    }

    @Test
    void observingReportsWhatEnforcingDoes() {
        Consumer<IamClient> day =
                iam -> {
                    createRole(iam, "web", Map.of("Team", "blue"));
                    createProfile(iam, "web", Map.of("costcenter", "250", "Owner", "zoe"));
                    add(iam, "web", "web");
                };
        List<String> enforced = findings("enforce", day);

        assertThat(enforced).isNotEmpty();
        assertThat(findings("observe", day)).isEqualTo(enforced);
    }

    @Test
    void aFullProfileIsReportedAndLosesNothing() {
        start("TagDefaults", "CostCenter=100");
        Map<String, String> full = new HashMap<>(Map.of("Owner", "a", "costcenter", "200"));
        IntStream.range(0, 48).forEach(i -> full.put("Tag" + i, "x"));

        account.after("alice", iam -> createProfile(iam, "web", full));

        assertThat(account.profileTags("web")).isEqualTo(full);
        assertThat(account.findings()).containsExactly("tags-full");
    }

    @Test
    void aServicesResourceByPathIsReadAndLeftAlone() {
        start("TagDefaults", "CostCenter=100");

        account.after(
                "karpenter",
                iam ->
                        iam.createInstanceProfile(r ->
                                r.instanceProfileName("cluster_1")
                                        .path("/karpenter/us-east-1/c/")));

        assertThat(account.calls()).containsExactly("GetInstanceProfile");
        assertThat(account.profileTags("cluster_1")).isEmpty();
        assertThat(account.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetRole",
                "ListInstanceProfilesForRole",
                "GetInstanceProfile",
                "TagInstanceProfile",
                "UntagInstanceProfile",
                "TagRole"
            })
    void whereverItIsStoppedTheNextTryCompletesIt(String operation) {
        start("TagDefaults", "CostCenter=100", "InheritedTags", "Team,CostCenter");
        account.existing("web", with("Team", "blue"), "web", with("Team", "blue"));
        account.after("alice", iam -> tagRole(iam, "web", "Team", "red"));
        account.later();

        account.after(
                "mallory",
                iam -> {
                    untagRole(iam, "web", "CostCenter");
                    tagProfile(iam, "web", "costcenter", "999");
                    untagProfile(iam, "web", "CostCenter");
                    account.sandbox().faults().set("fail", operation + ":1");
                });
        account.sandbox().advance(Duration.ofMinutes(10));

        assertThat(account.roleTags("web")).isEqualTo(with("Team", "red"));
        assertThat(account.profileTags("web")).doesNotContainKey("costcenter");
        assertThat(account.profileTags("web")).containsEntry("CostCenter", "100");
        assertThat(account.invoke("{\"check\": {\"role\": \"web\"}}"))
                .contains("\"decision\":\"compliant\"", "\"actions\":[]");
    }

    private TaggedAccount account = TaggedAccount.with("TagMode", "off");

    private void start(String... parameters) {
        account.close();
        account = TaggedAccount.with(parameters);
    }

    private void twoOfEach() {
        start("TagDefaults", "CostCenter=100");
        account.existing("web", RIGHT, "web", RIGHT);
        account.existing("batch", RIGHT, "batch", RIGHT);
    }

    private void assertEverythingIsRight() {
        for (String name : List.of("web", "batch")) {
            assertThat(account.roleTags(name)).isEqualTo(RIGHT);
            assertThat(account.profileTags(name)).isEqualTo(RIGHT);
        }
    }

    private TaggingClient tagging() {
        return account.sandbox().tagging(Sandbox.user("mallory"));
    }

    /// The findings of a sequence of calls, without whether the function acted on them. A finding
    /// whose cause remains is reported for each event again.
    private List<String> findings(String mode, Consumer<IamClient> day) {
        start("TagMode", mode, "TagDefaults", "CostCenter=100", "InheritedTags", "Team");
        account.after("alice", day);
        return account.sandbox().findings().stream()
                .map(finding ->
                        "%s %s %s %s"
                                .formatted(
                                        finding.get("kind"),
                                        finding.get("subject"),
                                        String.valueOf(finding.get("done"))
                                                .replaceAll("would-do|done", "did"),
                                        finding.get("todo")))
                .distinct()
                .toList();
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> more = new HashMap<>(RIGHT);
        more.put(key, value);
        return more;
    }

    @AfterEach
    void close() {
        account.close();
    }
}
