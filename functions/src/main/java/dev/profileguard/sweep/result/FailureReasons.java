package dev.profileguard.sweep.result;

import dev.profileguard.iam.Subject;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why rules failed for roles and profiles in a sweep: the same reason once, with a count and a few
/// names. The size is bounded, so that the cursor can carry it.
///
/// Not thread-safe.
public final class FailureReasons {
    private static final int MOST_REASONS = 10;
    private static final int MOST_NAMES = 3;
    private static final int LONGEST_REASON = 200;

    /// What the SDK adds to a message: each call has another request ID.
    private static final Pattern OF_THE_CALL =
            Pattern.compile(" ?\\((Service|SDK|Request ID|Attempt)[^()]*\\)");

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private int others;

    private record Group(int count, List<String> names) {
        Group with(String name) {
            List<String> more = new ArrayList<>(names);
            if (more.size() < MOST_NAMES && !more.contains(name)) {
                more.add(name);
            }
            return new Group(count + 1, more);
        }

        String described(String reason) {
            return "%d times %s, such as %s".formatted(count, reason, String.join(", ", names));
        }
    }

    /// Counts an outcome, if its rule failed.
    ///
    /// @param rule the rule's name in requests, such as `guard`
    public void add(String rule, Outcome outcome) {
        if (!outcome.isFailed()) {
            return;
        }
        String subject = VisibleText.excerpt(Objects.requireNonNullElse(outcome.subject(), "?"));
        String reason = "%s: %s".formatted(rule, reason(outcome.why(), subject));
        Group known = groups.get(reason);
        if (known != null) {
            groups.put(reason, known.with(subject));
        } else if (groups.size() < MOST_REASONS) {
            groups.put(reason, new Group(0, List.of()).with(subject));
        } else {
            others++;
        }
    }

    /// The same for each subject that fails for the same reason.
    private static String reason(String why, String subject) {
        String reason = OF_THE_CALL.matcher(why).replaceAll("");
        if (Subject.isSubject(subject)) {
            String name = Subject.parse(subject).name().value();
            reason =
                    Pattern.compile(
                                    "(?<![\\w+=,.@-])%s(?![\\w+=,@-])"
                                            .formatted(Pattern.quote(name)))
                            .matcher(reason)
                            .replaceAll("NAME");
        }
        return VisibleText.excerpt(reason, LONGEST_REASON);
    }

    /// The reasons as texts for people, the most frequent first.
    public List<String> described() {
        List<String> texts = new ArrayList<>();
        groups.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> -each.getValue().count()))
                .forEach(each -> texts.add(each.getValue().described(each.getKey())));
        if (others > 0) {
            texts.add("%d times other reasons".formatted(others));
        }
        return texts;
    }

    /// The reasons as JSON values, for the cursor.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        List<Map<String, Object>> all = new ArrayList<>();
        groups.forEach((reason, group) ->
                all.add(Map.of("why", reason, "count", group.count(), "names", group.names())));
        json.put("reasons", all);
        json.put("others", others);
        return json;
    }

    /// Reads [#json()].
    ///
    /// @param json another value: an earlier version made the cursor, so there are no reasons
    public static FailureReasons read(@Nullable Object json) {
        FailureReasons read = new FailureReasons();
        if (json instanceof Map<?, ?> map && map.get("reasons") instanceof List<?> reasons) {
            reasons.forEach(read::readGroup);
            read.others = map.get("others") instanceof Integer others ? others : 0;
        }
        return read;
    }

    private void readGroup(@Nullable Object json) {
        if (json instanceof Map<?, ?> group
                && group.get("why") instanceof String why
                && group.get("count") instanceof Integer count
                && group.get("names") instanceof List<?> names) {
            groups.put(why, new Group(count, names.stream().map(String::valueOf).toList()));
        }
    }
}
