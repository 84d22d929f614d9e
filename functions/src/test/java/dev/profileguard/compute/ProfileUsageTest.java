package dev.profileguard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.iam.ProfileName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProfileUsageTest {
    private static final ProfileName PROFILE = new ProfileName("prod-web");

    @Test
    void showsAtMostFiveHundredOfAKindAndHowManyMoreThereAre() {
        assertThat(groups(500).json()).doesNotContainKey("leftOut");
        assertThat(groups(502).json()).containsEntry("leftOut", Map.of("autoScalingGroups", 2));
        assertThat((List<?>) groups(502).json().get("autoScalingGroups")).hasSize(500);
        assertThat(groups(502).summary()).isEqualTo("502 Auto Scaling groups");
    }

    @Test
    void showsTheLatestHundredVersionsOfALaunchTemplate() {
        List<Version> versions =
                LongStream.rangeClosed(1, 102)
                        .mapToObj(number -> new Version(number, "prod-web", ""))
                        .toList();
        LaunchTemplate template =
                new LaunchTemplate("eu-west-1", "lt-1", "web", 1, versions, Owner.NOBODY);

        assertThat(template.json(PROFILE))
                .containsEntry("versions", LongStream.rangeClosed(3, 102).boxed().toList());
    }

    private static ProfileUsage groups(int count) {
        ScalingGroup group =
                new ScalingGroup(
                        "eu-west-1",
                        "web",
                        new ScalingGroup.Source.Unknown(),
                        0,
                        List.of(),
                        Owner.NOBODY);
        return new ProfileUsage(
                PROFILE,
                List.of(),
                List.of(),
                Collections.nCopies(count, group),
                List.of(),
                List.of(),
                List.of());
    }
}
