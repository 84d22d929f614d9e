package dev.profileguard.sandbox.aws.autoscaling;

import static dev.profileguard.sandbox.aws.regional.RegionalAccount.alice;
import static dev.profileguard.sandbox.aws.regional.RegionalAccount.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchConfiguration;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.sandbox.aws.regional.RegionalAccount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoScalingTest {
    private static final String PROFILE = "arn:aws:iam::123456789012:instance-profile/web";

    @TempDir private Path folder = Path.of(".");
    private @Nullable RegionalAccount opened;

    @Test
    void takesALaunchConfigurationByNameOrArnOfTheProfile() {
        account().profile("web");

        create("a", "web");
        create("b", PROFILE);
        create("c", null);

        assertThat(scaling().describeLaunchConfigurations(here(), List.of()))
                .extracting(each -> each.get("IamInstanceProfile"))
                .containsExactly("web", PROFILE, null);
    }

    @Test
    void refusesALaunchConfigurationWhoseProfileIsMissingOrEmptyAndRecordsIt() {
        account().iam().createInstanceProfile(r -> r.instanceProfileName("empty"));

        for (String profile : List.of("gone", "empty", PROFILE)) {
            assertRefused(
                    () -> create("lc", profile),
                    400,
                    "ValidationError",
                    "Invalid IamInstanceProfile: " + profile);
        }

        JsonNode record = account().record("us-east-1");
        assertThat(record.at("/eventSource").asText()).isEqualTo("autoscaling.amazonaws.com");
        assertThat(record.at("/errorCode").asText()).isEqualTo("ValidationException");
        assertThat(record.at("/requestParameters/launchConfigurationName").asText())
                .isEqualTo("lc");
        assertThat(record.at("/requestParameters/iamInstanceProfile").asText()).isEqualTo(PROFILE);
        assertThat(account().failures())
                .containsOnly("aws.autoscaling CreateLaunchConfiguration ValidationException")
                .hasSize(3);
        assertThat(account().sandbox().timeline().entries())
                .anyMatch(entry -> "instance-profile/gone".equals(entry.subject()));
    }

    @Test
    void needsPassRoleForTheRoleInTheProfile() {
        account().profile("web");
        account().holdAlice("{'Effect':'Allow','Action':'autoscaling:*','Resource':'*'}");

        assertRefused(
                () -> create("lc", "web"),
                403,
                "AccessDenied",
                "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                        + " iam:PassRole on resource: arn:aws:iam::123456789012:role/web because no"
                        + " identity-based policy allows the iam:PassRole action");
        JsonNode record = account().record("us-east-1");
        assertThat(record.at("/errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(record.at("/requestParameters/iamInstanceProfile").asText()).isEqualTo("web");
    }

    @Test
    void recordsNoParametersOfACallThatItDoesNotTake() {
        account().holdAlice("{'Effect':'Allow','Action':'iam:*','Resource':'*'}");

        assertRefused(
                () -> create("lc", null),
                403,
                "AccessDenied",
                "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                    + " autoscaling:CreateLaunchConfiguration on resource:"
                    + " arn:aws:autoscaling:us-east-1:123456789012:launchConfiguration:*:launchConfigurationName/lc"
                    + " because no identity-based policy allows the"
                    + " autoscaling:CreateLaunchConfiguration action");
        assertThat(account().record("us-east-1").at("/requestParameters").isNull()).isTrue();
    }

    @Test
    void keepsANameForOneLaunchConfigurationInARegion() {
        create("lc", null);

        assertRefused(
                () -> create("lc", null),
                400,
                "AlreadyExists",
                "Launch Configuration by this name already exists - A launch configuration already"
                        + " exists with the name lc");
        scaling().createLaunchConfiguration(alice("eu-west-1"), LaunchConfiguration.of("lc", null));
        assertThat(scaling().describeLaunchConfigurations(here(), List.of("lc"))).hasSize(1);
    }

    @Test
    void deletesALaunchConfigurationThatNoGroupUses() {
        create("lc", null);
        scaling().createGroup(here(), GroupRequest.configured("g", "lc"));

        assertRefused(
                () -> scaling().deleteLaunchConfiguration(here(), "lc"),
                400,
                "ResourceInUse",
                "Cannot delete launch configuration lc because it is attached to AutoScalingGroup"
                        + " g");
        scaling().deleteGroup(here(), "g");
        scaling().deleteLaunchConfiguration(here(), "lc");
        assertRefused(
                () -> scaling().deleteLaunchConfiguration(here(), "lc"),
                400,
                "ValidationError",
                "Launch configuration name not found - Launch configuration lc not found");
    }

    @Test
    void makesAGroupOfATemplateWhoseProfileEc2Takes() {
        account().profile("web");
        template("web-lt", "web");

        scaling().createGroup(here(), templated("g", "web-lt"));

        assertThat(scaling().describeGroups(here(), List.of("g")).getFirst().get("LaunchTemplate"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("LaunchTemplateName", "web-lt")
                .containsEntry("Version", "$Default");
        assertThat(account().sandbox().instances().overview()).isEmpty();
    }

    @Test
    void refusesAGroupOfATemplateWithWhatEc2SaysAboutItsProfile() {
        template("web-lt", "gone");
        String message =
                "You must use a valid fully-formed launch template. Value (gone) for parameter"
                        + " iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name";

        assertRefused(
                () -> scaling().createGroup(here(), templated("g", "web-lt")),
                400,
                "ValidationError",
                message);

        JsonNode record = account().record("us-east-1");
        assertThat(record.at("/eventName").asText()).isEqualTo("CreateAutoScalingGroup");
        assertThat(record.at("/errorMessage").asText()).isEqualTo(message);
        assertThat(record.at("/requestParameters/launchTemplate/launchTemplateName").asText())
                .isEqualTo("web-lt");
        assertThat(scaling().describeGroups(here(), List.of())).isEmpty();
        assertThat(account().failures())
                .containsExactly("aws.autoscaling CreateAutoScalingGroup ValidationException");
    }

    @Test
    void refusesAnUpdateToATemplateWithoutARoleInItsProfile() {
        account().iam().createInstanceProfile(r -> r.instanceProfileName("web"));
        create("lc", null);
        template("web-lt", "web");
        scaling().createGroup(here(), GroupRequest.configured("g", "lc"));

        assertRefused(
                () -> scaling().updateGroup(here(), templated("g", "web-lt")),
                400,
                "ValidationError",
                "You must use a valid fully-formed launch template. IAM Instance Profile"
                        + " \"%s\" has no associated IAM Roles".formatted(PROFILE));
        assertThat(scaling().describeGroups(here(), List.of()).getFirst())
                .containsEntry("LaunchConfigurationName", "lc");
    }

    @Test
    void hidesWhichPermissionForATemplateIsMissing() {
        account().profile("web");
        template("web-lt", "web");
        account().holdAlice("{'Effect':'Allow','Action':['autoscaling:*','ec2:*'],'Resource':'*'}");

        assertRefused(
                () -> scaling().createGroup(here(), templated("g", "web-lt")),
                403,
                "AccessDenied",
                "You are not authorized to use launch template: web-lt");
        assertThat(account().record("us-east-1").at("/requestParameters").isNull()).isFalse();
    }

    @Test
    void needsAGroupAndWhatItUses() {
        assertRefused(
                () -> scaling().updateGroup(here(), GroupRequest.configured("g", "lc")),
                400,
                "ValidationError",
                "AutoScalingGroup name not found - null");
        assertRefused(
                () -> scaling().createGroup(here(), GroupRequest.configured("g", "lc")),
                400,
                "ValidationError",
                "Launch configuration name not found - A launch configuration with the name: lc"
                        + " does not exist");
        assertRefused(
                () -> scaling().createGroup(here(), templated("g", "web-lt")),
                400,
                "ValidationError",
                "You must use a valid fully-formed launch template. The specified launch template,"
                        + " with template name web-lt, does not exist.");
        create("lc", null);
        scaling().createGroup(here(), GroupRequest.configured("g", "lc"));
        assertRefused(
                () -> scaling().createGroup(here(), GroupRequest.configured("g", "lc")),
                400,
                "AlreadyExists",
                "AutoScalingGroup by this name already exists - A group with the name g already"
                        + " exists");
    }

    @Test
    void updatesOnlyWhatAnUpdateNames() {
        create("lc", null);
        scaling().createGroup(here(), GroupRequest.configured("g", "lc"));

        scaling()
                .updateGroup(
                        here(),
                        new GroupRequest(
                                "g",
                                null,
                                2,
                                3,
                                null,
                                List.of("us-east-1b"),
                                null,
                                null,
                                List.of()));

        assertThat(scaling().describeGroups(here(), List.of()).getFirst())
                .containsEntry("LaunchConfigurationName", "lc")
                .containsEntry("MinSize", 2)
                .containsEntry("MaxSize", 3)
                .containsEntry("DesiredCapacity", 2)
                .containsEntry("AvailabilityZones", List.of("us-east-1b"));
    }

    @Test
    void recordsACallInItsRegionAndSendsItsEventNowhereElse() {
        assertRefused(
                () ->
                        scaling()
                                .createLaunchConfiguration(
                                        alice("eu-west-1"), LaunchConfiguration.of("lc", "gone")),
                400,
                "ValidationError",
                "Invalid IamInstanceProfile: gone");

        assertThat(account().record("eu-west-1").at("/awsRegion").asText()).isEqualTo("eu-west-1");
        assertThat(account().failures()).isEmpty();
    }

    @Test
    void refusesARegionThatTheAccountHasNotEnabled() {
        assertRefused(
                () -> scaling().describeGroups(alice("ap-east-1"), List.of()),
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.");
    }

    @Test
    void failsWhenAFaultSaysSo() {
        account().sandbox().faults().set("fail", "CreateLaunchConfiguration:1");

        assertRefused(
                () -> create("lc", null), 500, "InternalFailure", "An internal error has occurred");
        create("lc", null);
    }

    @BeforeEach
    void open() {
        opened = new RegionalAccount(folder);
    }

    @AfterEach
    void close() {
        account().close();
    }

    private RegionalAccount account() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private AutoScaling scaling() {
        return account().sandbox().autoScaling();
    }

    private void create(String name, @Nullable String profile) {
        scaling().createLaunchConfiguration(here(), LaunchConfiguration.of(name, profile));
    }

    private void template(String name, String profile) {
        Map<String, Object> made =
                account()
                        .sandbox()
                        .ec2()
                        .fleets()
                        .templates()
                        .create(here(), name, TemplateData.with(ProfileReference.named(profile)));
        assertThat(made).containsKey("launchTemplate");
    }

    private static GroupRequest templated(String name, String template) {
        return GroupRequest.templated(name, TemplateReference.named(template));
    }

    private static Origin here() {
        return alice("us-east-1");
    }
}
