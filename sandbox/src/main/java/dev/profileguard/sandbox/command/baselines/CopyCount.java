package dev.profileguard.sandbox.command.baselines;

import dev.profileguard.sandbox.command.stack.StackBaselines;
import dev.profileguard.sandbox.command.stack.StackBaselines.Copied;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.state.pause.PauseStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Copies items, and counts what became of them.
final class CopyCount {
    private final Map<Copied, Integer> copied = new EnumMap<>(Copied.class);
    private final List<String> kept = new ArrayList<>();
    private int leftOut;

    /// @throws StackException when it is no item of a baseline table, or cannot be written
    void add(Map<String, AttributeValue> item, StackBaselines baselines) {
        AttributeValue key = item.get("profile");
        if (key == null || key.s() == null) {
            throw new StackException(
                    "This is no baseline table: it has an item without a key named profile");
        }
        if (isOfTheStack(key.s(), item.get("baseline"))) {
            leftOut++;
            return;
        }
        Copied how = baselines.copy(item);
        copied.merge(how, 1, Integer::sum);
        if (how == Copied.KEPT) {
            kept.add(key.s());
        }
    }

    /// A pause ends with its stack, and the profile of its canary was deleted with it.
    private static boolean isOfTheStack(String key, @Nullable AttributeValue baseline) {
        return key.equals(PauseStore.KEY)
                || (baseline != null && baseline.hasM() && baseline.m().containsKey("canary"));
    }

    /// The keys of the items that stayed as they were.
    List<String> kept() {
        return List.copyOf(kept);
    }

    /// Such as `5 items: 2 copied, 1 copied over what a sweep had found, 1 copied before, 1 not
    /// copied`.
    String text() {
        int all = copied.values().stream().mapToInt(Integer::intValue).sum() + leftOut;
        List<String> parts = new ArrayList<>();
        copied.forEach((how, number) -> parts.add("%d %s".formatted(number, words(how))));
        if (leftOut > 0) {
            parts.add("%d left out, of the canary or a pause".formatted(leftOut));
        }
        return "%d item%s%s%s"
                .formatted(
                        all,
                        all == 1 ? "" : "s",
                        parts.isEmpty() ? "" : ": ",
                        String.join(", ", parts));
    }

    private static String words(Copied how) {
        return switch (how) {
            case NEW -> "copied";
            case REPLACED -> "copied over what this stack had found";
            case SAME -> "there already";
            case KEPT -> "not copied";
        };
    }

    Map<String, Object> json(String table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table);
        for (Copied how : Copied.values()) {
            json.put(name(how), copied.getOrDefault(how, 0));
        }
        json.put("leftOut", leftOut);
        json.put("staysAsItIs", kept);
        return json;
    }

    private static String name(Copied how) {
        return switch (how) {
            case NEW -> "copied";
            case REPLACED -> "replaced";
            case SAME -> "same";
            case KEPT -> "kept";
        };
    }
}
