package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names that are to be looked up in CloudTrail, and the calls that were found so far.
/// CloudTrail compares names by their capitalization; IAM ignores it.
///
/// @param names those that are left, in order
/// @param asked those that were looked up
/// @param calls in the order of their times
record Lookups(List<String> names, List<String> asked, List<CloudTrailEvent> calls) {
    private static final int MOST = 6;

    /// Takes copies.
    Lookups {
        names = List.copyOf(names);
        asked = List.copyOf(asked);
        calls = List.copyOf(calls);
    }

    /// No name was looked up yet.
    static Lookups of(Set<String> names) {
        return new Lookups(List.copyOf(names), List.of(), List.of());
    }

    /// The next name; null: there is none, or enough were looked up.
    @Nullable String next() {
        return names.isEmpty() || asked.size() == MOST ? null : names.getFirst();
    }

    /// The same after a name was looked up.
    Lookups after(String name, List<CloudTrailEvent> more) {
        List<String> left = new ArrayList<>(names);
        left.remove(name);
        List<String> done = new ArrayList<>(asked);
        done.add(name);
        return new Lookups(left, done, RecordedChanges.merged(calls, more));
    }

    /// The same with the capitalizations of the profile's name in the calls that were found by the
    /// name of a role.
    Lookups with(Collection<Change> changes) {
        List<String> all = new ArrayList<>(names);
        changes.stream()
                .map(change -> change.profile().value())
                .distinct()
                .filter(name -> !all.contains(name) && !asked.contains(name))
                .forEach(all::addFirst);
        return new Lookups(all, asked, calls);
    }
}
