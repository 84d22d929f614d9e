package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.finding.delivery.DeadLetters;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Handles a batch of messages from a queue of the function: events that were delayed, or whose
/// invocation failed. The response names the messages that the queue has to deliver again.
///
/// An unreadable message goes to the function's dead-letter queue at once: no retry can help it.
record QueueBatch(FunctionHandler function, Context context) {
    /// The environment variable with the URL of the function's dead-letter queue.
    private static final String FAILURES_QUEUE = "FAILURES_QUEUE";

    /// The remaining time that a message needs: up to 30 seconds of waiting, and its calls. If
    /// Lambda stopped the function during a message, the queue would retry the whole batch.
    private static final Duration TIME_FOR_ONE = Duration.ofSeconds(35);

    /// The response for a batch.
    ///
    /// @throws UnreadableEventException if a message has no ID
    Map<String, @Nullable Object> answer(Map<String, Object> json) {
        List<InvocationResult> results = new ArrayList<>();
        List<BatchItemFailure> retried = new ArrayList<>();
        for (SqsMessage message : SqsMessage.in(json)) {
            results.add(result(message, retried));
        }
        InvocationResult result = InvocationResult.of(results);
        if (!result.outcomes().isEmpty()) {
            function.report(context, result);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("batchItemFailures", retried);
        return answer;
    }

    private InvocationResult result(SqsMessage message, List<BatchItemFailure> retried) {
        if (context.getRemainingTimeInMillis() < TIME_FOR_ONE.toMillis()) {
            retried.add(new BatchItemFailure(message.id()));
            String why = "No time left for " + message.at();
            return only(new Outcome.Skipped(null, Decision.Common.FAILED, why, ""));
        }
        try {
            InvocationResult own = function.message(message, context);
            if (own.outcomes().stream().anyMatch(this::comesAgain)) {
                retried.add(new BatchItemFailure(message.id()));
            }
            return own;
        } catch (RuntimeException e) {
            String end = end(message, e);
            if (end.isEmpty()) {
                retried.add(new BatchItemFailure(message.id()));
            }
            return only(
                    Outcome.Failed.of(
                            "%s (message %s): %s%s".formatted(message.at(), message.id(), e, end),
                            e));
        }
    }

    /// Where the message went that failed; empty: the queue has to deliver it again.
    private String end(SqsMessage message, RuntimeException failure) {
        return failure instanceof UnreadableEventException
                ? deadLetter(message)
                : Patience.in(function.platform()).tryAnew(message, failure);
    }

    private static InvocationResult only(Outcome outcome) {
        return new InvocationResult(List.of(outcome));
    }

    private boolean comesAgain(Outcome outcome) {
        return outcome instanceof Outcome.Failed || function.comesAgain(outcome);
    }

    /// Sends a message to the function's dead-letter queue.
    ///
    /// @return what to add to the reason; empty: the queue has to deliver the message again, and
    ///   moves it to the dead-letter queue itself after too many deliveries
    private String deadLetter(SqsMessage message) {
        String queue = function.platform().environment().getOrDefault(FAILURES_QUEUE, "");
        if (queue.isEmpty() || !(message.body() instanceof String body)) {
            return "";
        }
        try {
            new DeadLetters(function.platform().notifications()::queues, queue).sendUnread(body);
            return ". It is in the dead-letter queue: no retry can help it";
        } catch (RuntimeException e) { // the queue delivers it again
            return "";
        }
    }
}
