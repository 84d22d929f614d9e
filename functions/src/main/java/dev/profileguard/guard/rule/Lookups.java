package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.iam.RoleName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

    /// The same with the names in the calls that were found: first the capitalizations of the
    /// profile's name, which a lookup by the name of a role shows, then the roles that the profile
    /// contained, whose names lead to further capitalizations.
    Lookups with(Collection<Change> changes) {
        List<String> all = new ArrayList<>(names);
        unknown(changes.stream().map(change -> change.profile().value()), all)
                .forEach(all::addFirst);
        all.addAll(unknown(changes.stream().flatMap(Lookups::role), all));
        return new Lookups(all, asked, calls);
    }

    private List<String> unknown(Stream<String> found, List<String> all) {
        return found.distinct()
                .filter(name -> !all.contains(name) && !asked.contains(name))
                .toList();
    }

    private static Stream<String> role(Change change) {
        return switch (change.edit()) {
            case Edit.RoleAdded(RoleName role) -> Stream.of(role.value());
            case Edit.RoleRemoved(RoleName role) -> Stream.of(role.value());
            case Edit.Created _, Edit.Deleted _, Edit.Tagged _, Edit.Untagged _, Edit.Found _ ->
                    Stream.empty();
        };
    }
}
