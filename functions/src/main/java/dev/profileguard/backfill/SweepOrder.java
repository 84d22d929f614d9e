package dev.profileguard.backfill;

import dev.profileguard.iam.Subject;
import dev.profileguard.sweep.KnownAccount;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The roles and profiles of an account in the order of a sweep: the profiles that a rule wants
/// first, all roles, all profiles. Profiles that have a record but no longer exist are included,
/// and so is what is created during the sweep. A subject that was passed and is affected by a later
/// change comes once more, before the sweep goes on.
///
/// Not thread-safe.
final class SweepOrder {
    /// After so many invocations at one place, the subjects there are not changed any more. Usually
    /// a fight between rules ends within one invocation.
    private static final int MOST_ROUNDS = 20;

    private final KnownAccount account;
    private final Predicate<String> requested;
    private final Predicate<Subject> first;
    private final Supplier<List<Subject>> missing;
    private final Position start;
    private final NavigableMap<String, Subject> again = new TreeMap<>();
    private Stage stage = Stage.FIRST;
    private NavigableMap<String, Subject> all;
    private @Nullable String last;

    private enum Stage {
        FIRST,
        ROLES,
        PROFILES;

        /// Null: this is the last one.
        @Nullable Stage next() {
            return switch (this) {
                case FIRST -> ROLES;
                case ROLES -> PROFILES;
                case PROFILES -> null;
            };
        }
    }

    /// @param requested whether the request covers a name
    /// @param first whether a profile comes before the roles; it comes in its turn as well
    /// @param missing what does not exist and is evaluated all the same; asked for again before the
    ///   roles and before the profiles, because the sweep changes it
    /// @param start where an earlier invocation stopped
    SweepOrder(
            KnownAccount account,
            Predicate<String> requested,
            Predicate<Subject> first,
            Supplier<List<Subject>> missing,
            Position start) {
        this.account = account;
        this.requested = requested;
        this.first = first;
        this.missing = missing;
        this.start = start;
        this.last = start.after();
        this.all = subjects();
        start.again().forEach(each -> addAgain(Subject.parse(each)));
    }

    /// Where the order is now.
    Position position() {
        boolean same = start.after() != null && start.after().equals(last);
        return new Position(
                last,
                again.values().stream().map(Subject::subject).toList(),
                List.of(),
                same ? start.rounds() + 1 : 1);
    }

    /// Whether subjects keep coming again, so that rules must be undoing each other's changes.
    boolean isEndless() {
        return position().rounds() > MOST_ROUNDS;
    }

    /// The next subject; null: there is none.
    @Nullable Subject next() {
        Map.Entry<String, Subject> next = again.pollFirstEntry();
        return next == null ? nextInOrder() : next.getValue();
    }

    /// The next subjects of this stage in order, those that come again not among them. Valid until
    /// the order goes on. They are not counted, which would take a step for each of them.
    Iterable<Subject> upcoming() {
        NavigableMap<String, Subject> next = last == null ? all : all.tailMap(last, false);
        return () -> {
            Iterator<Subject> uncounted = next.values().iterator();
            return StreamSupport.stream(
                            Spliterators.spliteratorUnknownSize(uncounted, Spliterator.ORDERED),
                            false)
                    .filter(subject -> requested.test(subject.name().value()))
                    .iterator();
        };
    }

    private @Nullable Subject nextInOrder() {
        while (true) {
            Map.Entry<String, Subject> next =
                    last == null ? all.firstEntry() : all.higherEntry(last);
            if (next != null) {
                last = next.getKey();
                if (requested.test(next.getValue().name().value())) {
                    return next.getValue();
                }
            } else {
                Stage then = stage.next();
                if (then == null) {
                    return null;
                }
                stage = then;
                all = subjects();
            }
        }
    }

    /// Makes affected subjects come once more, or in their turn if it is still ahead.
    void addAffected(Collection<Subject> affected) {
        for (Subject subject : affected) {
            if (last != null && subject.sortKey().compareTo(last) <= 0) {
                addAgain(subject);
            } else if (stage == stageOf(subject)) {
                all.put(subject.sortKey(), subject);
            }
        }
    }

    private void addAgain(Subject subject) {
        if (requested.test(subject.name().value())) {
            again.put(subject.sortKey(), subject);
        }
    }

    private static Stage stageOf(Subject subject) {
        return switch (subject.type()) {
            case ROLE -> Stage.ROLES;
            case INSTANCE_PROFILE -> Stage.PROFILES;
        };
    }

    private NavigableMap<String, Subject> subjects() {
        NavigableMap<String, Subject> subjects = new TreeMap<>();
        switch (stage) {
            case FIRST ->
                    recorded()
                            .forEach((key, subject) -> {
                                if (first.test(subject)) {
                                    subjects.put(keyOfFirst(subject), subject);
                                }
                            });
            case ROLES -> {
                addMissing(subjects);
                account.snapshot()
                        .roles()
                        .forEach(role -> add(subjects, new Subject.OfRole(role.name())));
            }
            case PROFILES -> {
                addMissing(subjects);
                subjects.putAll(recorded());
                account.snapshot()
                        .profiles()
                        .forEach(each -> add(subjects, new Subject.OfProfile(each.name())));
            }
        }
        return subjects;
    }

    /// The key of a profile that comes before the roles.
    static String keyOfFirst(Subject profile) {
        return "0-" + profile.key();
    }

    private void addMissing(NavigableMap<String, Subject> subjects) {
        missing.get().stream()
                .filter(subject -> stageOf(subject) == stage)
                .forEach(subject -> add(subjects, subject));
    }

    private NavigableMap<String, Subject> recorded() {
        NavigableMap<String, Subject> profiles = new TreeMap<>();
        account.baselines().all().stream()
                .filter(record -> !record.isEmpty())
                .forEach(record -> add(profiles, new Subject.OfProfile(record.profile())));
        account.baselines()
                .unreadable()
                .forEach(name -> add(profiles, new Subject.OfProfile(name)));
        return profiles;
    }

    private static void add(NavigableMap<String, Subject> all, Subject subject) {
        all.put(subject.sortKey(), subject);
    }
}
