package dev.profileguard.aws.compute;

import dev.profileguard.iam.ProfileName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Calls that read what starts instances, as [PlayedAws] writes them, and their responses as AWS
/// documents them.
final class ComputeExamples {
    static final String HERE = "eu-west-1";
    static final ProfileName WEB = new ProfileName("web");
    static final QueryComputeReader.Patience IN_TURN = QueryComputeReader.Patience.inTurn();
    static final String VERSIONS = " DescribeLaunchTemplateVersions";
    static final String LATEST = VERSIONS + " LaunchTemplateVersion.1=$Latest";
    static final String DEFAULT = VERSIONS + " LaunchTemplateVersion.1=$Default";
    static final String GROUPS = " DescribeAutoScalingGroups";

    static final String FILTERS =
            "Filter.1.Name=iam-instance-profile.arn Filter.1.Value.1=*/web"
                    + " Filter.2.Name=instance-state-name Filter.2.Value.1=pending"
                    + " Filter.2.Value.2=running Filter.2.Value.3=shutting-down"
                    + " Filter.2.Value.4=stopping Filter.2.Value.5=stopped";

    static final String INSTANCES =
            """
            <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
              <requestId>8f7724cf-496f-496e-8fe3-example</requestId>
              <reservationSet>
                <item>
                  <reservationId>r-1234567890abcdef0</reservationId>
                  <instancesSet>
                    <item>
                      <instanceId>i-1234567890abcdef0</instanceId>
                      <instanceState><code>16</code><name>running</name></instanceState>
                      <launchTime>2026-01-05T09:00:00.000Z</launchTime>
                      <tagSet>
                        <item><key>aws:autoscaling:groupName</key><value>web-asg</value></item>
                        <item><key>kubernetes.io/cluster/prod</key><value>owned</value></item>
                      </tagSet>
                      <iamInstanceProfile>
                        <arn>arn:aws:iam::123456789012:instance-profile/team/Web</arn>
                        <id>AIPAJEDNCAA64SSD265D6</id>
                      </iamInstanceProfile>
                    </item>
                  </instancesSet>
                </item>
              </reservationSet>
            </DescribeInstancesResponse>
            """;

    static final String CONFIGURATIONS_2 =
            """
            <DescribeLaunchConfigurationsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
              <DescribeLaunchConfigurationsResult>
                <LaunchConfigurations>
                  <member>
                    <LaunchConfigurationName>by-arn</LaunchConfigurationName>
                    <IamInstanceProfile>arn:aws:iam::123456789012:instance-profile/a/Web</IamInstanceProfile>
                  </member>
                </LaunchConfigurations>
              </DescribeLaunchConfigurationsResult>
            </DescribeLaunchConfigurationsResponse>
            """;

    private ComputeExamples() {}

    /// Reads one region, one call after the other.
    static QueryComputeReader reader(PlayedAws aws) {
        return new QueryComputeReader(aws.services(), ec2 -> List.of(HERE), IN_TURN);
    }

    static Set<ProfileName> profiles(String... names) {
        return Stream.of(names).map(ProfileName::new).collect(Collectors.toSet());
    }

    static String versions(String... items) {
        return paged("", items);
    }

    static String paged(String token, String... items) {
        return """
        <DescribeLaunchTemplateVersionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
          <requestId>65cadec1-b364-4354-8ca8-4176dexample</requestId>
          <launchTemplateVersionSet>%s</launchTemplateVersionSet>
          %s
        </DescribeLaunchTemplateVersionsResponse>
        """
                .formatted(
                        String.join("", items),
                        token.isEmpty() ? "" : "<nextToken>" + token + "</nextToken>");
    }

    static String version(String id, String name, int number, boolean isDefault, String profile) {
        return """
        <item>
          <createTime>2026-01-05T09:00:00.000Z</createTime>
          <createdBy>arn:aws:iam::123456789012:root</createdBy>
          <defaultVersion>%s</defaultVersion>
          <launchTemplateData>
            <imageId>ami-8c1be5f6</imageId>
            <instanceType>t2.micro</instanceType>
            %s
          </launchTemplateData>
          <launchTemplateId>%s</launchTemplateId>
          <launchTemplateName>%s</launchTemplateName>
          <versionDescription>Version %d</versionDescription>
          <versionNumber>%d</versionNumber>
        </item>
        """
                .formatted(
                        isDefault,
                        profile.isEmpty()
                                ? ""
                                : "<iamInstanceProfile>" + profile + "</iamInstanceProfile>",
                        id,
                        name,
                        number,
                        number);
    }

    static String template(String id, String name, int defaultVersion) {
        return template(id, name, defaultVersion, 3);
    }

    static String template(String id, String name, int defaultVersion, int latest) {
        return """
        <DescribeLaunchTemplatesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
          <requestId>1afa6e44-eb38-4229-8db6-d5eaexample</requestId>
          <launchTemplates>
            <item>
              <createTime>2026-01-05T09:00:00.000Z</createTime>
              <createdBy>arn:aws:iam::123456789012:root</createdBy>
              <defaultVersionNumber>%d</defaultVersionNumber>
              <latestVersionNumber>%d</latestVersionNumber>
              <launchTemplateId>%s</launchTemplateId>
              <launchTemplateName>%s</launchTemplateName>
              <tagSet>
                <item><key>eks:nodegroup-name</key><value>workers</value></item>
                <item><key>empty</key><value/></item>
              </tagSet>
            </item>
          </launchTemplates>
        </DescribeLaunchTemplatesResponse>
        """
                .formatted(defaultVersion, latest, id, name);
    }

    static String groups(String... members) {
        return """
        <DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
          <DescribeAutoScalingGroupsResult>
            <AutoScalingGroups>%s</AutoScalingGroups>
          </DescribeAutoScalingGroupsResult>
          <ResponseMetadata><RequestId>7c6e177f-example</RequestId></ResponseMetadata>
        </DescribeAutoScalingGroupsResponse>
        """
                .formatted(String.join("", members));
    }

    static String group(String name, String source) {
        return """
        <member>
          <AutoScalingGroupName>%s</AutoScalingGroupName>
          <MinSize>1</MinSize><MaxSize>5</MaxSize><DesiredCapacity>2</DesiredCapacity>
          %s
          <Instances>
            <member>
              <InstanceId>i-1</InstanceId><LifecycleState>InService</LifecycleState>
              <LaunchTemplate><LaunchTemplateId>lt-old</LaunchTemplateId></LaunchTemplate>
            </member>
            <member><InstanceId>i-2</InstanceId></member>
          </Instances>
          <Tags>
            <member>
              <ResourceId>%s</ResourceId><ResourceType>auto-scaling-group</ResourceType>
              <Key>kubernetes.io/cluster/prod</Key><Value>owned</Value>
              <PropagateAtLaunch>true</PropagateAtLaunch>
            </member>
          </Tags>
        </member>
        """
                .formatted(name, source, name);
    }

    static String specification(@Nullable String id, String name, @Nullable String version) {
        return "<LaunchTemplate>%s%s%s</LaunchTemplate>"
                .formatted(
                        id == null ? "" : "<LaunchTemplateId>" + id + "</LaunchTemplateId>",
                        "<LaunchTemplateName>" + name + "</LaunchTemplateName>",
                        version == null ? "" : "<Version>" + version + "</Version>");
    }
}
