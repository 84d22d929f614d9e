package dev.profileguard.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangeTest {
    @Test
    void happenedAtTheLatestNowInWholeSeconds() {
        Change past = changeAt(NOW);
        Change future = changeAt(NOW.plusSeconds(100_000_000));

        assertThat(past.notAfter(NOW)).isSameAs(past);
        assertThat(past.notAfter(NOW.plusMillis(1))).isSameAs(past);
        assertThat(future.notAfter(NOW.plusMillis(900))).isEqualTo(past);
    }

    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");

    private static Change changeAt(Instant time) {
        return new Change(
                new ProfileName("prod-web"),
                new Edit.RoleAdded(new RoleName("web")),
                new Call(
                        new Actor.User("arn:aws:iam::123456789012:user/mallory"),
                        "AddRoleToInstanceProfile",
                        "123456789012",
                        "e-1",
                        time));
    }
}
