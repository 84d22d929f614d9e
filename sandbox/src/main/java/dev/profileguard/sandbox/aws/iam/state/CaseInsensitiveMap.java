package dev.profileguard.sandbox.aws.iam.state;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// The entities of one kind by name, without regard to case. Immutable: a changed map shares what
/// did not change. The values are in the order of their names, as IAM lists them.
///
/// Names are [not distinguished by
/// case](https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html).
public record CaseInsensitiveMap<T>(PSortedMap<String, T> byFoldedName) {
    static <T> CaseInsensitiveMap<T> empty() {
        return new CaseInsensitiveMap<>(TreePMap.empty());
    }

    /// The entities by [folded][#folded(String)] name.
    public static <T> CaseInsensitiveMap<T> of(Map<String, T> byFoldedName) {
        return new CaseInsensitiveMap<>(TreePMap.from(byFoldedName));
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
        return new CaseInsensitiveMap<>(byFoldedName.plus(folded(name), value));
    }

    /// The map without the entity of this name.
    public CaseInsensitiveMap<T> without(String name) {
        return new CaseInsensitiveMap<>(byFoldedName.minus(folded(name)));
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
