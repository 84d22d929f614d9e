package dev.profileguard.sandbox.aws.iam.state;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The entities of one kind by name, without regard to case. Immutable; the values are in the order
/// of their names, as IAM lists them.
///
/// Names are [not distinguished by
/// case](https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html).
public record CaseInsensitiveMap<T>(SortedMap<String, T> byFoldedName) {
    static <T> CaseInsensitiveMap<T> empty() {
        return new CaseInsensitiveMap<>(Collections.emptySortedMap());
    }

    /// The entity of this name; null: there is none.
    public @Nullable T find(String name) {
        return byFoldedName.get(folded(name));
    }

    /// Whether there is an entity of this name.
    public boolean has(String name) {
        return byFoldedName.containsKey(folded(name));
    }

    /// The map with this entity, which replaces an existing one.
    public CaseInsensitiveMap<T> with(String name, T value) {
        TreeMap<String, T> copy = new TreeMap<>(byFoldedName);
        copy.put(folded(name), value);
        return new CaseInsensitiveMap<>(Collections.unmodifiableSortedMap(copy));
    }

    /// The map without the entity of this name.
    public CaseInsensitiveMap<T> without(String name) {
        TreeMap<String, T> copy = new TreeMap<>(byFoldedName);
        copy.remove(folded(name));
        return new CaseInsensitiveMap<>(Collections.unmodifiableSortedMap(copy));
    }

    /// All entities in the order of their names.
    public Collection<T> values() {
        return byFoldedName.values();
    }

    /// The number of entities.
    public int size() {
        return byFoldedName.size();
    }

    /// The form in which two names are compared: names that differ only in case have the same form.
    public static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
