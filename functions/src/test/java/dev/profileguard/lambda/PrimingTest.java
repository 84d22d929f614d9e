package dev.profileguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Whatever fails before the snapshot, the version is published.
class PrimingTest {
    private final List<String> ran = new ArrayList<>();

    @Test
    void rehearsesThenReadsOnceThenRepeatsTheReadOfTheTable() {
        prime(() -> ran.add("rehearsal"), () -> ran.add("first"), () -> ran.add("read"));

        assertThat(ran).startsWith("rehearsal", "first", "read", "read").hasSizeBetween(4, 252);
        assertThat(ran.subList(2, ran.size())).containsOnly("read");
    }

    @Test
    void aFailedRehearsalDoesNotKeepTheReadsFromRunning() {
        prime(
                () -> {
                    throw new IllegalArgumentException("a setting is invalid");
                },
                () -> ran.add("first"),
                () -> {});

        assertThat(ran).containsExactly("first");
    }

    @Test
    void aReadThatAwsRefusesIsNotRepeated() {
        prime(
                () -> {},
                () -> ran.add("first"),
                () -> {
                    ran.add("read");
                    throw SdkClientException.create("AccessDenied");
                });

        assertThat(ran).containsExactly("first", "read");
    }

    private static void prime(Runnable rehearsal, Runnable first, Runnable read) {
        Priming.registered(rehearsal, first, read).beforeCheckpoint(Core.getGlobalContext());
    }
}
