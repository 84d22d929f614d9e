package dev.profileguard.reconcile;

import static dev.profileguard.reconcile.EngineRun.TAG;
import static dev.profileguard.reconcile.EngineRun.doing;
import static dev.profileguard.reconcile.EngineRun.left;
import static dev.profileguard.reconcile.EngineRun.task;
import static dev.profileguard.reconcile.EngineRun.tooEarly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.ChangedMeanwhileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/// What is attempted again, how often, and how long is waited for it.
class AttemptsTest {
    @Test
    void looksFourTimesAndSaysWhyItGaveUp() {
        assertThatThrownBy(() -> run.of(counted(tooEarly())))
                .isInstanceOf(ChangedMeanwhileException.class)
                .hasMessage("IAM does not show it yet");

        assertThat(attempts).hasSize(4);
        assertThat(run.ports.logged("wait")).containsExactly("wait 1", "wait 2", "wait 4");
        assertThat(run.outcomes).isEmpty();
    }

    @Test
    void stopsLookingOnceItIsSettled() {
        run.of(task("one", tooEarly(), tooEarly(), left()));

        assertThat(run.only().decision()).isEqualTo(EngineRun.Verdict.LEFT);
        assertThat(run.ports.logged("wait")).containsExactly("wait 1", "wait 2");
    }

    @Test
    void triesAWriteFourTimesThatFindsSomethingChanged() {
        run.failing(TAG, new ChangedMeanwhileException("It is gone"));

        assertThatThrownBy(() -> run.of(counted(doing(TAG)))).hasMessage("It is gone");

        assertThat(attempts)
                .extracting(Task.Attempt::writes)
                .containsExactly(
                        Task.Writes.NONE, Task.Writes.TRIED, Task.Writes.TRIED, Task.Writes.TRIED);
        assertThat(run.ports.waited()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void doesNotAttemptAgainWhatFailedOtherwise() {
        run.failing(TAG, SdkClientException.create("no connection"));

        assertThatThrownBy(() -> run.of(counted(doing(TAG)))).hasMessage("no connection");

        assertThat(attempts).hasSize(1);
        assertThat(run.ports.logged("wait")).isEmpty();
    }

    @Test
    void bringsTheOtherTasksToTheirEndWhereOneFails() {
        run.failing(TAG, SdkClientException.create("no connection"));

        assertThatThrownBy(() ->
                        run.of(
                                task("failing", doing(TAG)),
                                task("right", left()),
                                task("lagging", tooEarly(), tooEarly(), left())))
                .hasMessage("no connection");

        assertThat(run.subjects()).containsExactly("right", "lagging");
        assertThat(run.ports.logged("tag")).hasSize(1);
    }

    @Test
    void throwsTheFirstFailureWithTheOthersSuppressed() {
        run.failing(TAG, SdkClientException.create("no connection"));

        assertThatThrownBy(() -> run.of(task("lagging", tooEarly()), task("two", doing(TAG))))
                .isInstanceOf(ChangedMeanwhileException.class)
                .satisfies(thrown ->
                        assertThat(thrown.getSuppressed())
                                .singleElement()
                                .isInstanceOf(SdkClientException.class));
    }

    @Test
    void waitsNoLongerForTwentyTasksThanForOne() {
        Task[] lagging =
                IntStream.range(0, 20)
                        .mapToObj(i -> task("lagging " + i, tooEarly()))
                        .toArray(Task[]::new);

        assertThatThrownBy(() -> run.of(lagging)).isInstanceOf(ChangedMeanwhileException.class);

        assertThat(run.ports.logged("wait")).containsExactly("wait 1", "wait 2", "wait 4");
    }

    @Test
    void attemptsAgainOnlyWhatIsNotSettledYet() {
        run.of(counted(left()), task("lagging", tooEarly(), left()));

        assertThat(attempts).hasSize(1);
        assertThat(run.subjects()).containsExactly("counted", "lagging");
    }

    @Test
    void attemptsATaskOnceThatIsAskedForTwice() {
        Task twice = counted(left());

        run.of(twice, twice);

        assertThat(attempts).hasSize(1);
        assertThat(run.subjects()).containsExactly("counted");
    }

    @Test
    void saysBeforeEachFurtherAttemptWhatIsNoLongerToBeBelieved() {
        run.of(task("right", left()), task("lagging", tooEarly(), left()));

        assertThat(run.ports.log).containsExactly("outdated lagging", "wait 1");
    }

    @Test
    void waitsThirtySecondsInAllHoweverManyTasksWaitByThemselves() {
        Task[] early =
                IntStream.range(0, 5).mapToObj(i -> waiting("early " + i)).toArray(Task[]::new);

        assertThatThrownBy(() -> run.of(early))
                .isInstanceOf(ChangedMeanwhileException.class)
                .hasMessage("Waited 30 seconds; the event is retried later");

        assertThat(run.subjects()).containsExactly("early 0", "early 1", "early 2");
        assertThat(run.ports.waited()).isLessThanOrEqualTo(WaitingBudget.MOST);
    }

    @Test
    void theWaitsAreThoseThatTheBackoffNames() {
        Duration all = Backoff.RETRY_DELAYS.stream().reduce(Duration.ZERO, Duration::plus);

        assertThat(Stream.of(1, 2, 4).map(Duration::ofSeconds))
                .containsExactlyElementsOf(Backoff.RETRY_DELAYS);
        assertThat(all).isLessThan(WaitingBudget.MOST);
    }

    private final EngineRun run = new EngineRun();
    private final List<Task.Attempt> attempts = new ArrayList<>();

    /// A task whose attempts are counted.
    private Task counted(Step first) {
        return new EngineRun.RuleTask(
                "counted",
                null,
                attempt -> {
                    attempts.add(attempt);
                    return first;
                });
    }

    /// A task that comes nine seconds too early, whenever it comes.
    private Task waiting(String subject) {
        return new EngineRun.RuleTask(
                subject,
                null,
                attempt ->
                        Step.need(new Read.OfTime(run.ports.now().plusSeconds(9)), now -> left()));
    }
}
