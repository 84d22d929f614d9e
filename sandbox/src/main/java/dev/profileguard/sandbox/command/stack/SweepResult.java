package dev.profileguard.sandbox.command.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How an execution of the state machine ended.
///
/// @param execution its ARN
/// @param status such as `SUCCEEDED`
/// @param answer Backfill's last answer; missing: there is none, or it may not be read
/// @param error the name of the error that ended it; null: none did
/// @param cause what Step Functions says about the error; null: nothing
/// @param stopped null: Step Functions did not say when
public record SweepResult(
        String execution,
        String status,
        JsonNode answer,
        @Nullable String error,
        @Nullable String cause,
        Instant started,
        @Nullable Instant stopped) {
    /// The error of an execution in which everything was evaluated, but something failed.
    private static final String SOME_FAILED = "SomeFailed";

    /// Whether Backfill went through the whole account, or the whole plan.
    public boolean isComplete() {
        return status.equals("SUCCEEDED") || SOME_FAILED.equals(error);
    }

    /// Backfill's ID of the sweep, by which its reports are stored; empty: unknown.
    public String run() {
        return answer.path("run").asText("");
    }

    /// Why it is not complete, for people.
    public String failure() {
        return switch (status) {
            case "ABORTED" -> "Somebody stopped the execution %s".formatted(execution);
            case "TIMED_OUT" ->
                    "The execution %s took longer than the state machine allows"
                            .formatted(execution);
            default -> "%s. Execution: %s".formatted(why(), execution);
        };
    }

    /// Step Functions has the error of a function as Lambda returned it, and all others as texts.
    private String why() {
        String text = String.valueOf(cause);
        Answer answer = Answer.of("Backfill", text, "Unhandled");
        return answer.json().path("errorMessage").isTextual()
                ? String.valueOf(answer.refusal())
                : "The sweep failed: %s: %s".formatted(error, text);
    }
}
