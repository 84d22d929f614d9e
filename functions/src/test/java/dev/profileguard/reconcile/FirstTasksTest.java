package dev.profileguard.reconcile;

import static dev.profileguard.reconcile.EngineRun.ADD;
import static dev.profileguard.reconcile.EngineRun.TAG;
import static dev.profileguard.reconcile.EngineRun.doing;
import static dev.profileguard.reconcile.EngineRun.left;
import static dev.profileguard.reconcile.EngineRun.task;
import static dev.profileguard.reconcile.EngineRun.tooEarly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Tasks that a plan wants settled before its own actions.
class FirstTasksTest {
    @Test
    void settlesThemBeforeThePlansOwnActions() {
        run.of(task("role", doing(ADD).after(List.of(tagging("a"), tagging("b")))));

        assertThat(writes()).containsExactly("tag a", "tag b", "add role web to prod-web");
        assertThat(run.subjects()).containsExactly("role", "a", "b");
    }

    @Test
    void doesNothingOfAPlanAsLongAsOneOfThemFails() {
        run.failing(tag("a"), SdkClientException.create("no connection"));

        assertThatThrownBy(() ->
                        run.of(task("role", doing(ADD).after(List.of(tagging("a"), tagging("b"))))))
                .hasMessage("no connection");

        assertThat(writes()).containsExactly("tag a", "tag b");
        assertThat(run.subjects()).containsExactly("b");
    }

    @Test
    void doesNotAttemptAgainWhatIsSettled() {
        run.failing(ADD, new ChangedMeanwhileException("Somebody put another role in"));

        assertThatThrownBy(() -> run.of(task("role", doing(ADD).after(List.of(tagging("a"))))))
                .isInstanceOf(ChangedMeanwhileException.class);

        assertThat(writes().stream().filter("tag a"::equals)).hasSize(1);
        assertThat(writes().stream().filter(ADD.described()::equals)).hasSize(4);
        assertThat(run.subjects()).containsExactly("a");
    }

    @Test
    void attemptsThemAgainTogetherWithThePlanThatRestsOnThem() {
        List<Task> lagging =
                IntStream.range(0, 20).mapToObj(i -> task("lagging " + i, tooEarly())).toList();

        assertThatThrownBy(() -> run.of(task("role", doing(ADD).after(lagging))))
                .isInstanceOf(ChangedMeanwhileException.class);

        assertThat(run.ports.waited()).isEqualTo(Duration.ofSeconds(7));
        assertThat(writes()).isEmpty();
    }

    @Test
    void carriesThePlanOutOnceTheLastOfThemIsSettled() {
        List<Task> first =
                List.of(task("a", tooEarly(), left()), task("b", tooEarly(), tooEarly(), left()));

        run.of(task("role", doing(ADD).after(first)));

        assertThat(run.ports.logged("wait")).containsExactly("wait 1", "wait 2");
        assertThat(writes()).containsExactly(ADD.described());
        assertThat(run.subjects()).containsExactly("role", "a", "b");
    }

    @Test
    void attemptsTheLaggingAgainAndNotTheFailedOne() {
        run.failing(tag("failed"), SdkClientException.create("no connection"));
        List<Task> first =
                List.of(
                        tagging("failed"),
                        task("lagging", tooEarly(), tooEarly(), doing(tag("l"))));

        assertThatThrownBy(() -> run.of(task("role", doing(ADD).after(first))))
                .isInstanceOf(SdkClientException.class);

        assertThat(writes()).containsExactly("tag failed", "tag l");
        assertThat(run.subjects()).containsExactly("lagging");
    }

    @Test
    void throwsTheFailuresOfAllOfThem() {
        run.failing(tag("a"), SdkClientException.create("no connection"));
        run.failing(tag("b"), new IllegalStateException("not allowed"));

        assertThatThrownBy(() ->
                        run.of(task("role", left().after(List.of(tagging("a"), tagging("b"))))))
                .hasMessage("no connection")
                .satisfies(thrown ->
                        assertThat(thrown.getSuppressed())
                                .singleElement()
                                .extracting(Throwable::getMessage)
                                .isEqualTo("not allowed"));
    }

    @Test
    void tellsOfOneThatIsNeverTouched() {
        Task exempt = new EngineRun.RuleTask("exempt", "It is exempt", attempt -> tooEarly());

        run.of(task("role", left().after(List.of(exempt))));

        assertThat(run.subjects()).containsExactly("role", "exempt");
        assertThat(run.outcomes.getLast().decision()).isEqualTo(Decision.Common.NEVER_TOUCHED);
    }

    @Test
    void settlesThoseOfThoseToo() {
        Task middle = task("middle", doing(tag("middle")).after(List.of(tagging("inner"))));

        run.of(task("role", doing(ADD).after(List.of(middle))));

        assertThat(writes()).containsExactly("tag inner", "tag middle", ADD.described());
    }

    @Test
    void attemptsOnceWhatIsAlsoAskedForByItself() {
        Task both = tagging("a");

        run.of(task("role", left().after(List.of(both))), both);

        assertThat(writes()).containsExactly("tag a");
        assertThat(run.subjects()).containsExactly("role", "a");
    }

    @Test
    void forgetsAFailureOfOneThatThePlanNoLongerRestsOn() {
        run.of(task("role", left().after(List.of(task("gone", tooEarly()))), left()));

        assertThat(run.subjects()).containsExactly("role");
        assertThat(run.ports.logged("wait")).containsExactly("wait 1");
    }

    @Test
    void readsNothingAgainThatTheyDidNotChange() {
        Step looking =
                Step.need(
                        new Read.OfProfile(EngineRun.PROFILE),
                        found -> doing(ADD).after(List.of(reading(), task("b", doing(TAG)))));

        run.of(task("role", looking));

        assertThat(run.ports.logged("read")).containsExactly("read profile prod-web");
    }

    private final EngineRun run = new EngineRun();

    private static Task tagging(String profile) {
        return task(profile, doing(tag(profile)));
    }

    private static Action tag(String profile) {
        return new Action.TagProfile(new ProfileName(profile), Tags.of("Owner", "me"));
    }

    private static Task reading() {
        return task("a", Step.need(new Read.OfProfile(EngineRun.PROFILE), found -> left()));
    }

    private List<String> writes() {
        return run.ports.log.stream()
                .filter(each -> each.startsWith("tag ") || each.startsWith("add "))
                .map(each -> each.replace(" with {Owner=me}", ""))
                .toList();
    }
}
