package dev.profileguard.sweep;

import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.LookupKey;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.Attribution;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Ports.CallHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// CloudTrail's history for many lookups. CloudTrail allows two lookups a second. A lookup finds
/// the calls about one resource, or the calls of one operation. Where a rule will make many
/// lookups, and the calls of the few operations that it looks for fit on fewer pages, these pages
/// are read once and answer all lookups.
///
/// Whether that is so is counted: the lookups that the rule will make, against the pages, of which
/// the times on the pages so far say how many there are. At most half as many pages are read as
/// lookups are expected.
///
/// Not thread-safe.
public final class BulkHistory {
    /// A page has 50 calls, and a call takes some kilobytes.
    private static final int MOST_PAGES = 100;

    private final Attribution attribution;
    private final InstantSource clock;
    private final Map<String, Operation> operations = new HashMap<>();
    private final Map<String, Budget> budgets = new HashMap<>();
    private ToIntFunction<SweepRule> expected = rule -> 0;

    /// @param attribution reads the pages
    public BulkHistory(Attribution attribution, InstantSource clock) {
        this.attribution = attribution;
        this.clock = clock;
    }

    /// Sets how many lookups by the names of resources a rule will make, at least. It is counted at
    /// the first one.
    public void expecting(ToIntFunction<SweepRule> lookups) {
        expected = lookups;
    }

    /// The history for a rule.
    ///
    /// @param single looks up one resource or event
    public CallHistory of(SweepRule rule, CallHistory single) {
        return rule.operations().isEmpty()
                ? single
                : (key, since, backoff) -> {
                    List<CloudTrailEvent> found = found(rule, key, since, backoff);
                    return found == null ? single.about(key, since, backoff) : found;
                };
    }

    /// Null: the calls have to be looked up.
    private @Nullable List<CloudTrailEvent> found(
            SweepRule rule, LookupKey key, Instant since, Backoff backoff) {
        if (key.attribute() != LookupKey.Attribute.RESOURCE_NAME || !reads(rule, since, backoff)) {
            return null;
        }
        List<CloudTrailEvent> calls =
                of(rule).stream()
                        .flatMap(operation -> operation.about(key.value()).stream())
                        .filter(call -> !call.time().isBefore(since))
                        .sorted(
                                Comparator.comparing(CloudTrailEvent::time)
                                        .thenComparingInt(BulkHistory::rank))
                        .toList();
        return isOrderKnown(calls) ? calls : null;
    }

    private List<Operation> of(SweepRule rule) {
        return rule.operations().stream()
                .map(name -> operations.computeIfAbsent(name, Operation::new))
                .toList();
    }

    /// Reads pages until they show all calls of the rule's operations since this time.
    ///
    /// @return false: that costs too much, or CloudTrail does not answer
    private boolean reads(SweepRule rule, Instant since, Backoff backoff) {
        Budget budget =
                budgets.computeIfAbsent(rule.name(), any -> new Budget(expected.applyAsInt(rule)));
        Instant oldest = clock.instant().minus(CloudTrailEvent.RETENTION);
        Instant from = since.isBefore(oldest) ? oldest : since;
        List<Operation> all = of(rule);
        while (true) {
            List<Operation> left = all.stream().filter(each -> !each.covers(from)).toList();
            if (left.isEmpty()) {
                return true;
            }
            if (!budget.allows(left.stream().mapToInt(each -> each.pages(from)).sum())) {
                return false;
            }
            budget.spent++;
            try {
                left.getFirst().readPage(backoff);
            } catch (SdkException | ChangedMeanwhileException e) {
                budget.expected = 0; // the lookup itself reports it
                return false;
            }
        }
    }

    /// The pages that a rule may cost.
    private static final class Budget {
        private int expected;
        private int spent;

        Budget(int expected) {
            this.expected = expected;
        }

        boolean allows(int pages) {
            return spent + pages <= Math.min(expected / 2, MOST_PAGES);
        }
    }

    /// The calls of one operation, newest first.
    private final class Operation {
        private final String name;
        private final Map<String, Set<CloudTrailEvent>> byName = new HashMap<>();
        private @Nullable String token;
        private Instant read = Instant.MAX;
        private Instant newest = Instant.MIN;
        private int pages;

        Operation(String name) {
            this.name = name;
        }

        /// Whether all calls since this time are read. A page can end within a second.
        boolean covers(Instant since) {
            return read.isBefore(since);
        }

        /// How many more pages reach back to this time, if the calls are spread evenly.
        int pages(Instant since) {
            if (newest.equals(Instant.MIN)) {
                return 1;
            }
            long done = Math.max(1, Duration.between(read, newest).toSeconds());
            long missing = Duration.between(since, read).toSeconds();
            return (int) Math.min(Integer.MAX_VALUE / 32, 1 + missing * pages / done);
        }

        void readPage(Backoff backoff) {
            Attribution.Page page =
                    attribution.page(LookupKey.operation(name), Instant.EPOCH, token, backoff);
            pages++;
            token = page.next();
            page.calls().forEach(this::add);
            newest = latest(page.calls());
            read = token == null ? Instant.MIN : oldest(page.calls());
        }

        /// A page without a readable call says nothing about its time.
        private Instant oldest(List<CloudTrailEvent> calls) {
            return calls.stream()
                    .map(CloudTrailEvent::time)
                    .min(Comparator.naturalOrder())
                    .orElse(read);
        }

        private Instant latest(List<CloudTrailEvent> calls) {
            return calls.stream()
                    .map(CloudTrailEvent::time)
                    .filter(newest::isBefore)
                    .max(Comparator.naturalOrder())
                    .orElse(newest);
        }

        private void add(CloudTrailEvent call) {
            Set<String> names = new LinkedHashSet<>();
            collect(call.request().values(), names);
            names.forEach(
                    each -> byName.computeIfAbsent(each, any -> new LinkedHashSet<>()).add(call));
        }

        /// Oldest first.
        List<CloudTrailEvent> about(String resource) {
            return List.copyOf(byName.getOrDefault(lower(resource), Set.of())).reversed();
        }
    }

    /// The names of roles and profiles in the parameters of a call, also in ARNs.
    private static void collect(Object value, Set<String> names) {
        switch (value) {
            case String text -> {
                String name = text.substring(text.lastIndexOf('/') + 1);
                if (ProfileName.isValid(name)) {
                    names.add(lower(name));
                }
            }
            case Map<?, ?> map -> map.values().forEach(each -> collect(each, names));
            case Collection<?> list -> list.forEach(each -> collect(each, names));
            case null, default -> {}
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// The times of calls are in seconds. Pages of different operations do not say which of two
    /// calls in a second came first, unless only one order is possible: a profile has at most one
    /// role, and there is nothing to change before it is created.
    private static boolean isOrderKnown(List<CloudTrailEvent> calls) {
        return calls.stream()
                .flatMap(call -> changes(call).stream())
                .collect(Collectors.groupingBy(each -> List.of(each.profile(), each.time())))
                .values()
                .stream()
                .allMatch(BulkHistory::isOneOrder);
    }

    private static boolean isOneOrder(List<Change> second) {
        List<Edit> edits = second.stream().map(Change::edit).toList();
        boolean isOneOperation =
                second.stream().map(each -> each.call().operation()).distinct().count() == 1;
        return isOneOperation
                || (edits.size() == 2
                        && switch (edits.getFirst()) {
                            case Edit.RoleRemoved removed ->
                                    edits.getLast() instanceof Edit.RoleAdded added
                                            && !added.role().equals(removed.role());
                            case Edit.Created _ ->
                                    edits.getLast() instanceof Edit.RoleAdded
                                            || edits.getLast() instanceof Edit.Tagged;
                            case Edit.Deleted _,
                                    Edit.RoleAdded _,
                                    Edit.Tagged _,
                                    Edit.Untagged _,
                                    Edit.Found _ ->
                                    false;
                        });
    }

    private static List<Change> changes(CloudTrailEvent call) {
        try {
            return ProfileChangeExtraction.changes(call)
                            instanceof Extracted.Found(List<Change> all)
                    ? all
                    : List.of();
        } catch (UnreadableEventException e) {
            return List.of();
        }
    }

    /// What comes first among the calls of a second that have one possible order.
    private static int rank(CloudTrailEvent call) {
        return switch (call.name()) {
            case "RemoveRoleFromInstanceProfile", "CreateInstanceProfile" -> 0;
            default -> 1;
        };
    }
}
