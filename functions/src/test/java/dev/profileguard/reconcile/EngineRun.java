package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One run of the reconciler over tasks that a test writes, with what it reported.
final class EngineRun implements IntentLog {
    static final ProfileName PROFILE = new ProfileName("prod-web");
    static final Role ROLE = new Role(new RoleName("web"), "AROA-WEB", "/");
    static final Action TAG = new Action.TagProfile(PROFILE, Tags.of("Owner", "me"));
    static final Action ADD = new Action.AddRole(PROFILE, ROLE.name());

    final InMemoryPorts ports = new InMemoryPorts();
    final List<Outcome> outcomes = new ArrayList<>();

    /// What was announced and not withdrawn.
    final List<Finding> intents = new ArrayList<>();

    Mode mode = Mode.ENFORCE;

    /// What a test's tasks come to.
    enum Verdict implements Decision {
        DONE,
        LEFT,
        CUT_SHORT;

        @Override
        public String text() {
            return name();
        }

        @Override
        public boolean isConclusive() {
            return this == LEFT;
        }

        @Override
        public boolean isNoteworthy() {
            return false;
        }
    }

    /// A task that a test writes.
    record RuleTask(String subject, @Nullable String untouchable, Function<Task.Attempt, Step> rule)
            implements Task {
        @Override
        public String eventId() {
            return "event-1";
        }

        @Override
        public Decision decisionAfterError() {
            return Verdict.CUT_SHORT;
        }

        @Override
        public Step begin(Attempt attempt) {
            return rule.apply(attempt);
        }
    }

    /// A task whose rule says the same at every attempt.
    static Task task(String subject, Step first) {
        return new RuleTask(subject, null, attempt -> first);
    }

    /// A task that says this at its first attempt, that at its second, and so on; the last again
    /// and again.
    static Task task(String subject, Step first, Step second, Step... more) {
        List<Step> steps = new ArrayList<>(List.of(first, second));
        steps.addAll(Arrays.asList(more));
        return new RuleTask(
                subject,
                null,
                attempt -> steps.size() == 1 ? steps.getFirst() : steps.removeFirst());
    }

    static Plan doing(Action... actions) {
        return new Plan(Verdict.DONE, "It is done", List.of(actions), List.of(finding("done")));
    }

    static Plan left() {
        return Plan.leave(Verdict.LEFT, "It is right");
    }

    static Step tooEarly() {
        return new Step.LookAgain("IAM does not show it yet");
    }

    static Finding finding(String cause) {
        return finding(Kind.ROLE_REVERTED, cause);
    }

    static Finding finding(Kind kind, String cause) {
        return new Finding(
                kind,
                PROFILE.subject(),
                "123456789012",
                "mallory",
                cause,
                List.of(),
                List.of(),
                "event-1");
    }

    static InstanceProfile profile(String name, @Nullable Role role) {
        return new InstanceProfile(new ProfileName(name), "AIPA1", "/", role, Tags.NONE);
    }

    static RoleDetail role() {
        return new RoleDetail(ROLE, "{}", Tags.NONE, null, InMemoryPorts.START);
    }

    void of(Task... tasks) {
        new Reconciler(mode, "SomeMode", ports.ports())
                .reconcile(Arrays.asList(tasks), this, outcomes::add);
    }

    Outcome only() {
        if (outcomes.size() != 1) {
            throw new AssertionError("Not one outcome: " + outcomes);
        }
        return outcomes.getFirst();
    }

    List<@Nullable String> subjects() {
        List<@Nullable String> subjects = new ArrayList<>();
        outcomes.forEach(outcome -> subjects.add(outcome.subject()));
        return subjects;
    }

    List<String> causes() {
        return outcomes.stream()
                .flatMap(outcome -> outcome.findings().stream())
                .map(Finding::cause)
                .toList();
    }

    /// Lets the first actions so many times meet an error.
    void failing(int times, RuntimeException error) {
        int[] left = {times};
        ports.beforeWriting =
                action -> {
                    if (left[0]-- > 0) {
                        throw error;
                    }
                };
    }

    /// Lets every try of one action meet an error.
    void failing(Action which, RuntimeException error) {
        Consumer<Action> before = ports.beforeWriting;
        ports.beforeWriting =
                action -> {
                    before.accept(action);
                    if (action.equals(which)) {
                        throw error;
                    }
                };
    }

    @Override
    public void record(String subject, List<Finding> findings) {
        ports.log.add("announce " + findings.size() + " of " + subject);
        intents.addAll(findings);
    }

    @Override
    public void withdraw(String subject) {
        ports.log.add("withdraw " + subject);
        intents.clear();
    }
}
