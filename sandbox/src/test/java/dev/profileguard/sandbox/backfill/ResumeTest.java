package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.add;
import static dev.profileguard.sandbox.backfill.SweptAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.iam.IamCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A sweep may be cut short anywhere, and begun again.
class ResumeTest {
    @Test
    void endsInTheSameStateWhereverItIsKilled() {
        try (SweptAccount account = drifted(60)) {
            int kills = killEverywhere(account, "{\"mode\": \"sweep\"}", call -> true);

            assertThat(kills).isGreaterThan(60);
            assertAllIsRight(account, 60);
        }
    }

    @Test
    void endsInTheSameStateWhenItIsKilledAtEveryPageAndEveryWriteOfAThousand() {
        try (SweptAccount account = drifted(1_000)) {
            int kills =
                    killEverywhere(
                            account,
                            "{\"mode\": \"sweep\"}",
                            call -> !call.operation().startsWith("GetInstance"));

            assertThat(kills).isGreaterThan(20);
            assertAllIsRight(account, 1_000);
        }
    }

    @Test
    void goesOnWhereItStoppedAlthoughOthersCameAndWent() {
        try (SweptAccount account = drifted(40)) {
            account.sandbox().account().gate(ResumeTest::slow);
            List<Map<String, Object>> answers = new ArrayList<>();
            String cursor = null;
            do {
                Map<String, Object> answer = account.backfill(request(cursor));
                answers.add(answer);
                cursor = (String) answer.get("cursor");
                int round = answers.size();
                account.as("admin").createInstanceProfile(r ->
                        r.instanceProfileName("aaa-%d".formatted(round)));
                account.as("admin").createInstanceProfile(r ->
                        r.instanceProfileName("zzz-%d".formatted(round)));
            } while (cursor != null);

            assertThat(answers).hasSizeGreaterThan(1);
            assertThat(answers.getLast().get("part")).isEqualTo(answers.size());
            assertAllIsRight(account, 40);
        }
    }

    private static String request(@Nullable String cursor) {
        return cursor == null
                ? "{\"mode\": \"sweep\"}"
                : "{\"mode\": \"sweep\", \"cursor\": \"%s\"}".formatted(cursor);
    }

    /// Kills the first run at its first call, the second at its second, and so on, until one comes
    /// to its end.
    private static int killEverywhere(
            SweptAccount account, String request, Predicate<IamCall> deadly) {
        AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        account.sandbox()
                .account()
                .gate(call -> {
                    boolean counts =
                            call.caller().arn().contains("Backfill") && deadly.test(call);
                    if (counts && left.getAndDecrement() == 0) {
                        throw new Killed();
                    }
                });
        for (int kills = 0; ; kills++) {
            left.set(kills);
            try {
                account.sandbox().lambda().invoke("Backfill", request);
            } catch (Killed e) {
                continue;
            }
            if (left.get() >= 0) {
                return kills;
            }
        }
    }

    /// As a process that is killed: nothing catches it.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static void slow(IamCall call) {}

    /// Every profile is guarded and recorded; every tenth was changed by somebody unheard, and every
    /// tenth by the pipeline.
    private static SweptAccount drifted(int size) {
        SweptAccount account = SweptAccount.with("SweepRequestsPerSecond", "100");
        account.role("good");
        account.role("better");
        account.role("evil");
        for (int i = 0; i < size; i++) {
            account.role("role-%04d".formatted(i));
            account.profile("prod-%04d".formatted(i), "good");
        }
        account.backfill("{\"mode\": \"sweep\"}");
        account.later(Duration.ofHours(1));
        for (int i = 0; i < size; i += 10) {
            String name = "prod-%04d".formatted(i);
            remove(account.as("mallory"), name, "good");
            add(account.as("mallory"), name, "evil");
            String other = "prod-%04d".formatted(i + 1);
            remove(account.asPipeline(), other, "good");
            add(account.asPipeline(), other, "better");
        }
        return account;
    }

    private static void assertAllIsRight(SweptAccount account, int size) {
        Map<String, String> profiles = account.profiles();
        for (int i = 0; i < size; i++) {
            assertThat(profiles)
                    .containsEntry("prod-%04d".formatted(i), i % 10 == 1 ? "better" : "good");
        }
        account.later(Duration.ofHours(1));
        account.backfill("{\"mode\": \"sweep\"}");
        assertThat(account.writes()).isEmpty();
    }
}
