package dev.profileguard.sandbox.command.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The work for a replay grows with the number of its records, not with its square. The tests count
/// what the thread allocates, as [dev.profileguard.sandbox.backfill] does for a sweep.
class ReplayCostTest extends AbstractReplayTest {
    private static final int RECORDS = 400;
    private static final int TIMES = 4;

    /// Linear work is four times as much; half as much again is left for what grows by steps.
    private static final double AT_MOST = TIMES * 1.5;

    private static final int RECORDS_OF_A_PROFILE = 4;

    /// Each call is unexpected, so that ProfileGuard looks up who made it.
    @Test
    void growsWithTheRecordsOfManyProfiles() throws IOException {
        allocated(RECORDS, RECORDS / RECORDS_OF_A_PROFILE); // loads classes

        double small = allocated(RECORDS, RECORDS / RECORDS_OF_A_PROFILE);
        double large = allocated(TIMES * RECORDS, TIMES * RECORDS / RECORDS_OF_A_PROFILE);

        assertThat(large).isLessThan(small * AT_MOST);
    }

    private double allocated(int records, int profiles) throws IOException {
        Path file =
                write(
                        "records.json",
                        IntStream.range(0, records)
                                .mapToObj(number -> swap(number, profiles))
                                .collect(Collectors.joining(",", "{\"Records\": [", "]}")));
        long before = bytes();
        assertThat(replay(file)).isZero();
        assertThat(output.toString())
                .contains("%d records: %d handled".formatted(records, records));
        return bytes() - before;
    }

    /// Removes a role from a profile and adds another one, in turn.
    private static String swap(int number, int profiles) {
        int turn = number / profiles;
        String call = turn % 2 == 0 ? REMOVED : ADDED;
        return call.replace("prod-web", "prod-%04d".formatted(number % profiles))
                .replaceFirst("\"eventID\": \"[^\"]*\"", "\"eventID\": \"e-%d\"".formatted(number))
                .replaceFirst(
                        "\"eventTime\": \"[^\"]*\"",
                        "\"eventTime\": \"%s\""
                                .formatted(
                                        Instant.parse("2026-01-15T09:30:00Z")
                                                .plusSeconds(10L * number)));
    }

    private static long bytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
