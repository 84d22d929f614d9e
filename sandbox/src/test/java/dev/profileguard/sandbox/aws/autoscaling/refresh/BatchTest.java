package dev.profileguard.sandbox.aws.autoscaling.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {
    @ParameterizedTest
    @CsvSource({
        // least, most, desired, old, fresh, ready, open, terminated, started
        "90, 100, 10, 10, 0, 0, 10, 1, 1",
        "50, 100, 4, 4, 0, 0, 4, 2, 2",
        "50, 100, 4, 2, 2, 0, 2, 0, 0",
        "50, 100, 4, 2, 2, 2, 2, 2, 2",
        "90, 100, 1, 1, 0, 0, 1, 1, 1",
        "100, 100, 1, 1, 0, 0, 1, 0, 1",
        "100, 100, 1, 1, 1, 0, 1, 0, 0",
        "100, 100, 1, 1, 1, 1, 1, 1, 0",
        "100, 150, 4, 4, 0, 0, 4, 0, 2",
        "0, 100, 3, 3, 0, 0, 3, 3, 3",
        "50, 100, 4, 4, 0, 0, 1, 1, 1",
        "50, 100, 4, 3, 1, 1, 0, 0, 0",
        "90, 100, 3, 1, 1, 1, 1, 0, 1",
        "90, 100, 0, 0, 0, 0, 0, 0, 0",
    })
    void takesTheNextInstances(
            int least,
            int most,
            int desired,
            int old,
            int fresh,
            int ready,
            int open,
            int terminated,
            int started) {
        Preferences preferences =
                new Preferences(
                        Map.of("MinHealthyPercentage", least, "MaxHealthyPercentage", most));

        assertThat(Batch.of(new Batch.Count(desired, old, fresh, ready, open), preferences))
                .isEqualTo(new Batch(terminated, started));
    }
}
