package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.Report;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.List;
import java.util.regex.Pattern;

/// What `plan` and `apply` say in the same words.
final class PlanText {
    /// The IDs of plans are the request IDs of invocations.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,128}");

    private PlanText() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// An ID from an answer, for a command line.
    static String word(String id) {
        return isId(id) ? id : "PLAN_ID";
    }

    static String counts(List<ResourceChange> changes, Report report) {
        return report.isMissing()
                ? "an unknown number of changes, because there is no report"
                : Counts.of(changes).planned();
    }

    /// The lines of the answer, which has at most 200 of its last invocation.
    static void lines(JsonNode answer, Terminal terminal) {
        Answer.texts(answer.path("lines")).forEach(line -> terminal.line("  " + line));
        int left = answer.path("linesLeftOut").asInt(0);
        if (left > 0) {
            terminal.line("  ... and %d more lines".formatted(left));
        }
    }
}
