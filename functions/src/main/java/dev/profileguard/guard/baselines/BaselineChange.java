package dev.profileguard.guard.baselines;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A planned change of the baseline of one profile.
///
/// @param before null: none is recorded
/// @param after null: none will be
/// @param why as a sentence for people
public record BaselineChange(
        ProfileName profile, @Nullable Baseline before, @Nullable Baseline after, String why) {
    private static final String RECORD = "RecordBaseline";
    private static final String CHANGE = "ChangeBaseline";
    private static final String REMOVE = "RemoveBaseline";

    /// The name of the action for reports.
    private String action() {
        if (before == null) {
            return RECORD;
        }
        return after == null ? REMOVE : CHANGE;
    }

    /// The change as JSON values, one for each difference.
    ///
    /// @param effect such as `would-do`
    public List<Map<String, Object>> json(String effect) {
        return differences().stream().map(each -> json(each, effect)).toList();
    }

    private Map<String, Object> json(String difference, String effect) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", action());
        json.put("subject", "baseline of " + profile);
        json.put("description", difference);
        json.put("outcome", effect);
        return json;
    }

    /// The differences as phrases for people: at least one.
    public List<String> differences() {
        if (before == null && after != null) {
            return List.of(
                    "record %s, path %s, %d tags%s"
                            .formatted(
                                    role(after.role()),
                                    after.path(),
                                    after.tags().values().size(),
                                    after.provisional() ? ", provisionally" : ""));
        }
        if (before == null || after == null) {
            return List.of(
                    "remove the baseline with %s"
                            .formatted(before == null ? "nothing" : role(before.role())));
        }
        List<String> all = new ArrayList<>();
        add(all, "the role", role(before.role()), role(after.role()));
        add(all, "the path", before.path(), after.path());
        add(all, "the profile", before.profileId(), after.profileId());
        tags(all, before.tags(), after.tags());
        if (before.provisional() != after.provisional()) {
            all.add(after.provisional() ? "make it provisional" : "approve " + role(after.role()));
        }
        return all.isEmpty() ? List.of("confirm " + role(after.role())) : all;
    }

    private static void add(List<String> all, String what, String before, String after) {
        if (!before.equals(after)) {
            all.add("change %s from %s to %s".formatted(what, before, after));
        }
    }

    private static void tags(List<String> all, Tags before, Tags after) {
        Set<String> keys = new TreeSet<>(before.values().keySet());
        keys.addAll(after.values().keySet());
        for (String key : keys) {
            String was = before.get(key);
            String is = after.get(key);
            if (was == null) {
                all.add("add tag %s=%s".formatted(key, is));
            } else if (is == null) {
                all.add("remove tag %s=%s".formatted(key, was));
            } else if (!Objects.equals(was, is)) {
                all.add("change tag %s from %s to %s".formatted(key, was, is));
            }
        }
    }

    static String role(@Nullable RecordedRole role) {
        return role == null
                ? "no role"
                : "role %s (%s)"
                        .formatted(role.name(), role.id() == null ? "ID unknown" : role.id());
    }
}
