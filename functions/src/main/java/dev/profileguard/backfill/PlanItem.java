package dev.profileguard.backfill;

import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.sweep.Subject;
import java.util.List;
import java.util.Objects;

/// What a plan keeps of an outcome, and whether that still holds.
final class PlanItem {
    /// What a plan holds that holds nothing else.
    static final Planned NOTHING = new Planned("0", "", "", List.of(), "");

    private PlanItem() {}

    /// What is kept of an outcome.
    static Planned of(String rule, Outcome outcome, IamReader reader) {
        Subject subject = subject(outcome);
        return new Planned(
                key(rule, subject),
                subject.toString(),
                rule,
                actions(outcome),
                fingerprint(subject, reader));
    }

    /// The same for all spellings of a name. Orders the items of a plan as a sweep goes through
    /// their subjects.
    static String key(String rule, Subject subject) {
        return "%s#%s".formatted(subject.sortKey(), rule);
    }

    /// Whether the same is to be done now.
    static boolean asksFor(Planned item, Outcome now) {
        return described(item.actions()).equals(described(actions(now)));
    }

    /// Whether its role or profile is still what it was. A profile that the plan itself would make
    /// has got its ID since.
    static boolean isAsPlanned(Planned item, IamReader reader) {
        String now = fingerprint(subject(item.subject()), reader);
        return now.equals(item.fingerprint())
                || (item.fingerprint().startsWith(InstanceProfile.TO_BE_MADE)
                        && item.fingerprint().endsWith(now.substring(now.lastIndexOf(' ') + 1)));
    }

    static List<Action> actions(Outcome outcome) {
        return outcome.actions().stream().map(PerformedAction::action).toList();
    }

    static List<String> described(List<Action> actions) {
        return actions.stream().map(Action::described).toList();
    }

    static Subject subject(Outcome outcome) {
        return subject(Objects.requireNonNull(outcome.subject()));
    }

    /// @param text such as `role/web`
    static Subject subject(String text) {
        int slash = text.indexOf('/');
        Subject.Kind kind = text.startsWith("role/") ? Subject.Kind.ROLE : Subject.Kind.PROFILE;
        return new Subject(kind, text.substring(slash + 1));
    }

    /// What an item rests on besides its actions: which role or profile it is, and what is in it.
    private static String fingerprint(Subject subject, IamReader reader) {
        return switch (subject.kind()) {
            case ROLE -> {
                RoleDetail role = reader.role(new RoleName(subject.name()));
                yield role == null
                        ? "none"
                        : "%s %08x".formatted(role.role().id(), role.trustPolicy().hashCode());
            }
            case PROFILE -> {
                InstanceProfile found = reader.profile(new ProfileName(subject.name()));
                yield found == null
                        ? "none"
                        : "%s %s"
                                .formatted(
                                        found.id(), found.role() == null ? "-" : found.role().id());
            }
        };
    }
}
