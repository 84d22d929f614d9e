package dev.profileguard.reconcile;

import static dev.profileguard.reconcile.EngineRun.PROFILE;
import static dev.profileguard.reconcile.EngineRun.ROLE;
import static dev.profileguard.reconcile.EngineRun.TAG;
import static dev.profileguard.reconcile.EngineRun.doing;
import static dev.profileguard.reconcile.EngineRun.left;
import static dev.profileguard.reconcile.EngineRun.task;
import static dev.profileguard.reconcile.EngineRun.tooEarly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a rule decides rests on one answer of IAM to each question, and never on one that an action
/// has outdated.
class AttemptReadsTest {
    @Test
    void asksIamTheSameQuestionOnceAnAttempt() {
        run.ports.profiles.put(PROFILE, EngineRun.profile("prod-web", ROLE));

        run.of(task("one", looking(() -> looking(EngineRun::left))));

        assertThat(run.ports.log)
                .containsExactly(
                        "read profile prod-web", "read role web", "read profiles with web");
    }

    @Test
    void takesTwoSpellingsOfANameForOneQuestion() {
        run.of(task("one", profile("prod-web", () -> profile("Prod-Web", EngineRun::left))));

        assertThat(run.ports.log).containsExactly("read profile prod-web");
    }

    @Test
    void asksAgainInTheNextAttempt() {
        run.of(
                task(
                        "one",
                        profile("prod-web", EngineRun::tooEarly),
                        profile("prod-web", EngineRun::left)));

        assertThat(run.ports.logged("read"))
                .containsExactly("read profile prod-web", "read profile prod-web");
    }

    @Test
    void sharesAnswersBetweenTheTasksOfAnAttempt() {
        run.of(
                task("one", profile("prod-web", EngineRun::left)),
                task("two", profile("prod-web", EngineRun::left)));

        assertThat(run.ports.log).containsExactly("read profile prod-web");
    }

    @ParameterizedTest
    @MethodSource("actions")
    void asksAgainForWhatAnActionChangesAndForNothingElse(Action action, List<String> again) {
        Step acting = doing(action).reacting(performed -> looking(EngineRun::left));

        run.of(task("one", looking(() -> acting)));

        List<String> log = run.ports.log;
        assertThat(log.subList(log.indexOf(action.described()) + 1, log.size()))
                .containsExactlyElementsOf(again);
    }

    static List<Arguments> actions() {
        List<String> profile = List.of("read profile prod-web");
        return List.of(
                Arguments.of(new Action.CreateProfile(PROFILE, "/", Tags.NONE), profile),
                Arguments.of(new Action.DeleteProfile(PROFILE), profile),
                Arguments.of(TAG, profile),
                Arguments.of(new Action.UntagProfile(PROFILE, Set.of("Owner")), profile),
                Arguments.of(
                        new Action.TagRole(ROLE.name(), Tags.of("Owner", "me")),
                        List.of("read role web")),
                Arguments.of(
                        new Action.AddRole(PROFILE, ROLE.name()),
                        List.of("read profile prod-web", "read profiles with web")),
                Arguments.of(
                        new Action.RemoveRole(PROFILE, ROLE.name()),
                        List.of("read profile prod-web", "read profiles with web")));
    }

    @Test
    void asksAgainAlsoAfterAnActionThatFailed() {
        run.failing(1, new IllegalStateException("IAM is down"));
        Task failing = task("one", profile("prod-web", () -> doing(TAG)));

        assertThatThrownBy(() -> run.of(failing, task("two", profile("prod-web", EngineRun::left))))
                .hasMessage("IAM is down");

        assertThat(run.ports.logged("read"))
                .containsExactly("read profile prod-web", "read profile prod-web");
    }

    @Test
    void readsWhatIsRememberedWhereTheAnswerIsNeeded() {
        Read<?> guard = new Read.OfGuardRecord(PROFILE);
        Read<?> tags = new Read.OfTagRecord("role/web");
        Read<?> making = new Read.OfProvenance(PROFILE);
        Read<?> calls = new Read.OfCalls("web", Instant.EPOCH);

        run.of(
                task(
                        "one",
                        all(
                                List.of(guard, tags, making, calls, new Read.OfProfileQuota()),
                                () -> all(List.of(guard, calls), EngineRun::left))));

        assertThat(run.ports.log)
                .containsExactly(
                        "load guard of prod-web",
                        "load tags of role/web",
                        "load making of prod-web",
                        "look up calls of web",
                        "read quota",
                        "load guard of prod-web",
                        "look up calls of web");
    }

    @Test
    void waitsForATimeThatIsStillToCome() {
        Instant[] reported = {Instant.EPOCH};
        Instant due = InMemoryPorts.START.plusSeconds(5);

        run.of(
                task(
                        "one",
                        Step.need(
                                new Read.OfTime(due),
                                now -> {
                                    reported[0] = now;
                                    return Step.need(
                                            new Read.OfTime(due), later -> EngineRun.left());
                                })));

        assertThat(reported[0]).isEqualTo(due);
        assertThat(run.ports.log).containsExactly("wait 5");
    }

    @Test
    void doesNotKeepARoleThatAnotherAttemptHasToSee() {
        boolean[] shown = {false};
        run.of(
                new EngineRun.RuleTask(
                        "one",
                        null,
                        attempt ->
                                Step.need(
                                        new Read.OfRole(ROLE.name()),
                                        found -> {
                                            shown[0] = found != null;
                                            run.ports.roles.put(ROLE.name(), EngineRun.role());
                                            return found == null ? tooEarly() : left();
                                        })));

        assertThat(shown[0]).isTrue();
        assertThat(run.ports.logged("wait")).containsExactly("wait 1");
    }

    private final EngineRun run = new EngineRun();

    /// Asks for a profile, a role and the profiles with it.
    private static Step looking(Supplier<Step> then) {
        return all(
                List.of(
                        new Read.OfProfile(PROFILE),
                        new Read.OfRole(ROLE.name()),
                        new Read.OfProfilesWith(ROLE.name())),
                then);
    }

    private static Step profile(String name, Supplier<Step> then) {
        return all(List.of(new Read.OfProfile(new ProfileName(name))), then);
    }

    private static Step all(List<Read<?>> reads, Supplier<Step> then) {
        return reads.isEmpty()
                ? then.get()
                : one(reads.getFirst(), () -> all(reads.subList(1, reads.size()), then));
    }

    private static <T extends @Nullable Object> Step one(Read<T> read, Supplier<Step> then) {
        return Step.need(read, answer -> then.get());
    }
}
