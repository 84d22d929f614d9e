package dev.profileguard.sandbox.command.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class RotationWatchTest {
    private final StringWriter errors = new StringWriter();
    private final List<Duration> slept = new ArrayList<>();
    private final RotationWatch watch =
            new RotationWatch(new Terminal(new PrintWriter(errors), Ansi.OFF), slept::add);

    @Test
    void asksAgainWhileAStepIsUnderWayAndShowsEachChangeOnce() {
        Answer last =
                watch.untilNothingIsUnderWay(
                        answers(underWay("10 %"), underWay("10 %"), underWay("60 %"), UNUSED)
                                ::poll);

        assertThat(last).isEqualTo(answer(UNUSED));
        assertThat(slept).hasSize(3);
        assertThat(errors.toString().lines()).containsExactly("refresh: 10 %", "refresh: 60 %");
    }

    @Test
    void stopsAtAFailureAndAtWhatIsLeftToPeople() {
        String stopped =
                "{\"decision\": \"rotation-stopped\", \"steps\": [{\"state\": \"under-way\"}]}";
        String byHand = "{\"decision\": \"rotation-open\", \"steps\": [{\"state\": \"by-hand\"}]}";

        watch.untilNothingIsUnderWay(answers(stopped)::poll);
        watch.untilNothingIsUnderWay(answers(byHand)::poll);

        assertThat(slept).isEmpty();
    }

    @Test
    void waitsUntilTheProfileWasUnusedForLongEnough() {
        String finished = "{\"decision\": \"rotation-finished\"}";

        Answer last = watch.untilDeleted(answers(UNUSED, UNUSED, finished)::poll);

        assertThat(last).isEqualTo(answer(finished));
        assertThat(slept).hasSize(2);
        assertThat(errors.toString().lines()).containsExactly("Nothing uses it. Waiting");
    }

    @Test
    void doesNotWaitForAPersonToDeleteTheProfile() {
        String byHand = "{\"decision\": \"rotation-unused\", \"why\": \"Delete it: aws iam x\"}";

        watch.untilDeleted(answers(byHand)::poll);

        assertThat(slept).isEmpty();
    }

    private static final String UNUSED =
            "{\"decision\": \"rotation-unused\", \"why\": \"Nothing uses it\"}";

    private static String underWay(String why) {
        return """
        {"decision": "rotation-open", "steps": [{"state": "done"},
         {"state": "under-way", "step": "refresh", "why": "%s"}]}\
        """
                .formatted(why);
    }

    private static Deque<Answer> answers(String... texts) {
        Deque<Answer> answers = new ArrayDeque<>();
        List.of(texts).forEach(text -> answers.add(answer(text)));
        return answers;
    }

    private static Answer answer(String text) {
        try {
            return new Answer("ProfileRotation", text, new ObjectMapper().readTree(text), null);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
