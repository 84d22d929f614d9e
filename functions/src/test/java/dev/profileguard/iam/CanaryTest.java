package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CanaryTest {
    @Test
    void readsTheTimeThatItWroteToTheMillisecond() {
        Instant time = Instant.parse("2026-01-05T09:00:00.123456Z");

        assertThat(Canary.writtenAt(Canary.written(time)))
                .isEqualTo(Instant.parse("2026-01-05T09:00:00.123Z"));
    }

    @Test
    void readsNoTimeFromOtherTags() {
        assertThat(Canary.writtenAt(Tags.NONE)).isNull();
        assertThat(Canary.writtenAt(Tags.of("Owner", "2026-01-05T09:00:00Z"))).isNull();
        assertThat(Canary.writtenAt(Tags.of(Canary.TAG, "yesterday"))).isNull();
    }

    @Test
    void onlyTheCanarysProfileIsExempt() {
        Canary canary = Canary.of("profile-guard-canary");

        assertThat(canary.exemption(new ProfileName("Profile-Guard-Canary")))
                .isEqualTo(
                        "Profile-Guard-Canary is the canary's profile, which checks that events"
                                + " arrive");
        assertThat(canary.exemption(new ProfileName("canary"))).isNull();
        assertThat(Canary.of("").exemption(new ProfileName("profile-guard-canary"))).isNull();
    }
}
