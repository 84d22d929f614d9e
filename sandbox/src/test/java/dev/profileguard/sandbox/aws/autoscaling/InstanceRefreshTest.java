package dev.profileguard.sandbox.aws.autoscaling;

import static dev.profileguard.sandbox.aws.autoscaling.Fleet.here;
import static dev.profileguard.sandbox.aws.autoscaling.Fleet.template;
import static dev.profileguard.sandbox.aws.regional.RegionalAccount.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.refresh.Preferences;
import dev.profileguard.sandbox.aws.autoscaling.refresh.RefreshRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceRefreshTest {
    @TempDir private Path folder = Path.of(".");
    private @Nullable Fleet opened;

    @Test
    void replacesAllInstancesStepByStep() {
        fleet().group(3);
        List<String> before = fleet().ids();

        start(Map.of());
        assertStatus("Pending");
        fleet().advance(12);

        assertStatus("InProgress");
        assertThat(fleet().ids()).containsAnyElementsOf(before);
        fleet().advance(60);
        assertStatus("Successful");
        assertThat(fleet().refresh().at("/PercentageComplete").asInt()).isEqualTo(100);
        assertThat(fleet().refresh().at("/InstancesToUpdate").asInt()).isZero();
        assertThat(fleet().ids()).hasSize(3).doesNotContainAnyElementsOf(before);
        assertThat(fleet().versions()).containsOnly("2");
        assertThat(fleet().described().at("/LaunchTemplate/Version").asText()).isEqualTo("2");
    }

    @Test
    void startsNewInstancesFirstWhereAllHaveToStayHealthy() {
        fleet().group(2);
        List<String> before = fleet().ids();

        start(Map.of("MinHealthyPercentage", "100", "InstanceWarmup", "60"));
        fleet().advance(15);

        assertThat(fleet().ids()).hasSize(3).containsAll(before);
        assertThat(fleet().refresh().at("/StatusReason").asText())
                .isEqualTo(
                        "Waiting for instances to warm up before continuing. For example: %s is warming up."
                                .formatted(fleet().ids().getLast()));
        fleet().advance(300);
        assertStatus("Successful");
        assertThat(fleet().ids()).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    @Test
    void leavesInstancesThatMatchAlone() {
        fleet().group(2);
        start(Map.of());
        fleet().advance(60);
        List<String> before = fleet().ids();

        start(Map.of("SkipMatching", "true"));
        fleet().advance(15);

        assertStatus("Successful");
        assertThat(fleet().ids()).isEqualTo(before);
    }

    @Test
    void waitsAtCheckpoints() {
        fleet().group(4);
        start(
                Map.of(
                        "CheckpointPercentages",
                        List.of("25", "100"),
                        "CheckpointDelay",
                        "600",
                        "MinHealthyPercentage",
                        "50"));

        fleet().advance(300);
        assertStatus("InProgress");
        assertThat(fleet().refresh().at("/PercentageComplete").asInt()).isEqualTo(25);
        assertThat(fleet().versions()).containsExactly("1", "1", "1", "2");
        fleet().advance(900);

        assertStatus("Successful");
        assertThat(fleet().versions()).containsOnly("2");
    }

    @Test
    void allowsOneRefreshAndNoOtherConfigurationAtATime() {
        fleet().group(1);
        start(Map.of());

        assertRefused(
                () -> start(Map.of()),
                400,
                "InstanceRefreshInProgress",
                "An Instance Refresh is already in progress and blocks the execution of this"
                        + " Instance Refresh.");
        assertRefused(
                () -> fleet().scaling().updateGroup(here(), GroupRequest.of("g", template("1"), 1)),
                400,
                "ValidationError",
                "An active instance refresh with a desired configuration exists. All configuration"
                    + " options derived from the desired configuration are not available for update"
                    + " while the instance refresh is active.");
        fleet().scaling().updateGroup(here(), GroupRequest.sized("g", 0, 2, 2));
    }

    @Test
    void tellsTheCallerWhatKeepsTheConfigurationFromStartingInstances() {
        fleet().group(1);
        fleet().version("gone");

        assertRefused(
                () -> start("3", Map.of()),
                400,
                "ValidationError",
                "You must use a valid fully-formed launch template. Value (gone) for parameter"
                        + " iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name");
        assertThat(fleet().account().record("us-east-1").at("/errorCode").asText())
                .isEqualTo("ValidationException");
    }

    @Test
    void needsThePermissionOfTheCallerToPassTheRole() {
        fleet().group(1);
        fleet().account()
                .holdAlice("{'Effect':'Allow','Action':['autoscaling:*','ec2:*'],'Resource':'*'}");

        assertRefused(
                () -> start(Map.of()),
                403,
                "AccessDenied",
                "You are not authorized to use launch template: web-lt");
    }

    @Test
    void failsAfterAnHourWithTheReasonAndKeepsTheRest() {
        fleet().group(2);
        start(Map.of());
        emptyTheNewProfile();
        fleet().advance(600);
        assertStatus("InProgress");

        fleet().advance(4000);

        assertStatus("Failed");
        assertThat(fleet().refresh().at("/StatusReason").asText())
                .contains("has no associated IAM Roles. Launching EC2 instance failed.");
        assertThat(fleet().versions()).containsExactly("1", "1");
        assertThat(fleet().described().at("/LaunchTemplate/Version").asText()).isEqualTo("1");
    }

    @Test
    void rollsBackByItselfOnRequest() {
        fleet().group(2);
        start(Map.of("AutoRollback", "true", "InstanceWarmup", "30"));
        fleet().advance(20);
        emptyTheNewProfile();
        fleet().advance(5000);

        assertStatus("RollbackSuccessful");
        assertThat(fleet().refresh().at("/RollbackDetails/RollbackReason").asText())
                .contains("has no associated IAM Roles");
        assertThat(fleet().versions()).containsExactly("1", "1");
    }

    @Test
    void isCancelledOrRolledBack() {
        fleet().group(2);
        start(Map.of("InstanceWarmup", "30"));
        fleet().advance(20);
        assertThat(fleet().versions()).contains("2");

        assertThat(fleet().scaling().refreshes().rollBack(here(), "g")).isNotEmpty();
        assertStatus("RollbackInProgress");
        fleet().advance(200);
        assertStatus("RollbackSuccessful");
        assertThat(fleet().versions()).containsExactly("1", "1");

        start(Map.of("InstanceWarmup", "30"));
        fleet().advance(20);
        assertThat(fleet().scaling().refreshes().cancel(here(), "g")).isNotEmpty();
        assertStatus("Cancelling");
        fleet().advance(20);
        assertStatus("Cancelled");
        assertThat(fleet().versions()).containsExactlyInAnyOrder("1", "2");
        assertRefused(
                () -> assertThat(fleet().scaling().refreshes().cancel(here(), "g")).isEmpty(),
                400,
                "ActiveInstanceRefreshNotFound",
                "No in progress or pending Instance Refresh found for Auto Scaling group g");
    }

    @Test
    void refusesARollbackWithoutADesiredConfiguration() {
        fleet().group(1);
        assertThat(
                        fleet().scaling()
                                .refreshes()
                                .start(here(), new RefreshRequest("g", null, Preferences.USUAL)))
                .isNotEmpty();

        assertRefused(
                () -> assertThat(fleet().scaling().refreshes().rollBack(here(), "g")).isEmpty(),
                400,
                "IrreversibleInstanceRefresh",
                "The instance refresh cannot be rolled back: it needs a desired configuration, and"
                        + " the group a numbered version of its launch template.");
    }

    private void emptyTheNewProfile() {
        fleet().account()
                .iam()
                .removeRoleFromInstanceProfile(r -> r.instanceProfileName("new").roleName("new"));
    }

    private void start(Map<String, Object> preferences) {
        start("2", preferences);
    }

    private void start(String version, Map<String, Object> preferences) {
        assertThat(
                        fleet().scaling()
                                .refreshes()
                                .start(
                                        here(),
                                        new RefreshRequest(
                                                "g",
                                                template(version),
                                                new Preferences(preferences))))
                .isNotEmpty();
    }

    private void assertStatus(String status) {
        assertThat(fleet().refresh().at("/Status").asText()).isEqualTo(status);
    }

    @BeforeEach
    void open() {
        opened = new Fleet(folder);
    }

    @AfterEach
    void close() {
        fleet().close();
    }

    private Fleet fleet() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }
}
