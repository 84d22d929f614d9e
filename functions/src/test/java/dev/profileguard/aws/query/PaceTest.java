package dev.profileguard.aws.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.query.ParallelCalls.Answer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Pace PACE = new Pace(Duration.ofSeconds(3), 50, 18, Duration.ofMinutes(2));

    @Test
    void beginsAFewCallsAtOnceAndSpreadsTheOthers() {
        assertThat(PACE.start(0)).isEqualTo(Duration.ZERO);
        assertThat(PACE.start(49)).isEqualTo(Duration.ZERO);
        assertThat(PACE.start(67)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Pace.within(Duration.ofSeconds(1)).start(10_000)).isEqualTo(Duration.ZERO);
    }

    @Test
    void givesMoreCallsMoreTimeUpToALimit() {
        assertThat(PACE.most(1)).isEqualTo(Duration.ofSeconds(3));
        assertThat(PACE.most(2_000)).isBetween(Duration.ofSeconds(110), Duration.ofSeconds(112));
        assertThat(PACE.most(100_000)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Pace.within(Duration.ofSeconds(1)).most(10_000))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void answersInTheOrderOfTheQuestions() {
        List<Integer> about = IntStream.range(0, 100).boxed().toList();
        Pace fast = new Pace(Duration.ofMinutes(1), 10, 1_000, Duration.ofMinutes(1));

        assertThat(ParallelCalls.atOnce(8, fast).ask(about, each -> each))
                .extracting(each -> ((Answer.Found<Integer>) each).value())
                .isEqualTo(about);
    }

    @Test
    void saysHowLongItWaited() {
        assertThat(
                        ParallelCalls.atOnce(2, new Pace(Duration.ZERO, 1, 1, Duration.ZERO))
                                .ask(List.of(1, 2), each -> each))
                .last()
                .isEqualTo(new Answer.Failed<>("no answer within 0 seconds"));
    }
}
