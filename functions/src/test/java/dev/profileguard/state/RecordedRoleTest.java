package dev.profileguard.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.state.Baseline.RecordedRole;
import org.junit.jupiter.api.Test;

class RecordedRoleTest {
    @Test
    void isTheRoleWithItsId() {
        RecordedRole recorded = new RecordedRole(new RoleName("web"), "AROA1");

        assertThat(recorded.is(role("web", "AROA1"))).isTrue();
        assertThat(recorded.is(role("web", "AROA2"))).as("created again").isFalse();
        assertThat(recorded.is(role("evil", "AROA1"))).isFalse();
    }

    @Test
    void isAnyRoleOfItsNameAsLongAsItsIdIsNotKnown() {
        RecordedRole recorded = new RecordedRole(new RoleName("web"), null);

        assertThat(recorded.is(role("web", "AROA1"))).isTrue();
        assertThat(recorded.is(role("web", "AROA2"))).isTrue();
        assertThat(recorded.is(role("evil", "AROA1"))).isFalse();
    }

    private static Role role(String name, String id) {
        return new Role(new RoleName(name), id, "/");
    }
}
