package dev.profileguard.canary;

import dev.profileguard.aws.FunctionCalls;
import dev.profileguard.aws.FunctionCalls.Reply;
import dev.profileguard.finding.Finding;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.text.ShellCommand;
import dev.profileguard.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Calls each function once a day, so that Lambda keeps its snapshot, and so that it shows that it
/// can read its settings and has its permissions. If one does not answer, all are called again in
/// each run, until all have answered.
///
/// A version with SnapStart that is not invoked for 14 days refuses its next invocation. See
/// https://docs.aws.amazon.com/lambda/latest/dg/snapstart-troubleshooting.html
///
/// @param answered when all functions answered last; null: never
/// @param now the time of this run
record DailyCalls(@Nullable Instant answered, Instant now) {
    /// A request that changes nothing.
    static final String REQUEST = "{\"show\": {\"settings\": true}}";

    private static final Duration DAY = Duration.ofDays(1);

    /// How long a function may be called in vain before that is reported. Lambda needs minutes to
    /// make a snapshot.
    private static final Duration PATIENCE = Duration.ofHours(2);

    /// Whether the functions are to be called in this run. A time in the future is not the
    /// canary's.
    boolean isDue() {
        return answered == null || answered.isAfter(now) || !now.isBefore(answered.plus(DAY));
    }

    /// Calls the functions.
    ///
    /// @param functions such as `profile-guard-ProfileGuard:live`
    /// @return what came of each call, in their order
    List<Outcome> call(FunctionCalls calls, List<String> functions, CanaryRun run) {
        List<Reply> replies = calls.replies(functions, REQUEST);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            outcomes.add(outcome(functions.get(i), replies.get(i), run));
        }
        return outcomes;
    }

    /// The time to keep after these outcomes. At first, a function that is not ready is given as
    /// much time as later.
    Instant next(List<Outcome> outcomes) {
        boolean all =
                outcomes.stream().allMatch(each -> each.decision() == CanaryDecision.ANSWERED);
        Instant before = answered == null || answered.isAfter(now) ? now.minus(DAY) : answered;
        return all ? now : before;
    }

    private boolean isPatienceOver() {
        return answered != null && !now.isBefore(answered.plus(DAY).plus(PATIENCE));
    }

    private Outcome outcome(String function, Reply reply, CanaryRun run) {
        return switch (reply) {
            case Reply.Answered(Map<String, Object> json) -> {
                String problem = problem(json);
                yield problem == null
                        ? outcome(function, CanaryDecision.ANSWERED, "It answered", List.of(), run)
                        : unavailable(function, problem, run);
            }
            case Reply.Failed(String why) -> unavailable(function, why, run);
            case Reply.NotReady(String why) ->
                    isPatienceOver()
                            ? unavailable(function, why, run)
                            : outcome(
                                    function,
                                    CanaryDecision.NOT_READY,
                                    "Lambda could not invoke it now (%s): it is called again in the next run"
                                            .formatted(why),
                                    List.of(),
                                    run);
        };
    }

    /// What a function says is wrong; null: nothing.
    private static @Nullable String problem(Map<String, Object> json) {
        if (json.get("problems") instanceof List<?> problems && !problems.isEmpty()) {
            return problems.stream().map(String::valueOf).collect(Collectors.joining("; "));
        }
        return json.get("decision") instanceof String
                ? null
                : "its answer contains no decision: " + VisibleText.excerpt(json.keySet());
    }

    private static Outcome unavailable(String function, String why, CanaryRun run) {
        String name = nameOf(function);
        Finding finding =
                new Finding(
                        Finding.Kind.FUNCTION_UNAVAILABLE,
                        subject(function),
                        run.account(),
                        "nobody: the canary called it",
                        "function %s does not answer as it should, so it may not act on events either: %s"
                                .formatted(name, why),
                        List.of("called it; the canary calls it again in each run"),
                        List.of(
                                "If the text names a setting or a permission, correct it, and"
                                        + " deploy the stack again",
                                "To call it yourself: "
                                        + ShellCommand.of("aws lambda invoke")
                                                .option("--function-name", function)
                                                .option("--cli-binary-format", "raw-in-base64-out")
                                                .option("--payload", REQUEST)
                                                .operand("/dev/stdout")
                                                .text(),
                                "To see its state: "
                                        + ShellCommand.of("aws lambda get-function-configuration")
                                                .option("--function-name", function)
                                                .text()),
                        run.requestId());
        return outcome(function, CanaryDecision.UNAVAILABLE, why, List.of(finding), run);
    }

    private static Outcome outcome(
            String function,
            CanaryDecision decision,
            String why,
            List<Finding> findings,
            CanaryRun run) {
        return new Outcome.Answered(
                subject(function), decision, why, List.of(), findings, Map.of(), run.requestId());
    }

    private static String subject(String function) {
        return "function/" + nameOf(function);
    }

    /// The name without the alias.
    private static String nameOf(String function) {
        int colon = function.indexOf(':');
        return colon < 0 ? function : function.substring(0, colon);
    }
}
