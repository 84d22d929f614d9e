package dev.profileguard.iam;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tags of a role or an instance profile, in the order in which they were given. Keys are
/// case-sensitive here.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
public record Tags(Map<String, String> values) {
    /// No tags.
    public static final Tags NONE = new Tags(Map.of());

    /// Takes a copy.
    public Tags {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// One tag.
    public static Tags of(String key, String value) {
        return new Tags(Map.of(key, value));
    }

    /// The value of this key; null if there is no such tag.
    public @Nullable String get(String key) {
        return values.get(key);
    }

    /// A copy with one more tag, or with a new value for an existing key.
    public Tags with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Tags(more);
    }

    /// These tags and the others. For a key in both, the value of the others is used.
    public Tags and(Tags others) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(others.values);
        return new Tags(all);
    }

    /// A copy without these keys.
    public Tags without(Collection<String> keys) {
        Map<String, String> fewer = new LinkedHashMap<>(values);
        fewer.keySet().removeAll(keys);
        return new Tags(fewer);
    }

    /// The tags of a role after these actions. On a role, a new key replaces keys that differ only
    /// in case.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
    public Tags after(List<Action> actions) {
        Tags tags = this;
        for (Action action : actions) {
            if (action instanceof Action.TagRole(RoleName role, Tags set)) {
                tags = tags.withoutSpellings(set.values.keySet()).and(set);
            }
        }
        return tags;
    }

    private Tags withoutSpellings(Collection<String> keys) {
        return without(
                keys.stream().flatMap(key -> TagKeys.spellings(this, key).stream()).toList());
    }

    /// The tags that users may set: without keys that start with `aws:`, which AWS reserves.
    public Tags settable() {
        return without(values.keySet().stream().filter(key -> key.startsWith("aws:")).toList());
    }
}
