package dev.profileguard.handler;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.core.Action;
import dev.profileguard.core.Call;
import dev.profileguard.core.Decision;
import dev.profileguard.core.InstanceProfile;
import dev.profileguard.core.Mode;
import dev.profileguard.core.Performed;
import dev.profileguard.core.ProfileName;
import dev.profileguard.core.RoleDetail;
import dev.profileguard.core.RoleName;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.OneLook;
import dev.profileguard.iam.Reader;
import dev.profileguard.iam.Writer;
import dev.profileguard.state.BaselineStore;
import dev.profileguard.state.BaselineView;
import dev.profileguard.state.PlanStore.Planned;
import dev.profileguard.sweep.Subject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Does exactly what a plan says. An item is refused when the role or profile is no longer what it
/// was, or something else is to be done now.
record PlanApplication(
        List<SweptRule> rules,
        Surroundings surroundings,
        BaselineStore store,
        Call call,
        SweepReport report) {
    /// What a plan holds that holds nothing else.
    static final Planned NOTHING = new Planned("0", "", "", List.of(), "");

    /// What is kept of an outcome.
    static Planned planned(String rule, Outcome outcome, Reader reader) {
        Subject subject = subject(outcome);
        return new Planned(
                key(rule, subject),
                subject.toString(),
                rule,
                actions(outcome),
                fingerprint(subject, reader));
    }

    /// Applies items, as long as there is time; at least one.
    ///
    /// @return the key of the last one that was dealt with; null: all were
    @Nullable String apply(List<Planned> items, Context context) {
        Map<String, Planned> following = new HashMap<>();
        items.forEach(item -> following.put(item.key(), item));
        String last = null;
        for (Planned item : items) {
            if (last != null && context.getRemainingTimeInMillis() < Sweep.TIME_FOR_ONE_MILLIS) {
                return last;
            }
            if (following.remove(item.key()) != null) {
                apply(item, following);
            }
            last = item.key();
        }
        return null;
    }

    /// @param following the items that are still to come; those that are dealt with along with this
    ///   one are taken out
    private void apply(Planned item, Map<String, Planned> following) {
        SweptRule rule =
                rules.stream()
                        .filter(each -> each.name().equals(item.rule()))
                        .findFirst()
                        .orElseThrow();
        Subject subject = subject(item.subject());
        try {
            IamReader live = new IamReader(surroundings.iam());
            OneLook reader = new OneLook(live);
            Outcome now = now(rule, subject, reader, Mode.OBSERVE, Writer.DRY_RUN).getFirst();
            if (now.actions().isEmpty()) {
                report.tell(rule.name(), now);
            } else if (!actions(now).equals(item.actions())
                    || !isAsPlanned(item, subject, reader)) {
                report.tell(rule.name(), refused(item, actions(now)));
            } else {
                Map<String, Queue<String>> others = new HashMap<>();
                Writer writer =
                        new PlannedWriter(
                                surroundings.writer(Mode.ENFORCE, live),
                                new ArrayDeque<>(item.actions()),
                                other ->
                                        others.computeIfAbsent(
                                                other,
                                                name -> planned(rule, name, following, reader)));
                for (Outcome outcome :
                        now(rule, subject, reader, Mode.ENFORCE, forgetting(writer, reader))) {
                    report.tell(rule.name(), outcome);
                    following.remove(key(rule.name(), subject(outcome)));
                }
            }
        } catch (PlannedWriter.NotPlannedException e) {
            report.tell(rule.name(), skipped(item, Decision.PLAN_CHANGED, e.getMessage()));
        } catch (RuntimeException e) {
            report.tell(rule.name(), skipped(item, Decision.FAILED, e.toString()));
        }
    }

    /// What was planned for a subject that follows the one at hand, if it is still as it was then.
    private static Queue<String> planned(
            SweptRule rule, String other, Map<String, Planned> following, Reader reader) {
        Subject subject = subject(other);
        Planned item = following.get(key(rule.name(), subject));
        return item == null || !isAsPlanned(item, subject, reader)
                ? new ArrayDeque<>()
                : new ArrayDeque<>(item.actions());
    }

    private static Writer forgetting(Writer writer, OneLook reader) {
        return action -> {
            try {
                return writer.perform(action);
            } finally {
                reader.forget();
            }
        };
    }

    /// The outcome, and those of the subjects that followed it.
    private List<Outcome> now(
            SweptRule rule, Subject subject, OneLook reader, Mode mode, Writer writer) {
        boolean dry = mode == Mode.OBSERVE;
        BaselineView baselines = BaselineView.onDemand(store, dry);
        Task task = rule.task(subject, new Hands(mode, reader, writer, baselines, true), call);
        List<Outcome> outcomes = new ArrayList<>();
        Pause freshly =
                time -> {
                    surroundings.pause().await(time);
                    reader.forget();
                };
        new Reconciler(mode, rule.modeParameter(), freshly)
                .reconcile(task, report.announcing(rule.name()), outcomes::add);
        List<Outcome> all = new ArrayList<>(List.of(outcomes.getLast()));
        rule.besides(task).stream().filter(each -> !each.actions().isEmpty()).forEach(all::add);
        return all;
    }

    private Outcome refused(Planned item, List<String> now) {
        return skipped(
                item,
                Decision.PLAN_CHANGED,
                "Planned was: %s. Now it would be: %s%s. Make a new plan"
                        .formatted(
                                item.actions(),
                                now,
                                now.equals(item.actions())
                                        ? ", for a role or profile that was made again or changed"
                                        : ""));
    }

    private Outcome skipped(Planned item, Decision decision, @Nullable String why) {
        return Outcome.skipped(item.subject(), decision, String.valueOf(why), call.eventId());
    }

    private static List<String> actions(Outcome outcome) {
        return outcome.actions().stream().map(Performed::action).map(Action::described).toList();
    }

    private static String key(String rule, Subject subject) {
        return "%s#%s".formatted(subject.sortKey(), rule);
    }

    private static Subject subject(Outcome outcome) {
        return subject(Objects.requireNonNull(outcome.subject()));
    }

    private static Subject subject(String text) {
        int slash = text.indexOf('/');
        Subject.Kind kind = text.startsWith("role/") ? Subject.Kind.ROLE : Subject.Kind.PROFILE;
        return new Subject(kind, text.substring(slash + 1));
    }

    /// A profile that the plan itself would make has got its ID since.
    private static boolean isAsPlanned(Planned item, Subject subject, Reader reader) {
        String now = fingerprint(subject, reader);
        return now.equals(item.fingerprint())
                || (item.fingerprint().startsWith(InstanceProfile.TO_BE_MADE)
                        && item.fingerprint().endsWith(now.substring(now.lastIndexOf(' ') + 1)));
    }

    /// What an item rests on besides its actions: which role or profile it is, and what is in it.
    private static String fingerprint(Subject subject, Reader reader) {
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
