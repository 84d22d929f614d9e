package dev.profileguard.backfill;

import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.sweep.AccountSnapshot;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The roles and profiles of an account in the order of a sweep: all roles first. Profiles that
/// have a record but no longer exist are included, and so are profiles that are created during the
/// sweep of the roles.
record SweepOrder(AccountSnapshot snapshot, GuardRecordCache baselines) {
    /// The subjects after a sort key; null: all.
    Iterable<Subject> after(@Nullable String sortKey) {
        return () ->
                new Iterator<>() {
                    private @Nullable String last = sortKey;
                    private TaggedType type = TaggedType.ROLE;
                    private TreeMap<String, Subject> all = roles();

                    @Override
                    public boolean hasNext() {
                        if (rest().isEmpty() && type == TaggedType.ROLE) {
                            type = TaggedType.INSTANCE_PROFILE;
                            all = profiles();
                        }
                        return !rest().isEmpty();
                    }

                    @Override
                    public Subject next() {
                        if (!hasNext()) {
                            throw new NoSuchElementException();
                        }
                        Map.Entry<String, Subject> first = rest().firstEntry();
                        last = first.getKey();
                        return first.getValue();
                    }

                    private NavigableMap<String, Subject> rest() {
                        return last == null ? all : all.tailMap(last, false);
                    }
                };
    }

    private TreeMap<String, Subject> roles() {
        TreeMap<String, Subject> all = new TreeMap<>();
        snapshot.roles().forEach(role -> add(all, new Subject.OfRole(role.name())));
        return all;
    }

    private TreeMap<String, Subject> profiles() {
        TreeMap<String, Subject> all = new TreeMap<>();
        baselines.all().stream()
                .filter(record -> !record.isEmpty())
                .forEach(record -> add(all, new Subject.OfProfile(record.profile())));
        snapshot.profiles().forEach(each -> add(all, new Subject.OfProfile(each.name())));
        return all;
    }

    private static void add(TreeMap<String, Subject> all, Subject subject) {
        all.put(subject.sortKey(), subject);
    }
}
