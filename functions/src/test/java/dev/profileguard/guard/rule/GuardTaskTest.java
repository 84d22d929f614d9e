package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardAttempts.MALLORY_HERSELF;
import static dev.profileguard.guard.rule.GuardAttempts.existing;
import static dev.profileguard.guard.rule.GuardAttempts.task;
import static dev.profileguard.guard.rule.GuardRun.ALICE;
import static dev.profileguard.guard.rule.GuardRun.LATER;
import static dev.profileguard.guard.rule.GuardRun.MALLORY;
import static dev.profileguard.guard.rule.GuardRun.PIPELINE;
import static dev.profileguard.guard.rule.GuardRun.SWEEP;
import static dev.profileguard.guard.rule.GuardRun.added;
import static dev.profileguard.guard.rule.GuardRun.event;
import static dev.profileguard.guard.rule.GuardRun.removed;
import static dev.profileguard.guard.rule.GuardRun.tagged;
import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.baseline;
import static dev.profileguard.guard.rule.GuardTest.by;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a task is about, and what it reads: which names it looks up in CloudTrail, and since when.
class GuardTaskTest {
    private final Answers answers = new Answers().give(Read.OfTime.NOW, LATER);
    private final GuardAttempts guard = new GuardAttempts(answers);

    @Test
    void isAboutTheProfileAndTheEventOfItsOccasion() {
        assertThat(task(SWEEP).subject()).isEqualTo("instance-profile/prod-web");
        assertThat(task(SWEEP).eventId()).isEqualTo("sweep-1");
        assertThat(task(SWEEP).decisionAfterError()).isEqualTo(GuardDecision.REVERT);
    }

    @Test
    void asksCloudTrailNothingWhereNothingDrifted() {
        Plan plan = guard.plan(recorded(), holding(WEB));

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(answers.asked()).noneMatch(Read.OfHistory.class::isInstance);
    }

    @Test
    void readsWhatUsesTheProfileOnlyForFindingsThatSayIt() {
        List<Finding> reverted =
                guard.plan(recorded(), holding(EVIL), added(1, MALLORY, "evil")).findings();
        List<Read<?>> read = new ArrayList<>();
        Step.Answers nothingKnown =
                new Step.Answers() {
                    @Override
                    @SuppressWarnings("NullAway") // of the use of a profile, null is an answer
                    public <T extends @Nullable Object> T to(Read<T> asked) {
                        read.add(asked);
                        return null;
                    }
                };

        assertThat(task(SWEEP).explained(List.of(), nothingKnown)).isEmpty();
        assertThat(read).isEmpty();
        assertThat(task(SWEEP).explained(reverted, nothingKnown)).isEqualTo(reverted).isNotEmpty();
        assertThat(read).hasSize(1);
    }

    @Test
    void asksForTheCallsSinceTheDecisionThatIsRecorded() {
        guard.plan(recorded(), holding(EVIL));

        assertThat(answers.asked())
                .contains(new Read.OfHistory("prod-web", NOW.minusSeconds(3600)));
    }

    @Test
    void looksUpTheProfileInEveryKnownCapitalizationAndThenTheRoles() {
        Change occasion = by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me")), "PROD-web");
        InstanceProfile found =
                new InstanceProfile(new ProfileName("Prod-Web"), "AIPA1", "/", EVIL, LOCKED);
        Instant since = baseline().asOf();
        answers.give(new Read.OfGuardRecord(new ProfileName("PROD-web")), recorded())
                .give(new Read.OfProfile(new ProfileName("PROD-web")), found);
        List.of("Prod-Web", "prod-web", "PROD-web", "evil", "web")
                .forEach(name -> guard.history(name, since));

        answers.plan(task(occasion).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(answers.asked())
                .filteredOn(Read.OfHistory.class::isInstance)
                .containsExactly(
                        new Read.OfHistory("Prod-Web", since),
                        new Read.OfHistory("prod-web", since),
                        new Read.OfHistory("PROD-web", since),
                        new Read.OfHistory("evil", since),
                        new Read.OfHistory("web", since));
    }

    @Test
    void looksUpTheRolesThatTheProfileContainedMeanwhile() {
        guard.plan(
                recorded(),
                null,
                removed(1, PIPELINE, "web"),
                added(2, PIPELINE, "web-v2"),
                removed(3, PIPELINE, "web-v2"),
                added(4, PIPELINE, "web-v3"));

        assertThat(answers.asked())
                .filteredOn(Read.OfHistory.class::isInstance)
                .extracting(read -> ((Read.OfHistory) read).key().value())
                .containsExactly("prod-web", "web", "web-v2", "web-v3");
    }

    @Test
    void looksUpOnlyTheProfileAndTheFoundRoleWhereTheBaselineHasNone() {
        Baseline empty = baseline().withRole(null, SWEEP);
        GuardRecord record = recorded().with(empty);
        answers.give(new Read.OfGuardRecord(NAME), record)
                .give(new Read.OfProfile(NAME), holding(EVIL));
        List.of("prod-web", "evil").forEach(name -> guard.history(name, empty.asOf()));

        answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(guard.lookedUp()).containsExactly("prod-web", "evil");
    }

    @Test
    void looksUpTheCapitalizationsThatTheCallsAboutARoleShow() {
        Instant since = baseline().asOf();
        answers.give(new Read.OfGuardRecord(NAME), recorded())
                .give(new Read.OfProfile(NAME), holding(EVIL))
                .give(new Read.OfRole(WEB.name()), existing("web"));
        guard.history("prod-web", since);
        guard.history(
                "evil",
                since,
                event(
                        1,
                        MALLORY,
                        "AddRoleToInstanceProfile",
                        Map.of("instanceProfileName", "PROD-WEB", "roleName", "evil"),
                        Map.of()));
        guard.history("PROD-WEB", since);
        guard.history("web", since);

        Plan plan =
                answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(guard.lookedUp()).containsExactly("prod-web", "evil", "PROD-WEB", "web");
        assertThat(plan.findings().getFirst().actor()).endsWith("user/mallory");
    }

    @Test
    void looksUpTheRolesThatWereRemovedAndNoneForOtherCalls() {
        guard.plan(
                recorded(),
                holding(EVIL),
                removed(1, ALICE, "web-v2"),
                tagged(2, ALICE, "Owner", "web-v3"));

        assertThat(guard.lookedUp()).containsExactly("prod-web", "evil", "web", "web-v2");
    }
}
