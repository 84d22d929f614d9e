package dev.profileguard.sandbox.rotation;

import static dev.profileguard.sandbox.rotation.RotatingAccount.NEW;
import static dev.profileguard.sandbox.rotation.RotatingAccount.OLD;
import static dev.profileguard.sandbox.rotation.RotatingAccount.commands;
import static dev.profileguard.sandbox.rotation.RotatingAccount.owner;
import static dev.profileguard.sandbox.rotation.RotatingAccount.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupTag;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchConfiguration;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.autoscaling.refresh.Preferences;
import dev.profileguard.sandbox.aws.autoscaling.refresh.RefreshRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupRotationTest {
    private static final String REGION = "eu-west-1";

    @ParameterizedTest
    @ValueSource(strings = {"$Latest", "$Default", "1"})
    void replacesTheInstancesOfAGroupStepByStep(String version) {
        try (RotatingAccount account = RotatingAccount.with()) {
            String template = account.template(REGION, "web");
            account.group(REGION, "web-asg", template, version, 3);
            List<String> before = account.instancesOf(REGION, "web-asg");
            assertThat(before).hasSize(3);

            JsonNode first = account.rotate();
            account.sandbox().advance(Duration.ofSeconds(20));
            JsonNode second = account.rotate();
            account.sandbox().advance(Duration.ofMinutes(15));
            JsonNode third = account.rotate();

            assertThat(states(first)).endsWith("under-way");
            assertThat(second.path("why").asText()).contains("is being replaced");
            assertThat(third.path("decision").asText()).isEqualTo("rotation-unused");
            assertThat(account.instancesOf(REGION, "web-asg"))
                    .hasSize(3)
                    .doesNotContainAnyElementsOf(before)
                    .allMatch(each -> account.profileOf(each).equals(NEW));
            assertThat(account.finish().path("decision").asText()).isEqualTo("rotation-finished");
        }
    }

    @Test
    void replacesOneGroupAfterTheOther() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String template = account.template(REGION, "web");
            account.group(REGION, "a", template, "$Latest", 1);
            account.group(REGION, "b", template, "$Latest", 1);

            JsonNode response = account.rotate();

            assertThat(states(response)).containsExactly("done", "done", "under-way", "later");
        }
    }

    @Test
    void stopsAtARefreshThatFails() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String template = account.template(REGION, "web");
            account.group(REGION, "web-asg", template, "$Latest", 2);
            account.rotate();
            account.sandbox().autoScaling().refreshes().cancel(owner(REGION), "web-asg");
            account.sandbox().advance(Duration.ofMinutes(5));

            JsonNode response = account.rotate();

            assertThat(response.path("decision").asText()).isEqualTo("rotation-stopped");
            assertThat(states(response)).endsWith("failed");
            assertThat(account.rotate().path("performed")).isEmpty();
        }
    }

    @Test
    void keepsWhatElseIsInALaunchTemplate() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String template = account.template(REGION, "web");

            account.rotate();

            JsonNode usage = account.ask("{\"usage\": {\"profile\": \"" + NEW + "\"}}");
            assertThat(usage.at("/launchTemplates/0/template").asText()).isEqualTo(template);
            assertThat(usage.at("/launchTemplates/0/defaultVersion").asInt()).isEqualTo(2);
            assertThat(usage.at("/launchTemplates/0/versions").toString()).isEqualTo("[2]");
        }
    }

    @Test
    void leavesATemplateWhoseLatestVersionIsAnothersToPeople() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String template = account.template(REGION, "web");
            account.version(REGION, template, "other");

            JsonNode response = account.rotate();

            assertThat(states(response)).containsExactly("done", "by-hand");
            assertThat(commands(response))
                    .anyMatch(each -> each.startsWith("aws ec2 create-launch-template-version"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "old, old, --launch-configuration-name old",
        "lc, template-lc, --launch-configuration-name lc",
        "file://a b, file-//a-b, --cli-input-json '{\"LaunchConfigurationName\":\"file://a b\"}'"
    })
    void leavesALaunchConfigurationToPeople(String name, String template, String deleted) {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.sandbox()
                    .autoScaling()
                    .createLaunchConfiguration(owner(REGION), LaunchConfiguration.of(name, OLD));
            account.group(REGION, "legacy", new LaunchSource.Configured(name), 1);

            JsonNode response = account.rotate();

            assertThat(states(response)).containsExactly("done", "by-hand");
            assertThat(commands(response))
                    .anyMatch(each -> each.contains("describe-launch-configurations"))
                    .anyMatch(each -> each.contains("--launch-template-name " + template + " "));
            assertThat(account.finish().path("decision").asText()).isEqualTo("rotation-open");

            account.sandbox().autoScaling().deleteGroup(owner(REGION), "legacy", true);
            account.sandbox().advance(Duration.ofMinutes(1));
            JsonNode last = account.rotate();

            assertThat(commands(last))
                    .containsExactly(
                            "aws autoscaling delete-launch-configuration --region eu-west-1 "
                                    + deleted);
        }
    }

    @Test
    void holdsGroupsOfTheLatestVersionAtItsNumberBeforeOthersGetASuccessor() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String template = account.template(REGION, "web");
            account.version(REGION, template, OLD);
            account.group(REGION, "first", template, "1", 1);
            account.group(REGION, "latest", template, "$Latest", 1);

            JsonNode response = account.rotate();

            assertThat(states(response).get(1)).isEqualTo("by-hand");
            assertThat(commands(response).getFirst())
                    .isEqualTo(
                            "aws autoscaling update-auto-scaling-group --region eu-west-1"
                                    + " --auto-scaling-group-name latest --launch-template"
                                    + " '{\"LaunchTemplateId\":\""
                                    + template
                                    + "\",\"Version\":\"2\"}'");
            assertThat(commands(response)).hasSize(1);
        }
    }

    @Test
    void setsADefaultVersionWhoseNumberIsNotKnownYetLater() {
        try (RotatingAccount account = RotatingAccount.with("RotationMode", "observe")) {
            String template = account.template(REGION, "web");
            account.version(REGION, template, OLD);
            account.group(REGION, "by-number", template, "1", 1);
            account.rotate();
            AccountUnderTest.createProfile(account.as("owner"), NEW);
            AccountUnderTest.add(account.as("owner"), NEW, "web-v2");

            assertThat(commands(account.rotate()))
                    .filteredOn(each -> each.startsWith("aws ec2"))
                    .hasSize(2)
                    .allMatch(each -> each.startsWith("aws ec2 create-launch-template-version"));
        }
    }

    @Test
    void waitsForTheRefreshThatAPersonStartedOfAGroupOfNodes() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String template = account.template(REGION, "nodes");
            account.group(REGION, "nodes", template, "$Latest", 4);
            account.sandbox()
                    .autoScaling()
                    .tags()
                    .put(
                            owner(REGION),
                            "nodes",
                            List.of(new GroupTag("kubernetes.io/cluster/shop", "owned", true)));
            account.rotate();
            account.version(REGION, template, NEW);
            account.sandbox()
                    .autoScaling()
                    .refreshes()
                    .start(owner(REGION), new RefreshRequest("nodes", null, Preferences.USUAL));
            account.sandbox().advance(Duration.ofSeconds(20));

            JsonNode response = account.rotate();

            assertThat(states(response)).endsWith("under-way");
        }
    }
}
