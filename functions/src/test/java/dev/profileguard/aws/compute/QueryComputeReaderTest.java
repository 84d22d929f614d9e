package dev.profileguard.aws.compute;

import static dev.profileguard.aws.compute.ComputeExamples.DEFAULT;
import static dev.profileguard.aws.compute.ComputeExamples.FILTERS;
import static dev.profileguard.aws.compute.ComputeExamples.GROUPS;
import static dev.profileguard.aws.compute.ComputeExamples.HERE;
import static dev.profileguard.aws.compute.ComputeExamples.INSTANCES;
import static dev.profileguard.aws.compute.ComputeExamples.IN_TURN;
import static dev.profileguard.aws.compute.ComputeExamples.LATEST;
import static dev.profileguard.aws.compute.ComputeExamples.VERSIONS;
import static dev.profileguard.aws.compute.ComputeExamples.WEB;
import static dev.profileguard.aws.compute.ComputeExamples.paged;
import static dev.profileguard.aws.compute.ComputeExamples.profiles;
import static dev.profileguard.aws.compute.ComputeExamples.reader;
import static dev.profileguard.aws.compute.ComputeExamples.version;
import static dev.profileguard.aws.compute.ComputeExamples.versions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.ec2.EnabledRegions;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.iam.ProfileName;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The calls that it makes, in which regions, and what it says where one fails.
class QueryComputeReaderTest {
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
    void saysSoWhereAListDoesNotEnd() {
        aws.answer(
                HERE + LATEST, paged("more", version("lt-1", "web", 1, true, "<name>web</name>")));

        assertThat(inventory("web").unknown())
                .contains(
                        "eu-west-1: DescribeLaunchTemplateVersions: DescribeLaunchTemplateVersions"
                                + " has more than 20,000 results");
    }

    private ComputeInventory inventory(String... names) {
        return reader(aws).inventory(profiles(names));
    }

    private QueryComputeReader enabled() {
        return new QueryComputeReader(
                aws.services(),
                ec2 -> new EnabledRegions(ec2, HERE, InstantSource.system()).get(),
                IN_TURN);
    }
}
