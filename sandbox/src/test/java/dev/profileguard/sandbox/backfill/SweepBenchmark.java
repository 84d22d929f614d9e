package dev.profileguard.sandbox.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Prints what a plan over 1,000 roles and 1,000 profiles takes. Run it with the heap that Lambda gives
/// to 512 MB:
///
///     java -Xmx410m -cp ... dev.profileguard.sandbox.backfill.SweepBenchmark
final class SweepBenchmark {
    private static final int SIZE = 1_000;

    private SweepBenchmark() {}

    /// Takes no arguments.
    public static void main(String[] arguments) {
        try (SweptAccount account =
                SweptAccount.with("ProvisionMode", "observe", "GuardMode", "observe")) {
            for (int i = 0; i < SIZE - 1; i++) {
                account.role("role-%04d".formatted(i));
            }
            for (int i = 0; i < SIZE; i++) {
                account.profile(
                        "dev-%04d".formatted(i), i % 2 == 0 ? "role-%04d".formatted(i) : null);
            }
            account.later(Duration.ofHours(1));
            Instant before = account.sandbox().clock().instant();
            long began = System.nanoTime();
            Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
            long took = (System.nanoTime() - began) / 1_000_000;
            System.out.printf(
                    "counts %s, cursor %s%n%d calls of IAM; %d ms of work, %s by the function's"
                            + " clock (its pace)%nheap: at most %d MB, used now %d MB%n",
                    plan.get("total"),
                    plan.get("cursor"),
                    account.calls().size(),
                    took,
                    Duration.between(before, account.sandbox().clock().instant()),
                    Runtime.getRuntime().maxMemory() >> 20,
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        }
    }
}
