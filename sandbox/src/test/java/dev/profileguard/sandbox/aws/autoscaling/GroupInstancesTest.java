package dev.profileguard.sandbox.aws.autoscaling;

import static dev.profileguard.sandbox.aws.autoscaling.Fleet.here;
import static dev.profileguard.sandbox.aws.autoscaling.Fleet.template;
import static dev.profileguard.sandbox.aws.regional.RegionalAccount.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupTag;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchConfiguration;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.autoscaling.group.MixedInstances;
import dev.profileguard.sandbox.aws.ec2.Description;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupInstancesTest {
    @TempDir private Path folder = Path.of(".");
    private @Nullable Fleet opened;

    @Test
    void startsInstancesAMomentAfterTheCall() {
        scaling().createGroup(here(), GroupRequest.of("g", template("1"), 2));
        assertThat(fleet().ids()).isEmpty();

        fleet().advance(1);
        assertThat(fleet().states()).containsExactly("Pending", "Pending");
        fleet().advance(2);

        assertThat(fleet().states()).containsExactly("InService", "InService");
        assertThat(fleet().versions()).containsExactly("1", "1");
        assertThat(
                        fleet().account()
                                .sandbox()
                                .ec2(Sandbox.user("alice"))
                                .describe(
                                        Description.filtered("tag:aws:autoscaling:groupName", "g")))
                .hasSize(2)
                .allSatisfy(each ->
                        assertThat(String.valueOf(each.get("iamInstanceProfile")))
                                .contains("/old"));
        assertThat(scaling().describeInstances(here(), fleet().ids()))
                .extracting(
                        each -> each.get("AutoScalingGroupName"), each -> each.get("HealthStatus"))
                .containsOnly(tuple("g", "HEALTHY"));
    }

    @Test
    void startsThemWithItsOwnRoleWhichTheFirstGroupCreates() {
        fleet().group(1);

        JsonNode launch = fleet().account().record("us-east-1");
        assertThat(launch.at("/eventName").asText()).isEqualTo("RunInstances");
        assertThat(launch.at("/userIdentity/arn").asText())
                .isEqualTo(
                        "arn:aws:sts::123456789012:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling");
        assertThat(launch.at("/userIdentity/invokedBy").asText())
                .isEqualTo("autoscaling.amazonaws.com");
        assertThat(launch.at("/requestParameters/launchTemplate/version").asText()).isEqualTo("1");
        assertThat(
                        fleet().account()
                                .iam()
                                .getRole(r -> r.roleName("AWSServiceRoleForAutoScaling"))
                                .role()
                                .path())
                .isEqualTo("/aws-service-role/autoscaling.amazonaws.com/");
    }

    @Test
    void needsThePermissionToCreateThatRoleOnceAndPassRoleOfTheCallerOnly() {
        fleet().account()
                .holdAlice(
                        "{'Effect':'Allow','Action':['autoscaling:*','ec2:*','iam:PassRole'],'Resource':'*'}");
        assertRefused(
                () -> scaling().createGroup(here(), GroupRequest.of("g", template("1"), 1)),
                403,
                "AccessDenied",
                "The default Service-Linked Role for Auto Scaling could not be created. User:"
                    + " arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                    + " iam:CreateServiceLinkedRole on resource: * because no identity-based policy"
                    + " allows the iam:CreateServiceLinkedRole action");

        fleet().account().sandbox().identityPolicies().enforce(false);
        fleet().account()
                .iam()
                .createServiceLinkedRole(r -> r.awsServiceName("autoscaling.amazonaws.com"));
        fleet().account().sandbox().identityPolicies().enforce(true);
        fleet().group(1);

        assertThat(fleet().states()).containsExactly("InService");
    }

    @Test
    void followsItsCapacity() {
        fleet().group(2);
        List<String> before = fleet().ids();
        scaling().updateGroup(here(), GroupRequest.sized("g", 1, 3, null));

        scaling().setDesiredCapacity(here(), "g", 3);
        fleet().advance(5);
        assertThat(fleet().ids()).hasSize(3).containsAll(before);
        scaling().updateGroup(here(), GroupRequest.sized("g", 0, 1, null));
        fleet().advance(5);

        assertThat(fleet().ids()).hasSize(1).doesNotContainAnyElementsOf(before);
        assertRefused(
                () -> scaling().setDesiredCapacity(here(), "g", 2),
                400,
                "ValidationError",
                "New SetDesiredCapacity value 2 is above max value 1 for the AutoScalingGroup.");
        assertRefused(
                () -> scaling().updateGroup(here(), GroupRequest.sized("g", 3, 2, null)),
                400,
                "ValidationError",
                "Max bound, 2, must be greater than or equal to min bound, 3");
        assertRefused(
                () -> scaling().updateGroup(here(), GroupRequest.sized("g", 1, 2, 5)),
                400,
                "ValidationError",
                "Desired capacity:5 must be between the specified min size:1 and max size:2");
    }

    @Test
    void replacesAnInstanceThatSomebodyTerminates() {
        fleet().group(1);
        String before = fleet().ids().getFirst();
        fleet().account().sandbox().instances().transition(Duration.ofSeconds(10));

        fleet().account().sandbox().ec2(Sandbox.user("alice")).terminate(before);
        assertThat(fleet().states()).containsExactly("Terminating");
        fleet().advance(20);

        assertThat(fleet().ids()).hasSize(1).doesNotContain(before);
        assertThat(scaling().describeActivities(here(), "g").getFirst().toString())
                .contains("Launching a new EC2 instance: " + fleet().ids().getFirst());
    }

    @Test
    void terminatesAnInstanceOnRequest() {
        fleet().group(1);
        scaling().updateGroup(here(), GroupRequest.sized("g", 0, 1, null));
        String before = fleet().ids().getFirst();

        assertThat(scaling().terminateInstance(here(), before, false)).containsKey("Activity");
        fleet().advance(5);
        String after = fleet().ids().getFirst();
        assertThat(after).isNotEqualTo(before);
        assertThat(scaling().terminateInstance(here(), after, true)).containsKey("Activity");
        fleet().advance(5);

        assertThat(fleet().ids()).isEmpty();
        assertThat(fleet().described().at("/DesiredCapacity").asInt()).isZero();
        assertRefused(
                () -> scaling().terminateInstance(here(), after, false),
                400,
                "ValidationError",
                "Instance Id not found - No managed instance found for instance ID: " + after);
    }

    @Test
    void goesWithItsInstancesOnlyByForce() {
        fleet().group(1);
        String id = fleet().ids().getFirst();

        assertRefused(
                () -> scaling().deleteGroup(here(), "g"),
                400,
                "ResourceInUse",
                "You cannot delete an AutoScalingGroup while there are instances or pending Spot"
                        + " instance request(s) still in the group.");
        scaling().deleteGroup(here(), "g", true);
        assertThat(fleet().described().at("/Status").asText()).isEqualTo("Delete in progress");
        fleet().advance(5);

        assertThat(scaling().describeGroups(here(), List.of())).isEmpty();
        assertThat(fleet().account().sandbox().instances().roleOf(id)).isEmpty();
    }

    @Test
    void saysInItsActivitiesWhyItCannotStartInstancesAndTriesAgain() {
        fleet().group(0);
        fleet().account()
                .iam()
                .removeRoleFromInstanceProfile(r -> r.instanceProfileName("old").roleName("old"));
        scaling().updateGroup(here(), GroupRequest.sized("g", 1, 1, null));
        fleet().advance(5);

        assertThat(scaling().describeActivities(here(), "g").getFirst())
                .containsEntry("StatusCode", "Failed")
                .containsEntry(
                        "StatusMessage",
                        "IAM Instance Profile \"arn:aws:iam::123456789012:instance-profile/old\""
                                + " has no associated IAM Roles. Launching EC2 instance failed.");
        fleet().account()
                .iam()
                .addRoleToInstanceProfile(r -> r.instanceProfileName("old").roleName("old"));
        fleet().advance(90);

        assertThat(fleet().states()).containsExactly("InService");
    }

    @Test
    void startsInstancesByALaunchConfiguration() {
        scaling().createLaunchConfiguration(here(), LaunchConfiguration.of("lc", "old"));
        scaling().createGroup(here(), GroupRequest.of("g", new LaunchSource.Configured("lc"), 1));
        fleet().advance(5);

        assertThat(fleet().described().at("/Instances/0/LaunchConfigurationName").asText())
                .isEqualTo("lc");
        assertThat(
                        fleet().account()
                                .sandbox()
                                .instances()
                                .roleOf(fleet().ids().getFirst())
                                .orElseThrow()
                                .roleName())
                .isEqualTo("old");
    }

    @Test
    void startsInstancesByTheFirstOverrideOfAPolicy() {
        MixedInstances policy =
                MixedInstances.of(
                        new TemplateReference(null, "web-lt", "2"), "c5.large", "m5.large");
        scaling().createGroup(here(), GroupRequest.of("g", new LaunchSource.Mixed(policy), 1));
        fleet().advance(5);

        JsonNode group = fleet().described();
        assertThat(group.has("LaunchTemplate")).isFalse();
        assertThat(
                        group.at(
                                        "/MixedInstancesPolicy/LaunchTemplate/LaunchTemplateSpecification/LaunchTemplateId")
                                .asText())
                .startsWith("lt-");
        assertThat(group.at("/MixedInstancesPolicy/LaunchTemplate/Overrides")).hasSize(2);
        assertThat(group.at("/Instances/0/InstanceType").asText()).isEqualTo("c5.large");
        assertThat(group.at("/Instances/0/LaunchTemplate/Version").asText()).isEqualTo("2");
    }

    @Test
    void keepsTagsAndGivesThemToNewInstances() {
        fleet().group(0);
        scaling()
                .tags()
                .put(
                        here(),
                        "g",
                        List.of(
                                new GroupTag("team", "web", true),
                                new GroupTag("note", "x", false)));
        scaling().tags().delete(here(), "g", List.of(new GroupTag("note", "", false)));
        scaling().updateGroup(here(), GroupRequest.sized("g", 1, 1, null));
        fleet().advance(5);

        assertThat(fleet().described().at("/Tags").findValuesAsText("Key")).containsExactly("team");
        assertThat(
                        fleet().account()
                                .sandbox()
                                .ec2(Sandbox.user("alice"))
                                .describe(Description.filtered("tag:team", "web")))
                .hasSize(1);
    }

    private AutoScaling scaling() {
        return fleet().scaling();
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
