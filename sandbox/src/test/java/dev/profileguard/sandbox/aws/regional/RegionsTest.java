package dev.profileguard.sandbox.aws.regional;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RegionsTest {
    private final Regions regions = new Regions();

    @Test
    void listsOnlyWhatCanContainSomething() {
        regions.listOnly(Set.of("us-east-1", "eu-west-1"));

        assertThat(regions.enabled()).containsExactly("eu-west-1", "us-east-1");
        assertThat(regions.isEnabled("eu-west-2")).isTrue();
        assertThat(regions.all()).contains("eu-west-2", "af-south-1");
    }

    @Test
    void doesNotListARegionThatIsNotEnabledOrIsNone() {
        regions.listOnly(Set.of("us-east-1", "af-south-1", "eu-north-south-1", ""));
        assertThat(regions.enabled()).containsExactly("us-east-1");

        regions.optIn("af-south-1");
        assertThat(regions.enabled()).containsExactly("us-east-1", "af-south-1");
    }
}
