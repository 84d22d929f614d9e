package dev.profileguard.aws.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.profileguard.aws.ec2.EnabledRegions;
import dev.profileguard.compute.ComputeException;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LatestRefreshes;
import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With responses as AWS documents them.
class QueryComputeReaderTest {
    private static final String FILTERS =
            "Filter.1.Name=iam-instance-profile.arn Filter.1.Value.1=*/web"
                    + " Filter.2.Name=instance-state-name Filter.2.Value.1=pending"
                    + " Filter.2.Value.2=running Filter.2.Value.3=shutting-down"
                    + " Filter.2.Value.4=stopping Filter.2.Value.5=stopped";

    private final PlayedAws aws = new PlayedAws();

    @Test
    void makesFiveCallsInARegionWhereNothingConcernsTheProfile() {
        assertThat(inventory("web"))
                .isEqualTo(
                        new ComputeInventory(
                                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                                5));
        assertThat(aws.requests())
                .containsExactly(
                        HERE + " DescribeInstances " + FILTERS,
                        HERE + LATEST,
                        HERE + DEFAULT,
                        HERE + GROUPS,
                        HERE + " DescribeLaunchConfigurations");
    }

    @Test
    void makesNoCallForNoProfile() {
        assertThat(
                        new QueryComputeReader(aws.services(), ec2 -> List.of(HERE), IN_TURN)
                                .inventory(Set.of())
                                .calls())
                .isZero();
    }

    @Test
    void asksForTheRegionsByACountedCall() {
        aws.answer(
                HERE + " DescribeRegions",
                "<DescribeRegionsResponse><regionInfo><item><regionName>us-east-1</regionName></item></regionInfo></DescribeRegionsResponse>");

        assertThat(enabled().inventory(Set.of(WEB)).calls()).isEqualTo(6);
        assertThat(aws.requests().getLast()).isEqualTo("us-east-1 DescribeLaunchConfigurations");
    }

    @Test
    void saysThatTheRegionsAreNotKnown() {
        aws.refuse(HERE + " DescribeRegions", 403, "UnauthorizedOperation");

        ComputeInventory inventory = enabled().inventory(Set.of(WEB));

        assertThat(inventory.unknown())
                .containsExactly("DescribeRegions: UnauthorizedOperation: Sorry.");
        assertThat(inventory.calls()).isOne();
    }

    private QueryComputeReader enabled() {
        return new QueryComputeReader(
                aws.services(),
                ec2 -> new EnabledRegions(ec2, HERE, InstantSource.system()).get(),
                IN_TURN);
    }

    @Test
    void countsRepetitions() {
        aws.refuse(HERE + GROUPS, 400, "Throttling")
                .refuse(HERE + GROUPS, 503, "ServiceUnavailable")
                .answer(HERE + GROUPS, "<DescribeAutoScalingGroupsResponse/>");

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.isComplete()).isTrue();
        assertThat(inventory.calls()).isEqualTo(7);
    }

    @Test
    void readsAnInstanceWithItsOwnerAndAssociation() {
        aws.answer(HERE + " DescribeInstances", INSTANCES)
                .answer(
                        HERE
                                + " DescribeIamInstanceProfileAssociations"
                                + " Filter.1.Name=instance-id"
                                + " Filter.1.Value.1=i-1234567890abcdef0",
                        associations("associated"));

        ComputeInventory inventory = inventory("Web");

        assertThat(inventory.instances())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.use().associationId()).isEqualTo("iip-assoc-1"),
                        each -> assertThat(each.use().state()).isEqualTo("running"),
                        each -> assertThat(each.owner().group()).isEqualTo("web-asg"),
                        each -> assertThat(each.owner().cluster()).isEqualTo("prod"));
        assertThat(inventory.calls()).isEqualTo(6);
        assertThat(aws.requests().getFirst())
                .contains("Filter.1.Value.1=*/Web Filter.1.Value.2=*/web ");
    }

    @Test
    void keepsAnInstanceWhoseAssociationIsNotShown() {
        aws.answer(HERE + " DescribeInstances", INSTANCES)
                .refuse(
                        HERE + " DescribeIamInstanceProfileAssociations",
                        403,
                        "UnauthorizedOperation");

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.instances())
                .singleElement()
                .satisfies(each -> assertThat(each.use().associationId()).isNull());
        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: DescribeIamInstanceProfileAssociations:"
                                + " UnauthorizedOperation: Sorry.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<name>web</name>",
                "<name>WEB</name>",
                "<arn>arn:aws:iam::123456789012:instance-profile/web</arn>",
                "<arn>arn:aws-cn:iam::123456789012:instance-profile/team/a/Web</arn>"
            })
    void knowsATemplateThatNamesTheProfileByNameOrArn(String profile) {
        String version = version("lt-1", "web", 1, true, profile);
        aws.answer(HERE + LATEST, versions(version))
                .answer(HERE + DEFAULT, versions(version))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", versions(version))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 1));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.templates())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.id()).isEqualTo("lt-1"),
                        each -> assertThat(each.naming(WEB)).hasSize(1),
                        each -> assertThat(each.owner().nodegroup()).isEqualTo("workers"));
        assertThat(inventory.calls()).isEqualTo(7);
    }

    @Test
    void readsAllVersionsOfATemplateThatMatchesAndTheDefaultOfItsDescription() {
        String first = version("lt-1", "web", 1, false, "");
        String second = version("lt-1", "web", 2, true, "<name>other</name>");
        String third = version("lt-1", "web", 3, false, "<name>web</name>");
        aws.answer(HERE + LATEST, versions(third))
                .answer(HERE + DEFAULT, versions(second))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", paged("more", third, second))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1 NextToken=more", versions(first))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 1));

        LaunchTemplate template = inventory("web").templates().getFirst();

        assertThat(template.versions())
                .extracting(LaunchTemplate.Version::number)
                .containsExactly(1L, 2L, 3L);
        assertThat(template.version("$Default")).isEqualTo(template.version(1));
        assertThat(template.version("$Latest")).isEqualTo(template.version(3));
        assertThat(template.versions().getLast().description()).isEqualTo("Version 3");
    }

    @Test
    void leavesOutATemplateOfWhichOnlyAReplacedVersionNamesTheProfile() {
        aws.answer(HERE + LATEST, versions(version("lt-1", "web", 2, true, "")))
                .answer(HERE + DEFAULT, versions(version("lt-1", "web", 2, true, "")));

        assertThat(inventory("web").templates()).isEmpty();
        assertThat(aws.requests()).hasSize(5);
    }

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
    void tellsTwoProfilesApart() {
        String web = version("lt-1", "web", 1, true, "<name>web</name>");
        String db = version("lt-2", "db", 1, true, "<name>db</name>");
        aws.answer(HERE + LATEST, versions(web, db))
                .answer(HERE + DEFAULT, versions(web, db))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", versions(web))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-2", versions(db))
                .answer(HERE + " DescribeInstances", INSTANCES);

        ComputeInventory inventory = inventory("web", "db", "cache");

        assertThat(aws.requests().getFirst())
                .contains("Value.1=*/cache Filter.1.Value.2=*/db Filter.1.Value.3=*/web");
        assertThat(inventory.of(WEB).summary()).isEqualTo("1 instance, 1 launch template");
        assertThat(inventory.of(new ProfileName("db")).summary()).isEqualTo("1 launch template");
        assertThat(inventory.of(new ProfileName("cache")).isUnused()).isTrue();
    }

    @Test
    void reportsTheRestWhereOneServiceOfARegionIsDenied() {
        aws.answer(HERE + " DescribeInstances", INSTANCES)
                .refuse(HERE + GROUPS, 403, "AccessDenied");

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.instances()).hasSize(1);
        assertThat(inventory.unknown())
                .containsExactly("eu-west-1: DescribeAutoScalingGroups: AccessDenied: Sorry.");
    }

    @Test
    void saysOnceThatTemplatesAreDeniedAndDoesNotAskForVersionsThen() {
        aws.refuse(HERE + VERSIONS, 403, "UnauthorizedOperation")
                .answer(HERE + GROUPS, groups(group("a", specification("lt-1", "web", "1"))));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: DescribeLaunchTemplateVersions: UnauthorizedOperation:"
                                + " Sorry.");
        assertThat(inventory.calls()).isEqualTo(5);
    }

    @Test
    void showsATemplateAsFarAsItIsKnown() {
        String version = version("lt-1", "web", 3, true, "<name>web</name>");
        aws.answer(HERE + LATEST, versions(version))
                .answer(HERE + DEFAULT, versions(version))
                .breaks(HERE + VERSIONS + " LaunchTemplateId=lt-1")
                .refuse(HERE + " DescribeLaunchTemplates", 403, "UnauthorizedOperation");

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.templates())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.name()).isEqualTo("web"),
                        each -> assertThat(each.defaultVersion()).isEqualTo(3),
                        each -> assertThat(each.versions()).hasSize(1));
        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: DescribeLaunchTemplates: UnauthorizedOperation: Sorry.",
                        "eu-west-1: DescribeLaunchTemplateVersions: no response:"
                                + " connection reset");
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
    void makesNoCallForATemplateWhoseVersionsTheSurveyShowed() {
        String first = version("lt-1", "web", 1, true, "<name>web</name>");
        String second = version("lt-1", "web", 2, false, "<name>db</name>");
        aws.answer(HERE + LATEST, versions(second))
                .answer(HERE + DEFAULT, versions(first))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 1, 2));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.templates())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.versions()).hasSize(2),
                        each -> assertThat(each.owner().nodegroup()).isEqualTo("workers"));
        assertThat(inventory.isComplete()).isTrue();
        assertThat(inventory.calls()).isEqualTo(6);
    }

    /// Version 2 was deleted, or is not known yet.
    @Test
    void asksForTheVersionsBetweenThoseThatTheSurveyShowed() {
        String first = version("lt-1", "web", 1, true, "");
        String third = version("lt-1", "web", 3, false, "<name>web</name>");
        aws.answer(HERE + LATEST, versions(third))
                .answer(HERE + DEFAULT, versions(first))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", versions(third, first))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 1, 3));

        assertThat(inventory("web").calls()).isEqualTo(7);
    }

    @Test
    void readsTwoThousandTemplatesWithOlderVersions() {
        templates(2_000);

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.isComplete()).isTrue();
        assertThat(inventory.templates()).hasSize(2_000);
        assertThat(inventory.calls()).isEqualTo(5 + 20 + 2_000);
    }

    @Test
    void saysSoWhereMoreTemplatesHaveOlderVersionsThanItReads() {
        int most = TemplateDetails.MOST_WITH_OLDER_VERSIONS;
        templates(most + 1);

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.templates()).hasSize(most + 1);
        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: only 2000 of 2001 launch templates with older versions were"
                                + " read");
        assertThat(inventory.calls()).isEqualTo(5 + 21 + most);
    }

    @Test
    void surveysTemplatesWithoutTheirOlderVersions() {
        templates(TemplateDetails.MOST_WITH_OLDER_VERSIONS + 1);

        ComputeInventory survey = survey("web");

        assertThat(survey.isComplete()).isTrue();
        assertThat(survey.of(WEB).startingTemplates()).hasSize(2_001);
        assertThat(survey.calls()).isEqualTo(5);
    }

    @Test
    void saysSoWhereMoreTemplatesMatchThanAreDescribed() {
        int most = TemplateDetails.MOST_TEMPLATES;
        templates(most + 1);

        assertThat(inventory("web").unknown())
                .startsWith(
                        "eu-west-1: only 5000 of 5001 launch templates that name the profiles were"
                                + " read");
    }

    /// Templates of which the survey shows only version 2.
    private void templates(int size) {
        String[] versions =
                IntStream.rangeClosed(1, size)
                        .mapToObj(i -> version("lt-" + i, "t" + i, 2, true, "<name>web</name>"))
                        .toArray(String[]::new);
        aws.answer(HERE + LATEST, versions(versions)).answer(HERE + DEFAULT, versions(versions));
    }

    @Test
    void readsTwentyThousandInstancesWithTheirAssociations() {
        for (int page = 0; page < 20; page++) {
            aws.answer(
                    HERE
                            + " DescribeInstances"
                            + (page == 0 ? "" : " " + FILTERS + " NextToken=" + page),
                    instances(page, page == 19 ? "" : "<nextToken>" + (page + 1) + "</nextToken>"));
        }

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.isComplete()).isTrue();
        assertThat(inventory.instances()).hasSize(20_000);
        assertThat(inventory.calls()).isEqualTo(5 + 19 + 100);
    }

    private static String instances(int page, String token) {
        return "<DescribeInstancesResponse><reservationSet>"
                + IntStream.range(page * 1_000, (page + 1) * 1_000)
                        .mapToObj(i ->
                                "<item><instancesSet><item><instanceId>i-%d</instanceId><instanceState><name>running</name></instanceState><iamInstanceProfile><arn>arn:aws:iam::123456789012:instance-profile/web</arn><id>AIPA1</id></iamInstanceProfile></item></instancesSet></item>"
                                        .formatted(i))
                        .collect(Collectors.joining())
                + "</reservationSet>"
                + token
                + "</DescribeInstancesResponse>";
    }

    /// The first of five calls fails, and the second one shows an association.
    @Test
    void keepsTheAssociationsOfOtherInstancesIfOneCallFails() {
        aws.answer(HERE + " DescribeInstances", instances(0, ""))
                .refuse(HERE + " DescribeIamInstanceProfileAssociations", 403, "Denied")
                .answer(
                        HERE + " DescribeIamInstanceProfileAssociations",
                        associations("associated").replace("i-1234567890abcdef0", "i-200"))
                .answer(
                        HERE + " DescribeIamInstanceProfileAssociations",
                        "<DescribeIamInstanceProfileAssociationsResponse/>");

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: DescribeIamInstanceProfileAssociations: Denied: Sorry.");
        assertThat(inventory.instances()).hasSize(1_000);
        assertThat(inventory.instances())
                .filteredOn(each -> each.use().associationId() != null)
                .extracting(each -> each.use().instanceId())
                .containsExactly("i-200");
        assertThat(inventory.calls()).isEqualTo(5 + 5);
    }

    @Test
    void saysSoWhereAListDoesNotEnd() {
        aws.answer(
                HERE + LATEST, paged("more", version("lt-1", "web", 1, true, "<name>web</name>")));

        assertThat(inventory("web").unknown())
                .contains(
                        "eu-west-1: DescribeLaunchTemplateVersions: DescribeLaunchTemplateVersions"
                                + " has more than 20,000 results");
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

    @Test
    void surveysARegionWhereNothingMatchesByFiveCalls() {
        ComputeInventory survey = survey("web");

        assertThat(survey.calls()).isEqualTo(5);
        assertThat(survey.isComplete()).isTrue();
    }

    /// One more call for the version that a group uses by number, and none for a template, an
    /// instance or a launch configuration.
    @Test
    void surveysARegionWithoutACallForEachTemplateOrInstance() {
        String old = version("lt-2", "db", 1, false, "<name>db</name>");
        String last = version("lt-2", "db", 2, true, "<name>web</name>");
        String only = version("lt-1", "web", 1, true, "<name>web</name>");
        aws.answer(HERE + " DescribeInstances", INSTANCES)
                .answer(HERE + LATEST, versions(only, last))
                .answer(HERE + DEFAULT, versions(only, last))
                .answer(HERE + " DescribeLaunchConfigurations", CONFIGURATIONS_2)
                .answer(
                        HERE + GROUPS,
                        groups(
                                group("web-asg", specification("lt-1", "web", "$Latest")),
                                group("db-asg", specification("lt-2", "db", "1"))))
                .answer(
                        HERE + VERSIONS + " LaunchTemplateId=lt-2 LaunchTemplateVersion.1=1",
                        versions(old));

        ComputeInventory survey = survey("web", "db");

        assertThat(survey.calls()).isEqualTo(5 + 1);
        assertThat(survey.instances()).hasSize(1);
        assertThat(survey.configurations()).hasSize(1);
        assertThat(survey.of(new ProfileName("db")).groups())
                .extracting(ScalingGroup::name)
                .containsExactly("db-asg");
        assertThat(survey.of(WEB).templates())
                .extracting(LaunchTemplate::name)
                .containsExactly("web", "db");
        assertThat(survey.templates().getLast().naming(WEB))
                .extracting(LaunchTemplate.Version::number)
                .containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 97, 98, 1_000})
    void surveysManyProfilesByTheSameNumberOfCalls(int size) {
        aws.answer(HERE + " DescribeInstances", INSTANCES);
        Set<ProfileName> names =
                IntStream.rangeClosed(1, size)
                        .mapToObj(i -> new ProfileName(i == size ? "Web" : "Prod-" + i))
                        .collect(Collectors.toSet());

        ComputeInventory survey = reader().survey(names);

        assertThat(survey.calls()).isEqualTo(5);
        assertThat(survey.instances()).hasSize(1);
        assertThat(aws.requests().getFirst().contains("Value.1=*/* ")).isEqualTo(size > 97);
    }

    @Test
    void saysWhatASurveyCouldNotAsk() {
        aws.refuse(HERE + GROUPS, 403, "AccessDenied")
                .answer(HERE + " DescribeInstances", INSTANCES);

        ComputeInventory survey = survey("web");

        assertThat(survey.instances()).hasSize(1);
        assertThat(survey.unknown())
                .containsExactly("eu-west-1: DescribeAutoScalingGroups: AccessDenied: Sorry.");
    }

    private ComputeInventory survey(String... names) {
        return reader().survey(Stream.of(names).map(ProfileName::new).collect(Collectors.toSet()));
    }

    @Test
    void knowsTheLatestRefreshOfEachGroup() {
        aws.answer(HERE + " DescribeInstanceRefreshes AutoScalingGroupName=web-asg", REFRESHES);
        ScalingGroup web = scalingGroup("web-asg");

        assertThat(reader().refreshes(List.of(web, scalingGroup("other"))))
                .isEqualTo(
                        new LatestRefreshes(
                                Map.of(
                                        web,
                                        new InstanceRefresh(
                                                "08b91cf7",
                                                "InProgress",
                                                50,
                                                "Waiting for instances to warm up before"
                                                        + " continuing.")),
                                Set.of(),
                                List.of()));
        assertThat(aws.requests()).hasSize(2);
    }

    /// One cannot be asked about, the next one was deleted meanwhile.
    @Test
    void tellsAGroupThatIsGoneFromOneThatIsNotKnown() {
        ScalingGroup gone = scalingGroup("gone");
        aws.refuse(
                        HERE + " DescribeInstanceRefreshes AutoScalingGroupName=denied",
                        403,
                        "AccessDenied")
                .answer(
                        HERE + " DescribeInstanceRefreshes AutoScalingGroupName=gone",
                        400,
                        "<ErrorResponse><Error><Code>ValidationError</Code><Message>AutoScalingGroup"
                            + " name not found - AutoScalingGroup gone not"
                            + " found</Message></Error></ErrorResponse>")
                .answer(
                        HERE + " DescribeInstanceRefreshes AutoScalingGroupName=wrong",
                        400,
                        "<ErrorResponse><Error><Code>ValidationError</Code><Message>Wrong.</Message></Error></ErrorResponse>");

        assertThat(reader().refreshes(List.of(scalingGroup("denied"), gone, scalingGroup("wrong"))))
                .isEqualTo(
                        new LatestRefreshes(
                                Map.of(),
                                Set.of(gone),
                                List.of(
                                        "eu-west-1: DescribeInstanceRefreshes: AccessDenied:"
                                                + " Sorry.",
                                        "eu-west-1: DescribeInstanceRefreshes: ValidationError:"
                                                + " Wrong.")));
    }

    private static ScalingGroup scalingGroup(String name) {
        return new ScalingGroup(HERE, name, new Source.Unknown(), 1, List.of(), Owner.NOBODY);
    }

    @Test
    void throwsTheErrorOfADecisionsRead() {
        aws.refuse(HERE + " DescribeIamInstanceProfileAssociations", 403, "UnauthorizedOperation");

        assertThatThrownBy(() -> reader().association(HERE, "i-1"))
                .asInstanceOf(type(ComputeException.class))
                .satisfies(
                        error -> assertThat(error.code()).isEqualTo("UnauthorizedOperation"),
                        error ->
                                assertThat(error.why())
                                        .isEqualTo(
                                                "DescribeIamInstanceProfileAssociations in"
                                                        + " eu-west-1: UnauthorizedOperation:"
                                                        + " Sorry."));
    }

    @Test
    void prefersTheAssociationThatComesToTheOneThatGoes() {
        aws.answer(
                HERE + " DescribeIamInstanceProfileAssociations",
                associations("disassociating", "associating", "disassociated"));

        assertThat(reader().association(HERE, "i-1234567890abcdef0"))
                .extracting(InstanceUse::associationId)
                .isEqualTo("iip-assoc-2");
    }

    @Test
    void showsTheAssociationThatGoesIfThereIsNoOther() {
        aws.answer(
                HERE + " DescribeIamInstanceProfileAssociations",
                associations("disassociated", "disassociating"));

        assertThat(reader().association(HERE, "i-1234567890abcdef0"))
                .extracting(InstanceUse::associationId)
                .isEqualTo("iip-assoc-2");
    }

    @Test
    void showsNoAssociationOfAnInstanceWithout() {
        assertThat(reader().association(HERE, "i-1234567890abcdef0")).isNull();
    }

    private ComputeInventory inventory(String... names) {
        return reader().inventory(
                        Stream.of(names).map(ProfileName::new).collect(Collectors.toSet()));
    }

    private QueryComputeReader reader() {
        return new QueryComputeReader(aws.services(), ec2 -> List.of(HERE), IN_TURN);
    }

    private static String versions(String... items) {
        return paged("", items);
    }

    private static String paged(String token, String... items) {
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

    private static String version(
            String id, String name, int number, boolean isDefault, String profile) {
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

    private static String template(String id, String name, int defaultVersion) {
        return template(id, name, defaultVersion, 3);
    }

    private static String template(String id, String name, int defaultVersion, int latest) {
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

    private static String groups(String... members) {
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

    private static String group(String name, String source) {
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

    private static String specification(
            @Nullable String id, String name, @Nullable String version) {
        return "<LaunchTemplate>%s%s%s</LaunchTemplate>"
                .formatted(
                        id == null ? "" : "<LaunchTemplateId>" + id + "</LaunchTemplateId>",
                        "<LaunchTemplateName>" + name + "</LaunchTemplateName>",
                        version == null ? "" : "<Version>" + version + "</Version>");
    }

    private static String configuration(String name) {
        return "<LaunchConfigurationName>" + name + "</LaunchConfigurationName>";
    }

    private static String associations(String... states) {
        return IntStream.rangeClosed(1, states.length)
                .mapToObj(i ->
                        """
                        <item>
                          <associationId>iip-assoc-%d</associationId>
                          <instanceId>i-1234567890abcdef0</instanceId>
                          <iamInstanceProfile>
                            <arn>arn:aws:iam::123456789012:instance-profile/web</arn>
                            <id>AIPAJEDNCAA64SSD265D6</id>
                          </iamInstanceProfile>
                          <state>%s</state>
                        </item>
                        """
                                .formatted(i, states[i - 1]))
                .collect(
                        Collectors.joining(
                                "",
                                "<DescribeIamInstanceProfileAssociationsResponse>"
                                        + "<iamInstanceProfileAssociationSet>",
                                "</iamInstanceProfileAssociationSet>"
                                        + "</DescribeIamInstanceProfileAssociationsResponse>"));
    }

    private static String nodegroup(String name, String group) {
        return """
        {"nodegroup": {"nodegroupName": "%s", "clusterName": "prod", "status": "ACTIVE",
          "nodeRole": "arn:aws:iam::123456789012:role/node",
          "resources": {"autoScalingGroups": [{"name": "%s"}]}}}
        """
                .formatted(name, group);
    }

    private static final String HERE = "eu-west-1";
    private static final ProfileName WEB = new ProfileName("web");
    private static final QueryComputeReader.Patience IN_TURN = QueryComputeReader.Patience.inTurn();
    private static final String VERSIONS = " DescribeLaunchTemplateVersions";
    private static final String LATEST = VERSIONS + " LaunchTemplateVersion.1=$Latest";
    private static final String DEFAULT = VERSIONS + " LaunchTemplateVersion.1=$Default";
    private static final String GROUPS = " DescribeAutoScalingGroups";

    private static final String INSTANCES =
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

    private static final String CONFIGURATIONS_2 =
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

    private static final String REFRESHES =
            """
            <DescribeInstanceRefreshesResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
              <DescribeInstanceRefreshesResult>
                <InstanceRefreshes>
                  <member>
                    <InstanceRefreshId>08b91cf7</InstanceRefreshId>
                    <AutoScalingGroupName>web-asg</AutoScalingGroupName>
                    <Status>InProgress</Status>
                    <StatusReason>Waiting for instances to warm up before continuing.</StatusReason>
                    <PercentageComplete>50</PercentageComplete>
                    <InstancesToUpdate>1</InstancesToUpdate>
                  </member>
                  <member>
                    <InstanceRefreshId>dd7728d0</InstanceRefreshId>
                    <AutoScalingGroupName>web-asg</AutoScalingGroupName>
                    <Status>Successful</Status>
                    <PercentageComplete>100</PercentageComplete>
                  </member>
                </InstanceRefreshes>
              </DescribeInstanceRefreshesResult>
            </DescribeInstanceRefreshesResponse>
            """;
}
