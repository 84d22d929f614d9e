package dev.profileguard.sandbox.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Prints the time and memory of plans over 1,000 roles, also as a share of one invocation's 15
/// minutes and 512 MB. Run it with the heap that Lambda sets for 512 MB:
///
///     java -Xmx410m -cp ... dev.profileguard.sandbox.backfill.SweepBenchmark
final class SweepBenchmark {
    private static final int ROLES = 999; // one is there already
    private static final Duration INVOCATION = Duration.ofMinutes(15);

    private SweepBenchmark() {}

    /// Takes no arguments.
    public static void main(String[] arguments) {
        System.out.println("profiles  calls  a profile  work    by its clock  of 15 min  heap");
        measure("every role has its profile", 1);
        measure("every second role has none, the creator is looked up in CloudTrail", 2);
        System.exit(0); // a thread of DynamoDB Local sleeps on after its shutdown
    }

    /// @param every the number of roles for each profile
    private static void measure(String what, int every) {
        try (SweptAccount account =
                SweptAccount.with("ProvisionMode", "observe", "GuardMode", "observe")) {
            for (int i = 0; i < ROLES; i++) {
                account.role("role-%04d".formatted(i));
            }
            int profiles = 0;
            for (int i = 0; i < ROLES; i += every, profiles++) {
                account.profile("role-%04d".formatted(i), "role-%04d".formatted(i));
            }
            account.later(Duration.ofHours(1));
            Instant before = account.sandbox().clock().instant();
            long began = System.nanoTime();
            Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
            long work = (System.nanoTime() - began) / 1_000_000;
            Duration took = Duration.between(before, account.sandbox().clock().instant());
            int calls = account.calls().size() + account.lookups().size();
            Runtime java = Runtime.getRuntime();
            System.out.printf(
                    "%8d  %5d  %9.2f  %4d ms  %10d s  %7.0f %%  %d of %d MB  %s: %s%s%n",
                    profiles,
                    calls,
                    (double) calls / profiles,
                    work,
                    took.toSeconds(),
                    100.0 * took.toMillis() / INVOCATION.toMillis(),
                    (java.totalMemory() - java.freeMemory()) >> 20,
                    java.maxMemory() >> 20,
                    what,
                    plan.get("total"),
                    plan.get("cursor") == null ? "" : ", and a cursor");
        }
    }
}
