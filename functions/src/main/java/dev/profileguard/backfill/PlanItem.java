package dev.profileguard.backfill;

import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.reconcile.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Creates the items of a plan, and checks whether they are still valid.
final class PlanItem {
    /// The only item of an empty plan.
    static final Planned NOTHING = new Planned("0", "", "", List.of(), "");

    private static final String NONE = "none";
    private static final Pattern OF_ROLE = Pattern.compile("none|\\S+ [0-9a-f]{64}");

    private PlanItem() {}

    /// The item for an outcome.
    ///
    /// @param taken the keys of the plan's items so far
    static Planned of(String rule, Outcome outcome, Set<String> taken, IamReader reader) {
        Subject subject = subject(outcome);
        return new Planned(
                unique(key(rule, subject), taken),
                subject.subject(),
                rule,
                actions(outcome),
                fingerprint(subject, reader));
    }

    /// A key that no other item has: a subject that is affected by a planned change can have
    /// another item of the same rule.
    private static String unique(String key, Set<String> taken) {
        String unique = key;
        for (int i = 2; taken.contains(unique); i++) {
            unique = "%s#%d".formatted(key, i);
        }
        return unique;
    }

    /// The keys of these items.
    static Set<String> keys(List<Planned> items) {
        return items.stream().map(Planned::key).collect(Collectors.toCollection(HashSet::new));
    }

    /// The key of a rule for a subject. It is the same for all capitalizations of a name.
    static String key(String rule, Subject subject) {
        return "%s#%s".formatted(subject.sortKey(), rule);
    }

    /// Whether the rule requires the same actions now. If an interrupted invocation started to
    /// apply the item, it may have performed the first of them.
    static boolean asksFor(Planned item, Outcome now) {
        List<String> planned = described(item.actions());
        List<String> required = described(actions(now));
        int done = Math.max(0, planned.size() - required.size());
        return switch (item.state()) {
            case STARTED -> planned.subList(done, planned.size()).equals(required);
            case PLANNED, FINISHED -> planned.equals(required);
        };
    }

    /// Whether the role or profile is unchanged since the plan, except by the item's own actions. A
    /// profile that the plan itself creates had no ID at that time.
    static boolean isAsPlanned(Planned item, IamReader reader) {
        String now = fingerprint(Subject.parse(item.subject()), reader);
        return now.equals(item.fingerprint())
                || (item.fingerprint().startsWith(InstanceProfile.NOT_CREATED_YET)
                        && item.fingerprint().endsWith(now.substring(now.lastIndexOf(' ') + 1)))
                || (item.state() == Planned.State.STARTED && isOwnDoing(item, now));
    }

    /// Whether the item's own actions can have left this state: they created the profile, or
    /// changed which role is in it.
    private static boolean isOwnDoing(Planned item, String now) {
        if (Subject.parse(item.subject()) instanceof Subject.OfRole) {
            return false;
        }
        boolean creates = item.actions().stream().anyMatch(Action.CreateProfile.class::isInstance);
        boolean changesRole =
                item.actions().stream()
                        .anyMatch(each ->
                                each instanceof Action.AddRole
                                        || each instanceof Action.RemoveRole);
        String id = item.fingerprint().substring(0, item.fingerprint().lastIndexOf(' ') + 1);
        return creates ? !now.equals(NONE) : changesRole && !id.isEmpty() && now.startsWith(id);
    }

    static List<Action> actions(Outcome outcome) {
        return outcome.actions().stream().map(PerformedAction::action).toList();
    }

    /// The actions that a plan would perform. An action that is known to be impossible is not one.
    static List<Action> planned(Outcome outcome) {
        return outcome.actions().stream()
                .filter(each -> each.effect() == Effect.WOULD_DO)
                .map(PerformedAction::action)
                .toList();
    }

    static List<String> described(List<Action> actions) {
        return actions.stream().map(Action::described).toList();
    }

    static Subject subject(Outcome outcome) {
        return Subject.parse(Objects.requireNonNull(outcome.subject()));
    }

    /// Returns the item if this version wrote it. Earlier versions stored a hash of 32 bits of a
    /// role's trust policy, which can be equal for two policies.
    ///
    /// @throws IllegalStateException when another version wrote it
    static Planned checked(Planned item) {
        boolean ours =
                switch (Subject.parse(item.subject())) {
                    case Subject.OfRole role -> OF_ROLE.matcher(item.fingerprint()).matches();
                    case Subject.OfProfile profile -> true;
                };
        if (!ours) {
            throw new IllegalStateException(
                    "the fingerprint of %s is '%s'".formatted(item.subject(), item.fingerprint()));
        }
        return item;
    }

    /// Identifies the state that an item was planned for: the role's ID and trust policy, or the
    /// profile's ID and the ID of its role.
    static String fingerprint(Subject subject, IamReader reader) {
        return switch (subject) {
            case Subject.OfRole(RoleName name) -> {
                RoleDetail role = reader.role(name);
                yield role == null
                        ? NONE
                        : "%s %s".formatted(role.role().id(), Sha256.hex(role.trustPolicy()));
            }
            case Subject.OfProfile(ProfileName name) -> {
                InstanceProfile found = reader.profile(name);
                yield found == null
                        ? NONE
                        : "%s %s"
                                .formatted(
                                        found.id(), found.role() == null ? "-" : found.role().id());
            }
        };
    }
}
