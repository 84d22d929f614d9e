package dev.profileguard.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.lambda.SettingsReader;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

class PartitionTest {
    @ParameterizedTest
    @MethodSource("regions")
    void isThatOfEachRegionInTheSdk(Region region) {
        String expected = PartitionMetadata.of(region).id();

        assertThat(Partition.ofRegion(region.id()).id()).isEqualTo(expected);
        assertThat(new SettingsReader(Map.of("AWS_REGION", region.id())).partition())
                .isEqualTo(expected);
    }

    /// The SDK takes them for regions of AWS's commercial partition too.
    @ParameterizedTest
    @ValueSource(strings = {"", "us-east-77", "eu-nowhere-1", "us-isolated-1", "cnorth-1"})
    void isThatOfAwsForAnyOtherRegion(String region) {
        assertThat(Partition.ofRegion(region)).isEqualTo(Partition.AWS);
    }

    @Test
    void isKnownIfTheSdkKnowsIt() {
        Set<String> known =
                Arrays.stream(Partition.values()).map(Partition::id).collect(Collectors.toSet());

        assertThat(regions().map(region -> PartitionMetadata.of(region).id()))
                .hasSizeGreaterThan(30)
                .allMatch(known::contains)
                .containsAll(known);
    }

    @Test
    void containsTheRegionInWhichItsIamEventsArrive() {
        for (Partition partition : Partition.values()) {
            assertThat(partition.regionOfIamEvents().stream())
                    .allMatch(region -> Partition.ofRegion(region) == partition);
        }
        assertThat(Partition.regionsOfIamEvents())
                .containsExactly("us-east-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1");
    }

    static Stream<Region> regions() {
        return Region.regions().stream().filter(region -> !region.isGlobalRegion());
    }
}
