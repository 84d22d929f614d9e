package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.terminal.Terminal;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Repeats a request about a rotation until something is done, and says what happens meanwhile.
/// Each request goes on where the one before stopped.
///
/// @param errors where the progress is printed
/// @param sleep waits
record RotationWatch(Terminal errors, Consumer<Duration> sleep) {
    /// Waits in real time.
    static final Consumer<Duration> SLEEP = RotationWatch::sleep;

    private static final Duration BETWEEN = Duration.ofSeconds(15);
    private static final int MOST_ENDINGS = 20;

    /// An instance refresh takes hours at most: its limit is a day.
    private static final int MOST_STEPS = 24 * 60 * 4;

    /// Repeats a request as long as a step is under way.
    Answer untilNothingIsUnderWay(Supplier<Answer> request) {
        Answer answer = request.get();
        String shown = "";
        for (int i = 0; i < MOST_STEPS && isUnderWay(answer.json()); i++) {
            shown = show(answer.json(), shown);
            sleep.accept(BETWEEN);
            answer = request.get();
        }
        return answer;
    }

    /// Repeats a request as long as the profile is unused for too short a time.
    Answer untilDeleted(Supplier<Answer> request) {
        Answer answer = request.get();
        for (int i = 0; i < MOST_ENDINGS && comesLater(answer.json()); i++) {
            if (i == 0) {
                errors.line(answer.json().path("why").asText() + ". Waiting");
                errors.flush();
            }
            sleep.accept(BETWEEN);
            answer = request.get();
        }
        return answer;
    }

    private static boolean isUnderWay(JsonNode json) {
        if (!json.path("decision").asText().equals("rotation-open")) {
            return false;
        }
        for (JsonNode step : json.path("steps")) {
            if (step.path("state").asText().equals("under-way")) {
                return true;
            }
        }
        return false;
    }

    /// A person has to delete the profile if there is a command for it.
    private static boolean comesLater(JsonNode json) {
        return json.path("decision").asText().equals("rotation-unused")
                && !json.path("why").asText().contains("Delete it:");
    }

    private String show(JsonNode json, String shown) {
        StringBuilder now = new StringBuilder();
        for (JsonNode step : json.path("steps")) {
            if (step.path("state").asText().equals("under-way")) {
                now.append(step.path("step").asText())
                        .append(": ")
                        .append(step.path("why").asText());
            }
        }
        String text = now.toString();
        if (!text.equals(shown)) {
            errors.line(text);
            errors.flush();
        }
        return text;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting", e);
        }
    }
}
