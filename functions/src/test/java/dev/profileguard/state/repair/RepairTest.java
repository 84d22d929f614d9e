package dev.profileguard.state.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepairTest {
    @Test
    void isCutToWhatCanBeStored() {
        String longest = "x".repeat(Repair.MAX_UNDONE_LENGTH);

        assertThat(undone(longest).undone()).isEqualTo(longest);
        assertThat(undone(longest + "x").undone()).isEqualTo("x".repeat(497) + "...");
    }

    private static Repair undone(String text) {
        return new Repair(Instant.parse("2026-01-15T09:30:00Z"), "event-1", text);
    }
}
