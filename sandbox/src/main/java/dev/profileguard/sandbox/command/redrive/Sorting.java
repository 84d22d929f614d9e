package dev.profileguard.sandbox.command.redrive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.profileguard.sandbox.command.stack.StackQueues.Letter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what happens to letters, by their content alone.
///
/// @param outputs of the stack
record Sorting(Map<String, String> outputs) {
    /// EventBridge writes the ARN of the target there. So does its Scheduler.
    ///
    /// See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    private static final String TARGET = "TARGET_ARN";

    /// Lambda's record of a failed invocation has the event or request there.
    ///
    /// See https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    private static final String INVOKED_WITH = "requestPayload";

    /// As many records as the functions unwrap.
    private static final int MOST_RECORDS = 3;

    private static final Set<String> SWEEPS = Set.of("sweep", "plan");
    private static final String FUNCTION = "Function";
    private static final ObjectMapper JSON = new ObjectMapper();

    Fate of(Letter letter, Route route) {
        JsonNode content = content(letter);
        if (!content.isObject()) {
            return new Fate.Stay("it is no JSON object");
        }
        return switch (route) {
            case Route.ToFunction(String function, String queue) ->
                    isForAQueue(content)
                            ? new Fate.Send(queue)
                            : new Fate.Decide(function, content.toString());
            case Route.ToTarget() -> toTarget(letter, content);
            case Route.ToSweeps() -> toSweeps(content);
            case Route.ToCanary() -> new Fate.Probe();
            case Route.ToSink() -> new StoredNotice(content).fate();
            case Route.ByHand(String function) -> new Fate.Decide(function, content.toString());
        };
    }

    private Fate toTarget(Letter letter, JsonNode content) {
        String target = letter.attributes().getOrDefault(TARGET, "");
        String[] parts = target.split(":", 7);
        if (parts.length < 6) {
            return new Fate.Stay("it has no attribute TARGET_ARN, which says where it belongs");
        }
        return switch (parts[2]) {
            case "sqs" ->
                    queue(parts[5]).<Fate>map(Fate.Send::new).orElseGet(() -> unknown(target));
            case "lambda" -> toFunction(target, content);
            case "states" -> toSweeps(content);
            default -> unknown(target);
        };
    }

    private Fate toFunction(String target, JsonNode content) {
        String named = target.replaceFirst("^.*:function:", "");
        Optional<String> function =
                outputs.entrySet().stream()
                        .filter(each -> each.getKey().endsWith(FUNCTION))
                        .filter(each -> name(each.getValue()).equals(name(named)))
                        .map(each ->
                                each.getKey()
                                        .substring(0, each.getKey().length() - FUNCTION.length()))
                        .findFirst();
        if (function.isEmpty()) {
            return unknown(target);
        }
        if (function.get().equals("Canary")) {
            return new Fate.Probe();
        }
        return DeadLetterQueue.toFunctions()
                .filter(each -> each.function().equals(function.get()) && isForAQueue(content))
                .<Fate>map(each -> new Fate.Send(each.queue()))
                .findFirst()
                .orElseGet(() -> new Fate.Decide(function.get(), content.toString()));
    }

    /// Without the alias.
    private static String name(String function) {
        return function.split(":", 2)[0];
    }

    /// The output with the URL of a queue from which a function gets events.
    private Optional<String> queue(String name) {
        return outputs.entrySet().stream()
                .filter(each -> each.getValue().endsWith("/" + name))
                .map(Map.Entry::getKey)
                .filter(Sorting::isRead)
                .findFirst();
    }

    private static boolean isRead(String output) {
        return DeadLetterQueue.toFunctions().anyMatch(each -> each.queue().equals(output));
    }

    private static Fate unknown(String target) {
        return new Fate.Stay("its target is not of this stack: " + target);
    }

    /// A request that names roles or rules, or applies a plan, is somebody's decision. One that
    /// covers the whole account and follows the functions' modes is not.
    private static Fate toSweeps(JsonNode request) {
        String mode = request.path("mode").asText("");
        return request.size() == 1 && SWEEPS.contains(mode)
                ? new Fate.Sweep(mode)
                : new Fate.Decide("Backfill", request.toString());
    }

    /// Whether a function takes it from its queue: an event, or a look that it planned itself.
    private static boolean isForAQueue(JsonNode content) {
        return content.has("detail-type") || content.has("detail") || content.has("lookAgain");
    }

    private static JsonNode content(Letter letter) {
        JsonNode content = parsed(letter.body());
        for (int i = 0; i < MOST_RECORDS && content.has(INVOKED_WITH); i++) {
            content = content.get(INVOKED_WITH);
        }
        return content;
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
