package dev.profileguard.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardedProfilesTest {
    @Test
    void patternsIgnoreCase() {
        assertThat(guards("PROD-Web", tagged("web", Tags.NONE))).isTrue();
        assertThat(GUARDED.include(new ProfileName("prod-web"), none("prod-web"), null)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "profile-guard, locked, true",
        "profile-guard, LOCKED, false",
        "profile-guard, '', false",
        "Profile-Guard, locked, false"
    })
    void theTagGuardsAProfileOfAnyName(String key, String value, boolean guarded) {
        assertThat(guards("web", tagged("web", Tags.of(key, value)))).isEqualTo(guarded);
    }

    @Test
    void aBaselineGuardsEvenADeletedProfile() {
        GuardRecord recorded =
                none("web")
                        .with(Baseline.of(tagged("web", Tags.NONE), Instant.EPOCH, "alice", "e-1"));

        assertThat(GUARDED.include(new ProfileName("web"), recorded, null)).isTrue();
        assertThat(GUARDED.include(new ProfileName("web"), none("web"), null)).isFalse();
    }

    private static final GuardedProfiles GUARDED = new GuardedProfiles(Globs.parse("Prod-*"));

    private static boolean guards(String name, InstanceProfile found) {
        return GUARDED.include(new ProfileName(name), none(name), found);
    }

    private static GuardRecord none(String name) {
        return GuardRecord.none(new ProfileName(name));
    }

    private static InstanceProfile tagged(String name, Tags tags) {
        return new InstanceProfile(new ProfileName(name), "AIPA1", "/", null, tags);
    }
}
