package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The time from a change to its repair, and the calls of the invocation that made the repair. All
/// of it is read from the timeline.
///
/// @param change the call that was repaired
/// @param repair the function's last write to IAM
/// @param calls the timeline has no calls to DynamoDB
/// @param computed how long the invocation ran, in real time
record RepairCost(Entry change, Entry repair, List<Entry> calls, Duration computed) {
    /// Takes a copy.
    RepairCost {
        calls = List.copyOf(calls);
    }

    /// The last repair by a function.
    ///
    /// @param changed the operation of the call that was repaired
    /// @return empty: nobody made this call, or the function has written nothing since
    static Optional<RepairCost> last(List<Entry> all, String function, String changed) {
        int change = last(all, entry -> isCall(entry, null) && changed.equals(entry.operation()));
        int repair = last(all, entry -> isWrite(entry, function));
        if (change < 0 || repair < change) {
            return Optional.empty();
        }
        int before = last(all.subList(0, repair), entry -> isInvocation(entry, function));
        int end = repair + first(all.subList(repair, all.size()), function);
        List<Entry> invocation = all.subList(Math.max(change, before) + 1, end);
        return Optional.of(
                new RepairCost(
                        all.get(change),
                        all.get(repair),
                        invocation.stream().filter(entry -> isCall(entry, function)).toList(),
                        Objects.requireNonNullElse(all.get(end).took(), Duration.ZERO)));
    }

    /// From the change to the repair, by the clock of the sandbox.
    Duration time() {
        return Duration.between(change.time(), repair.time());
    }

    /// The calls to a service, such as `2 reads and 1 write`, or `5 reads`.
    ///
    /// @param service such as `iam`
    String callsTo(String service) {
        List<Entry> its = calls.stream().filter(call -> service.equals(call.service())).toList();
        long reads = its.stream().filter(Narrator::reads).count();
        return count(reads, its.size() - reads);
    }

    /// Such as `2 reads and 1 write`.
    static String count(long reads, long writes) {
        return writes == 0
                ? count(reads, "read")
                : count(reads, "read") + " and " + count(writes, "write");
    }

    private static String count(long number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }

    private static int last(List<Entry> entries, Predicate<Entry> wanted) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (wanted.test(entries.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /// The index of the function's first invocation. An invocation is added when it ends.
    private static int first(List<Entry> entries, String function) {
        return entries.indexOf(
                entries.stream()
                        .filter(entry -> isInvocation(entry, function))
                        .findFirst()
                        .orElseThrow());
    }

    private static boolean isWrite(Entry entry, String function) {
        return isCall(entry, function)
                && "iam".equals(entry.service())
                && "ok".equals(entry.outcome())
                && !Narrator.reads(entry);
    }

    /// @param function null: a call that no function made
    private static boolean isCall(Entry entry, @Nullable String function) {
        return entry.kind() == Entry.Kind.CALL && Objects.equals(entry.function(), function);
    }

    private static boolean isInvocation(Entry entry, String function) {
        return entry.kind() == Entry.Kind.INVOCATION && function.equals(entry.function());
    }
}
