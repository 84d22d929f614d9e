package dev.profileguard.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline.RecordedRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BaselineTest {
    @Test
    void isTheSameForAProfileThatWasCreatedAgain() {
        assertSame(baseline(WEB), baseline(WEB).withProfile("AIPA2", "/"));
    }

    @Test
    void isAnotherWithAnotherPathOrOtherTags() {
        assertDiffer(baseline(WEB), baseline(WEB).withProfile("AIPA1", "/team/"));
        assertDiffer(baseline(WEB), baseline(WEB).withTags(Tags.of("team", "a")));
        assertDiffer(baseline(WEB), baseline(WEB).provisional(true));
    }

    @Test
    void comparesTheIdsOfTheRoleWhereBothAreKnown() {
        assertSame(baseline(WEB), baseline(new RecordedRole(new RoleName("web"), "AROA1")));
        assertDiffer(baseline(WEB), baseline(new RecordedRole(new RoleName("web"), "AROA2")));
        assertSame(baseline(WEB), baseline(WEB_OF_ANY_ID));
        assertSame(baseline(WEB_OF_ANY_ID), baseline(WEB_OF_ANY_ID));
        assertDiffer(baseline(WEB), baseline(new RecordedRole(new RoleName("db"), "AROA1")));
        assertDiffer(baseline(WEB_OF_ANY_ID), baseline(new RecordedRole(new RoleName("db"), null)));
    }

    @Test
    void isAnotherWithoutARole() {
        assertSame(baseline(null), baseline(null));
        assertDiffer(baseline(WEB), baseline(null));
    }

    @Test
    void isKeptWithItsRoleAsAFormerOne() {
        assertThat(baseline(WEB).former(AT).role()).isEqualTo(new RoleName("web"));
        assertThat(baseline(WEB).former(AT).roleId()).isEqualTo("AROA1");
        assertThat(baseline(null).former(AT).role()).isNull();
        assertThat(baseline(null).former(AT).roleId()).isNull();
    }

    private static final Instant AT = Instant.parse("2026-01-15T09:30:00Z");
    private static final RecordedRole WEB = new RecordedRole(new RoleName("web"), "AROA1");
    private static final RecordedRole WEB_OF_ANY_ID = new RecordedRole(new RoleName("web"), null);

    private static Baseline baseline(@Nullable RecordedRole role) {
        return new Baseline("AIPA1", "/", role, Tags.NONE, AT, "role deployer", "event-1");
    }

    private static void assertSame(Baseline one, Baseline other) {
        assertThat(one.isSameAs(other)).isTrue();
        assertThat(other.isSameAs(one)).isTrue();
    }

    private static void assertDiffer(Baseline one, Baseline other) {
        assertThat(one.isSameAs(other)).isFalse();
        assertThat(other.isSameAs(one)).isFalse();
    }
}
