package dev.profileguard.sandbox.aws.eks;

import static dev.profileguard.sandbox.aws.regional.RegionalAccount.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplatePage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// What EKS makes for managed node groups, and what is wrong with them.
class NodegroupsTest {
    private static final String ISSUES = "/health/issues";

    @TempDir private Path folder = Path.of(".");
    private @Nullable ClusterAccount opened;

    @Test
    void makesAProfileWithTheNodeRole() {
        prod().create(Map.of());

        InstanceProfile profile = profile();
        assertThat(profile.instanceProfileName())
                .matches("eks-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(profile.path()).isEqualTo("/");
        assertThat(profile.roles()).extracting("roleName").containsExactly("node");
    }

    @Test
    void makesAnAutoScalingGroupWhoseTemplateNamesTheProfile() {
        JsonNode answer =
                prod().create(
                                Map.of(
                                        "scalingConfig",
                                        Map.of("minSize", 1, "maxSize", 4, "desiredSize", 3)));

        assertThat(answer.at("/status").asText()).isEqualTo("CREATING");
        assertThat(answer.has("resources")).isFalse();
        assertThat(prod().describe().at("/status").asText()).isEqualTo("ACTIVE");
        Map<String, Object> group = prod().group();
        assertThat(String.valueOf(group.get("AutoScalingGroupName")))
                .isEqualTo(prod().profile().replace("eks-", "eks-web-"));
        assertThat(group)
                .containsEntry("MinSize", 1)
                .containsEntry("MaxSize", 4)
                .containsEntry("DesiredCapacity", 3)
                .containsEntry("VPCZoneIdentifier", "subnet-1,subnet-2");
        assertThat(String.valueOf(group.get("LaunchTemplate"))).contains(prod().profile());
        assertThat(prod().ownTemplate().at("/launchTemplateData/iamInstanceProfile/name").asText())
                .isEqualTo(prod().profile());
    }

    @Test
    void makesThemInItsServiceLinkedRoleAfterItHasAnswered() {
        prod().create(Map.of());

        List<JsonNode> all = prod().account().records("us-east-1", 4);
        assertThat(all.getFirst().at("/requestParameters/aWSServiceName").asText())
                .isEqualTo("autoscaling.amazonaws.com");
        List<JsonNode> iam = all.subList(1, 4);
        assertThat(iam)
                .extracting(record -> record.at("/eventName").asText())
                .containsExactly(
                        "AddRoleToInstanceProfile",
                        "CreateInstanceProfile",
                        "CreateServiceLinkedRole");
        JsonNode identity = iam.getFirst().at("/userIdentity");
        assertThat(identity.at("/invokedBy").asText()).isEqualTo("eks-nodegroup.amazonaws.com");
        assertThat(identity.at("/sessionContext/sessionIssuer/arn").asText())
                .isEqualTo(
                        "arn:aws:iam::123456789012:role/aws-service-role/eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup");
        assertThat(iam.getLast().at("/userIdentity/invokedBy").asText())
                .isEqualTo("eks.amazonaws.com");
        assertThat(iam.getLast().at("/userIdentity/userName").asText()).isEqualTo("alice");
        assertThat(prod().account().records(ClusterAccount.HERE, 3))
                .extracting(record -> record.at("/eventName").asText())
                .containsExactly(
                        "CreateAutoScalingGroup", "CreateLaunchTemplate", "CreateNodegroup");
    }

    @Test
    void deletesWhatItMade() {
        prod().create(Map.of());

        JsonNode answer = prod().web("DeleteNodegroup", Map.of()).at("/nodegroup");

        assertThat(answer.at("/status").asText()).isEqualTo("DELETING");
        assertThat(prod().iam().listInstanceProfiles().instanceProfiles()).isEmpty();
        assertThat(
                        prod().account()
                                .sandbox()
                                .autoScaling()
                                .describeGroups(prod().alice(), List.of()))
                .isEmpty();
        assertThat(
                        prod().templates()
                                .describe(
                                        prod().alice(),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        TemplatePage.FIRST)
                                .toString())
                .doesNotContain("eks-");
        assertThat(prod().entry("DescribeAccessEntry", Map.of()).at("/accessEntry/type").asText())
                .isEqualTo("EC2_LINUX");
    }

    @Test
    void deletesWhatIsLeftOfItsOwn() {
        prod().create(Map.of());
        emptyAndDelete(prod().profile());

        prod().web("DeleteNodegroup", Map.of());

        assertThat(prod().account().failures()).isEmpty();
    }

    @Test
    void takesTheTemplateOfARequestInAVersionOfItsOwn() {
        prod().template("mine", "ami-0123456789abcdef0", "m5.large");

        prod().create(Map.of("launchTemplate", Map.of("name", "mine")));

        JsonNode group = prod().describe();
        assertThat(group.at("/launchTemplate/name").asText()).isEqualTo("mine");
        assertThat(group.at("/launchTemplate/id").asText()).startsWith("lt-");
        assertThat(group.at("/launchTemplate/version").asText()).isEqualTo("1");
        assertThat(group.at("/amiType").asText()).isEqualTo("CUSTOM");
        assertThat(group.at("/releaseVersion").asText()).isEqualTo("ami-0123456789abcdef0");
        assertThat(group.has("instanceTypes")).isFalse();
        assertThat(group.has("diskSize")).isFalse();
        JsonNode own = prod().ownTemplate().at("/launchTemplateData");
        assertThat(own.at("/imageId").asText()).isEqualTo("ami-0123456789abcdef0");
        assertThat(own.at("/instanceType").asText()).isEqualTo("m5.large");
        assertThat(own.at("/iamInstanceProfile/name").asText()).isEqualTo(prod().profile());
    }

    @Test
    void refusesATemplateThatNamesAProfile() {
        prod().account().profile("own");
        prod().templateWithProfile("mine", "own");

        assertRefused(
                () -> prod().create(Map.of("launchTemplate", Map.of("name", "mine"))),
                400,
                "InvalidParameterException",
                "Launch template mine should not specify an instance profile. The noderole in your"
                        + " request will be used to construct an instance profile.");
    }

    @Test
    void refusesATemplateThatIsNamedTwiceOrNotThere() {
        prod().template("mine", null, "m5.large");

        assertRefused(
                () -> prod().create(Map.of("launchTemplate", Map.of("name", "mine", "id", "lt-1"))),
                400,
                "InvalidParameterException",
                "Either provide launch template ID or launch template name in the request.");
        assertRefused(
                () -> prod().create(Map.of("launchTemplate", Map.of("name", "gone"))),
                400,
                "InvalidParameterException",
                "The specified launch template, with template name gone, does not exist.");
        assertRefused(
                () ->
                        prod().create(
                                        Map.of(
                                                "launchTemplate",
                                                Map.of("name", "mine"),
                                                "instanceTypes",
                                                List.of("t3.large"))),
                400,
                "InvalidRequestException",
                "Cannot specify instance types in launch template and API Request");
        assertRefused(
                () ->
                        prod().create(
                                        Map.of(
                                                "launchTemplate",
                                                Map.of("name", "mine"),
                                                "diskSize",
                                                50)),
                400,
                "InvalidParameterException",
                "Disk size must be specified within the launch template.");
    }

    @Test
    void refusesSizesThatContradictEachOther() {
        assertRefused(
                () ->
                        prod().create(
                                        Map.of(
                                                "scalingConfig",
                                                Map.of("minSize", 3, "desiredSize", 2))),
                400,
                "InvalidParameterException",
                "Minimum capacity 3 can't be greater than desired size 2");
    }

    @Test
    void needsToReadItsServiceLinkedRoleAsTheCaller() {
        prod();
        prod().account()
                .holdAlice(
                        "{'Effect':'Allow','Action':['eks:*','iam:PassRole'],'Resource':'*'}",
                        "{'Effect':'Allow','Action':'iam:CreateServiceLinkedRole','Resource':'*'}");

        assertRefused(
                () -> prod().create(Map.of()),
                400,
                "InvalidRequestException",
                "Failed to validate if SLR: AWSServiceRoleForAmazonEKSNodegroup already exists due"
                        + " to missing permissions for 'iam:GetRole'");
    }

    @Test
    void makesThemWithItsOwnPermissions() {
        prod();
        prod().account()
                .holdAlice(
                        "{'Effect':'Allow','Action':['eks:*','iam:PassRole','iam:GetRole',"
                                + "'iam:CreateServiceLinkedRole'],'Resource':'*'}");

        prod().create(Map.of());

        prod().account().sandbox().identityPolicies().enforce(false);
        assertThat(profile().roles()).hasSize(1);
        assertThat(prod().describe().at("/status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void needsThePermissionToLaunchByATemplate() {
        prod().template("mine", null, "m5.large");
        prod().account().holdAlice("{'Effect':'Allow','Action':['eks:*','iam:*'],'Resource':'*'}");

        try {
            prod().create(Map.of("launchTemplate", Map.of("name", "mine")));
        } catch (AwsServiceException e) {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidRequestException");
            assertThat(e.awsErrorDetails().errorMessage())
                    .startsWith(
                            "You are not authorized to launch instances with this launch template."
                                    + " ")
                    .contains("ec2:RunInstances", "Encoded authorization failure message: ");
            return;
        }
        throw new AssertionError("EKS took the template");
    }

    @Test
    void isInCreationForTheTimeThatItTakes() {
        prod().account().sandbox().eks().transition(Duration.ofMinutes(2));
        prod().create(Map.of());

        assertThat(prod().describe().at("/status").asText()).isEqualTo("CREATING");
        prod().later(Duration.ofMinutes(2));
        assertThat(prod().describe().at("/status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void givesUpWhereTheAccountMayHaveNoMoreProfiles() {
        prod().account().profile("other");
        prod().account().sandbox().account().instanceProfileQuota(1);

        prod().create(Map.of());

        JsonNode group = prod().describe();
        assertThat(group.at("/status").asText()).isEqualTo("CREATE_FAILED");
        assertThat(group.at(ISSUES + "/0/code").asText()).isEqualTo("IamLimitExceeded");
        assertThat(group.has("resources")).isFalse();
    }

    @Test
    void triesAgainWhatFailed() {
        prod();
        prod().account().sandbox().faults().set(Map.of("fail", "AddRoleToInstanceProfile:1"));
        prod().create(Map.of());

        assertThat(prod().describe().at("/status").asText()).isEqualTo("ACTIVE");
        assertThat(profile().roles()).hasSize(1);
    }

    @Test
    void saysThatItsProfileIsGone() {
        prod().create(Map.of());
        String name = prod().profile();
        emptyAndDelete(name);

        JsonNode group = prod().describe();

        assertThat(group.at("/status").asText()).isEqualTo("DEGRADED");
        assertThat(codes(group)).containsExactly("IamInstanceProfileNotFound");
        assertThat(group.at(ISSUES + "/0/resourceIds/0").asText()).isEqualTo(name);
    }

    @Test
    void saysThatItsGroupAndItsTemplateAreGone() {
        prod().create(Map.of());
        String group = prod().describe().at("/resources/autoScalingGroups/0/name").asText();
        prod().account().sandbox().autoScaling().deleteGroup(prod().alice(), group);
        prod().templates().delete(prod().alice(), TemplateReference.named(prod().profile()));

        assertThat(codes(prod().describe()))
                .containsExactly("Ec2LaunchTemplateNotFound", "AutoScalingGroupNotFound");
    }

    @Test
    void saysThatTheClusterDoesNotKnowItsRoleMadeAgain() {
        prod().create(Map.of());
        prod().makeRoleAgain();

        assertThat(codes(prod().describe())).containsExactly("AccessDenied");
        prod().web(
                        "UpdateNodegroupConfig",
                        Map.of("scalingConfig", Map.of("minSize", 0, "desiredSize", 0)));
        prod().later(Duration.ofSeconds(3));
        assertThat(codes(prod().describe())).isEmpty();
    }

    private static List<String> codes(JsonNode group) {
        return group.at(ISSUES).valueStream().map(issue -> issue.at("/code").asText()).toList();
    }

    private InstanceProfile profile() {
        return prod().iam()
                .getInstanceProfile(r -> r.instanceProfileName(prod().profile()))
                .instanceProfile();
    }

    private void emptyAndDelete(String name) {
        prod().iam()
                .removeRoleFromInstanceProfile(r -> r.instanceProfileName(name).roleName("node"));
        prod().iam().deleteInstanceProfile(r -> r.instanceProfileName(name));
    }

    private ClusterAccount prod() {
        if (opened == null) {
            opened = new ClusterAccount(folder, "API_AND_CONFIG_MAP");
        }
        return opened;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
