package dev.profileguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void showsParametersByTheNamesOfTheTemplate() {
        assertThat(
                        Parameters.in(
                                Map.of(
                                        "GUARD_MODE", "enforce",
                                        "ROLE_TAGS_FROM_PROFILES", "true",
                                        "INSTANCE_REGIONS", "")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "GuardMode", "enforce",
                                "RoleTagsFromProfiles", "true",
                                "InstanceRegions", ""));
    }

    @Test
    void showsNothingElseOfTheEnvironment() {
        assertThat(
                        Parameters.in(
                                Map.of(
                                        "AWS_SECRET_ACCESS_KEY", "secret",
                                        "AWS_SESSION_TOKEN", "token",
                                        "BASELINE_TABLE", "table")))
                .isEmpty();
    }

    @Test
    void cutsALongValueAndShowsHiddenCharacters() {
        assertThat(Parameters.in(Map.of("TAG_POLICY", "a\nb" + "x".repeat(4096))).get("TagPolicy"))
                .startsWith("a\\nbx")
                .hasSizeLessThan(320);
    }
}
