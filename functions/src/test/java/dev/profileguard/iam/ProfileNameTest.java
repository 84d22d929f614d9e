package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ProfileNameTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

    @Test
    void namesAProfileThatReplacesItByTheDay() {
        assertThat(new ProfileName("prod-web").from(DAY).value()).isEqualTo("prod-web-20260131");
        assertThat(new ProfileName("x".repeat(119)).from(DAY).value())
                .isEqualTo("x".repeat(119) + "-20260131");
        assertThat(new ProfileName("x".repeat(120)).from(DAY).value())
                .isEqualTo("x".repeat(119) + "-20260131");
    }
}
