package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.add;
import static dev.profileguard.sandbox.backfill.SweptAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A sweep may be interrupted anywhere, and started again.
class ResumeTest {
    @Test
    void endsInTheSameStateWhereverItIsKilled() {
        try (SweptAccount account = drifted(80, 10)) {
            Killer killer = Killer.of(account, call -> true);
            int kills = 0;
            while (killer.kills("{\"mode\": \"sweep\"}", kills)) {
                kills++;
            }

            assertThat(kills).isGreaterThanOrEqualTo(10);
            assertAllIsRight(account, 80, 10);
        }
    }

    /// Each run is killed when it is about to write for the second time.
    @Test
    void endsInTheSameStateWhenItIsKilledAtEveryPageAndEveryWriteOfAThousand() {
        try (SweptAccount account = drifted(1_000, 50)) {
            Killer killer =
                    Killer.of(account, call -> !call.operation().equals("GetInstanceProfile"));
            int pages = 2;
            for (int page = 0; page < pages; page++) {
                assertThat(killer.kills("{\"mode\": \"sweep\"}", page)).isTrue();
            }
            int kills = 0;
            while (killer.kills("{\"mode\": \"sweep\"}", pages + 1)) {
                kills++;
            }

            assertThat(kills).isEqualTo(2 * 1_000 / 50 - 1);
            assertAllIsRight(account, 1_000, 50);
        }
    }

    @Test
    void continuesWhereItStoppedAlthoughTheAccountChanges() {
        try (SweptAccount account = drifted(40, 10)) {
            for (int i = 0; i < 150; i++) {
                account.profile("dev-%04d".formatted(i), null);
            }
            account.sandbox()
                    .account()
                    .gate(call -> {
                        if (call.caller().arn().contains("Backfill")) {
                            account.sandbox().clock().move(Duration.ofSeconds(10));
                        }
                    });
            List<Map<String, Object>> responses = new ArrayList<>();
            String cursor = null;
            do {
                Map<String, Object> response = account.backfill(request(cursor));
                responses.add(response);
                cursor = (String) response.get("cursor");
                int round = responses.size();
                account.as("admin")
                        .createInstanceProfile(
                                r -> r.instanceProfileName("aaa-%d".formatted(round)));
                account.as("admin")
                        .createInstanceProfile(
                                r -> r.instanceProfileName("zzz-%d".formatted(round)));
            } while (cursor != null);

            assertThat(responses).hasSizeGreaterThan(1);
            assertThat(responses.getLast().get("part")).isEqualTo(responses.size());
            assertAllIsRight(account, 40, 10);
        }
    }

    private static String request(@Nullable String cursor) {
        return cursor == null
                ? "{\"mode\": \"sweep\"}"
                : "{\"mode\": \"sweep\", \"cursor\": \"%s\"}".formatted(cursor);
    }

    /// Kills runs when they are about to make a call.
    private record Killer(SweptAccount account, AtomicInteger left) {
        static Killer of(SweptAccount account, Predicate<IamCall> deadly) {
            AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
            account.sandbox()
                    .account()
                    .gate(call -> {
                        boolean counts =
                                call.caller().arn().contains("Backfill") && deadly.test(call);
                        if (counts && left.getAndDecrement() <= 0) {
                            throw new Killed();
                        }
                    });
            return new Killer(account, left);
        }

        /// Whether a run is killed after this many such calls; if not, it completes.
        boolean kills(String request, int calls) {
            left.set(calls);
            boolean killed =
                    account.sandbox().lambda().invoke("Backfill", request)
                            instanceof InvocationResponse.Failed;
            left.set(Integer.MAX_VALUE);
            return killed;
        }
    }

    /// As if the process were killed: no code catches it.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// Every profile is guarded and recorded; some were changed without events, and as many by the
    /// pipeline.
    private static SweptAccount drifted(int size, int every) {
        SweptAccount account = SweptAccount.with("SweepRequestsPerSecond", "100");
        account.role("good");
        account.role("better");
        account.role("evil");
        for (int i = 0; i < size - 4; i++) {
            account.role("role-%04d".formatted(i));
        }
        for (int i = 0; i < size; i++) {
            account.profile("prod-%04d".formatted(i), "good");
        }
        account.backfill("{\"mode\": \"sweep\"}");
        account.later(Duration.ofHours(1));
        for (int i = 0; i < size; i += every) {
            String name = "prod-%04d".formatted(i);
            remove(account.as("mallory"), name, "good");
            add(account.as("mallory"), name, "evil");
            String other = "prod-%04d".formatted(i + 1);
            remove(account.asPipeline(), other, "good");
            add(account.asPipeline(), other, "better");
        }
        return account;
    }

    private static void assertAllIsRight(SweptAccount account, int size, int every) {
        Map<String, String> profiles = account.profiles();
        for (int i = 0; i < size; i++) {
            assertThat(profiles)
                    .containsEntry("prod-%04d".formatted(i), i % every == 1 ? "better" : "good");
        }
        account.later(Duration.ofHours(1));
        account.backfill("{\"mode\": \"sweep\"}");
        assertThat(account.writes()).isEmpty();
    }
}
