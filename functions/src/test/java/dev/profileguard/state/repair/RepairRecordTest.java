package dev.profileguard.state.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepairRecordTest {
    private static final Instant AT = Instant.parse("2026-01-15T09:30:00Z");

    @Test
    void countsTheRepairsOfAnEventOnce() {
        RepairRecord record = none().with(repair(1, "e-1")).with(repair(2, "e-1"));

        assertThat(record.repairs()).containsExactly(repair(2, "e-1"));
    }

    @Test
    void keepsTheLatestRepairs() {
        RepairRecord record = none();
        for (int i = 0; i <= Repair.MAX_REPAIRS; i++) {
            record = record.with(repair(i, "e-" + i));
        }

        assertThat(record.repairs()).hasSize(Repair.MAX_REPAIRS);
        assertThat(record.repairs().getFirst()).isEqualTo(repair(1, "e-1"));
        assertThat(record.repairs().getLast()).isEqualTo(repair(100, "e-100"));
    }

    private static RepairRecord none() {
        return RepairRecord.none("role/web");
    }

    private static Repair repair(int second, String event) {
        return new Repair(AT.plusSeconds(second), event, "mallory changed it");
    }
}
