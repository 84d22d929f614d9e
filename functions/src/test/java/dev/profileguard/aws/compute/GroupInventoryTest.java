package dev.profileguard.aws.compute;

import static dev.profileguard.aws.compute.ComputeExamples.CONFIGURATIONS_2;
import static dev.profileguard.aws.compute.ComputeExamples.DEFAULT;
import static dev.profileguard.aws.compute.ComputeExamples.GROUPS;
import static dev.profileguard.aws.compute.ComputeExamples.HERE;
import static dev.profileguard.aws.compute.ComputeExamples.INSTANCES;
import static dev.profileguard.aws.compute.ComputeExamples.LATEST;
import static dev.profileguard.aws.compute.ComputeExamples.VERSIONS;
import static dev.profileguard.aws.compute.ComputeExamples.group;
import static dev.profileguard.aws.compute.ComputeExamples.groups;
import static dev.profileguard.aws.compute.ComputeExamples.profiles;
import static dev.profileguard.aws.compute.ComputeExamples.reader;
import static dev.profileguard.aws.compute.ComputeExamples.specification;
import static dev.profileguard.aws.compute.ComputeExamples.template;
import static dev.profileguard.aws.compute.ComputeExamples.version;
import static dev.profileguard.aws.compute.ComputeExamples.versions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.iam.ProfileName;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Auto Scaling groups that start instances with a profile: by which template, launch configuration
/// or node group.
class GroupInventoryTest {
    private final PlayedAws aws = new PlayedAws();

    @Test
    void readsAnOlderVersionThatAGroupUses() {
        String old = version("lt-1", "web", 1, false, "<name>web</name>");
        String last = version("lt-1", "web", 2, true, "");
        aws.answer(HERE + LATEST, versions(last))
                .answer(HERE + DEFAULT, versions(last))
                .answer(HERE + GROUPS, groups(group("web-asg", specification("lt-1", "web", "1"))))
                .answer(
                        HERE + VERSIONS + " LaunchTemplateId=lt-1 LaunchTemplateVersion.1=1",
                        versions(old))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", versions(last, old))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 2));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.groups())
                .containsExactly(
                        new ScalingGroup(
                                HERE,
                                "web-asg",
                                new Source.Template(new TemplateChoice("lt-1", "1")),
                                2,
                                List.of("i-1", "i-2"),
                                new Owner(null, "prod", null, Map.of(), null)));
        assertThat(inventory.templates()).singleElement().extracting(t -> t.id()).isEqualTo("lt-1");
        assertThat(inventory.calls()).isEqualTo(8);
    }

    @Test
    void doesNotAskForAVersionThatIsTheLatestOrTheDefaultOne() {
        String first = version("lt-1", "web", 1, true, "");
        String last = version("lt-1", "web", 2, false, "");
        aws.answer(HERE + LATEST, versions(last))
                .answer(HERE + DEFAULT, versions(first))
                .answer(
                        HERE + GROUPS,
                        groups(
                                group("a", specification("lt-1", "web", "1")),
                                group("b", specification("lt-1", "web", "2")),
                                group("c", specification("lt-1", "web", "$Latest")),
                                group("d", specification("lt-1", "web", null))));

        assertThat(inventory("web").calls()).isEqualTo(5);
    }

    @Test
    void doesNotMissAnythingWhereAVersionOrTemplateIsGone() {
        aws.answer(
                        HERE + GROUPS,
                        groups(
                                group("a", specification("lt-1", "web", "7")),
                                group("b", specification("lt-2", "db", "1")),
                                group("c", specification(null, "gone", "1"))))
                .refuse(
                        HERE + VERSIONS + " LaunchTemplateId=lt-1",
                        400,
                        "InvalidLaunchTemplateId.VersionNotFound")
                .refuse(
                        HERE + VERSIONS + " LaunchTemplateId=lt-2",
                        400,
                        "InvalidLaunchTemplateId.NotFound")
                .refuse(
                        HERE + VERSIONS + " LaunchTemplateName=gone",
                        400,
                        "InvalidLaunchTemplateName.NotFoundException");

        assertThat(inventory("web").isComplete()).isTrue();
        assertThat(inventory("web").groups()).isEmpty();
    }

    @Test
    void knowsAGroupWhoseTemplateIsGivenByName() {
        String version = version("lt-1", "web", 1, true, "<name>web</name>");
        aws.answer(HERE + LATEST, versions(version))
                .answer(HERE + DEFAULT, versions(version))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", versions(version))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 1))
                .answer(
                        HERE + GROUPS,
                        groups(group("web-asg", specification(null, "web", "$Default"))));

        assertThat(inventory("web").groups())
                .extracting(each -> each.source().templates())
                .containsExactly(List.of(new TemplateChoice("lt-1", "$Default")));
    }

    @Test
    void knowsTheTemplateOfAnOverride() {
        String other = version("lt-1", "x86", 1, true, "<name>other</name>");
        String arm = version("lt-2", "arm", 1, true, "<name>web</name>");
        aws.answer(HERE + LATEST, versions(other, arm))
                .answer(HERE + DEFAULT, versions(other, arm))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-2", versions(arm))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-2", "arm", 1))
                .answer(HERE + GROUPS, groups(group("mixed", MIXED)));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.groups())
                .extracting(ScalingGroup::source)
                .containsExactly(
                        new Source.Mixed(
                                List.of(
                                        new TemplateChoice("lt-1", "$Default"),
                                        new TemplateChoice("lt-2", "1"))));
        assertThat(inventory.templates()).extracting(LaunchTemplate::id).containsExactly("lt-2");
    }

    @Test
    void knowsAGroupByItsInstancesEvenIfItsTemplateIsAnother() {
        aws.answer(HERE + " DescribeInstances", INSTANCES)
                .answer(
                        HERE + GROUPS,
                        groups(
                                group("web-asg", specification("lt-9", "new", "$Latest")),
                                group("db-asg", specification("lt-9", "new", "$Latest"))));

        assertThat(inventory("web").groups())
                .extracting(ScalingGroup::name)
                .containsExactly("web-asg");
    }

    @Test
    void readsLaunchConfigurationsAndTheirGroups() {
        aws.answer(HERE + " DescribeLaunchConfigurations", CONFIGURATIONS)
                .answer(HERE + " DescribeLaunchConfigurations NextToken=next/1", CONFIGURATIONS_2)
                .answer(
                        HERE + GROUPS,
                        groups(
                                group("a", configuration("by-name")),
                                group("b", configuration("other")),
                                group("c", configuration("none"))));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.configurations())
                .containsExactly(
                        new LaunchConfiguration(HERE, "by-name", "web"),
                        new LaunchConfiguration(HERE, "by-arn", "Web"));
        assertThat(inventory.groups()).extracting(ScalingGroup::name).containsExactly("a");
        assertThat(inventory.calls()).isEqualTo(6);
    }

    @Test
    void saysSoWhereGroupsUseMoreVersionsThanItReads() {
        int most = RegionDetails.MOST_VERSIONS;
        aws.answer(
                HERE + GROUPS,
                groups(
                        IntStream.rangeClosed(1, most + 1)
                                .mapToObj(i -> group("g" + i, specification("lt-" + i, "t", "1")))
                                .toArray(String[]::new)));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: only 2000 of 2001 versions of launch templates that groups use"
                                + " by number were read");
        assertThat(inventory.calls()).isEqualTo(5 + most);
    }

    @Test
    void findsTheNodeGroupOfAGroupAndTheOthersOfItsCluster() {
        String version = version("lt-1", "eks-1", 1, true, "<name>eks-c8be</name>");
        aws.answer(HERE + LATEST, versions(version))
                .answer(HERE + DEFAULT, versions(version))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", versions(version))
                .answer(
                        HERE + GROUPS,
                        groups(group("eks-workers-c8be", specification("lt-1", "eks-1", "1"))))
                .answer(HERE + " /clusters", "{\"clusters\": [\"dev\", \"prod\"]}")
                .answer(HERE + " /clusters/dev/node-groups", "{\"nodegroups\": [\"gone\"]}")
                .answer(HERE + " /clusters/dev/node-groups/gone", 403, "{}")
                .answer(
                        HERE + " /clusters/prod/node-groups",
                        "{\"nodegroups\": [\"workers\", \"others\"]}")
                .answer(
                        HERE + " /clusters/prod/node-groups/workers",
                        nodegroup("workers", "eks-workers-c8be"))
                .answer(
                        HERE + " /clusters/prod/node-groups/others",
                        nodegroup("others", "eks-others-77aa"));

        ComputeInventory inventory = inventory("eks-c8be");

        assertThat(inventory.nodegroups())
                .containsExactly(
                        new NodegroupUse(
                                HERE,
                                "prod",
                                "workers",
                                "arn:aws:iam::123456789012:role/node",
                                List.of("eks-workers-c8be")),
                        new NodegroupUse(
                                HERE,
                                "prod",
                                "others",
                                "arn:aws:iam::123456789012:role/node",
                                List.of("eks-others-77aa")));
        assertThat(inventory.of(new ProfileName("eks-c8be")).nodegroups())
                .extracting(NodegroupUse::name)
                .containsExactly("workers");
        assertThat(inventory.unknown())
                .containsExactly(
                        "EKS in eu-west-1 was not read about node group gone of cluster dev:"
                                + " HTTP 403: no reason");
        assertThat(aws.requests().stream().filter(each -> each.contains(" /")))
                .startsWith(HERE + " /clusters", HERE + " /clusters/dev/node-groups")
                .hasSize(6);
    }

    private ComputeInventory inventory(String... names) {
        return reader(aws).inventory(profiles(names));
    }

    private static String configuration(String name) {
        return "<LaunchConfigurationName>" + name + "</LaunchConfigurationName>";
    }

    private static String nodegroup(String name, String group) {
        return """
        {"nodegroup": {"nodegroupName": "%s", "clusterName": "prod", "status": "ACTIVE",
          "nodeRole": "arn:aws:iam::123456789012:role/node",
          "resources": {"autoScalingGroups": [{"name": "%s"}]}}}
        """
                .formatted(name, group);
    }

    private static final String MIXED =
            """
            <MixedInstancesPolicy>
              <LaunchTemplate>
                <LaunchTemplateSpecification>
                  <LaunchTemplateId>lt-1</LaunchTemplateId>
                  <LaunchTemplateName>x86</LaunchTemplateName>
                </LaunchTemplateSpecification>
                <Overrides>
                  <member><InstanceType>c5.large</InstanceType></member>
                  <member>
                    <InstanceType>c6g.large</InstanceType>
                    <LaunchTemplateSpecification>
                      <LaunchTemplateName>arm</LaunchTemplateName>
                      <Version>1</Version>
                    </LaunchTemplateSpecification>
                  </member>
                </Overrides>
              </LaunchTemplate>
            </MixedInstancesPolicy>
            """;

    private static final String CONFIGURATIONS =
            """
            <DescribeLaunchConfigurationsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
              <DescribeLaunchConfigurationsResult>
                <LaunchConfigurations>
                  <member>
                    <LaunchConfigurationName>by-name</LaunchConfigurationName>
                    <IamInstanceProfile>web</IamInstanceProfile>
                  </member>
                  <member><LaunchConfigurationName>none</LaunchConfigurationName></member>
                  <member>
                    <LaunchConfigurationName>other</LaunchConfigurationName>
                    <IamInstanceProfile>webs</IamInstanceProfile>
                  </member>
                </LaunchConfigurations>
                <NextToken>next/1</NextToken>
              </DescribeLaunchConfigurationsResult>
            </DescribeLaunchConfigurationsResponse>
            """;
}
