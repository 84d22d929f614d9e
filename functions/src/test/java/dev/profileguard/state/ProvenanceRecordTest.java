package dev.profileguard.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProvenanceRecordTest {
    @Test
    void coversTheProfileOfItsId() {
        ProvenanceRecord record = RECORD.of("AIPA1");

        assertThat(record.covers(profile("AIPA1"))).isTrue();
        assertThat(record.mayCover(profile("AIPA1"))).isTrue();
        assertThat(record.covers(profile("AIPA2"))).isFalse();
        assertThat(record.mayCover(profile("AIPA2"))).isFalse();
    }

    @Test
    void mayCoverAnyProfileAsLongAsItHasNoId() {
        assertThat(RECORD.mayCover(profile("AIPA1"))).isTrue();
        assertThat(RECORD.covers(profile("AIPA1"))).isFalse();
    }

    private static final ProvenanceRecord RECORD =
            new ProvenanceRecord("AROA1", Instant.parse("2026-01-15T09:30:00Z"));

    private static InstanceProfile profile(String id) {
        return new InstanceProfile(new ProfileName("web"), id, "/", null, Tags.NONE);
    }
}
