package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state of a state machine. Where `next` is null, it is the last one.
sealed interface State {
    /// Runs a function and waits for its answer.
    ///
    /// @param parameters makes an object whose `Payload` the function gets
    /// @param selector what is taken of the answer; null: all of it
    /// @param result where in the input that goes
    /// @param timeout how long an answer may take
    record Task(
            String name,
            FunctionDefinition function,
            PayloadTemplate parameters,
            @Nullable PayloadTemplate selector,
            ReferencePath result,
            Duration timeout,
            List<Retrier> retriers,
            @Nullable String next)
            implements State {

        /// @param payload what the function answered
        JsonNode output(JsonNode input, JsonNode payload) {
            ObjectNode answer = ReferencePath.nothing();
            answer.put("ExecutedVersion", "$LATEST").put("StatusCode", 200);
            answer.set("Payload", payload);
            return result.put(input, selector == null ? answer : selector.of(answer));
        }
    }

    /// Does nothing but rearrange data.
    ///
    /// @param from the part of the input that it looks at
    /// @param parameters what is made of that; null: it stays as it is
    /// @param result where in the input that goes
    record Pass(
            ReferencePath from,
            @Nullable PayloadTemplate parameters,
            ReferencePath result,
            @Nullable String next)
            implements State {

        JsonNode output(JsonNode input) {
            JsonNode part = from.in(input, StateError.RUNTIME);
            return result.put(input, parameters == null ? part : parameters.of(part));
        }
    }

    /// Goes on by what the data says.
    ///
    /// @param fallback where no choice holds; null: that is an error
    record Choice(List<Way> ways, @Nullable String fallback) implements State {
        String next(JsonNode input) {
            for (Way way : ways) {
                if (way.test().holds(way.variable().in(input, StateError.RUNTIME))) {
                    return way.next();
                }
            }
            if (fallback == null) {
                throw new StateError("States.NoChoiceMatched", "No choice holds for " + input);
            }
            return fallback;
        }
    }

    /// One choice of several.
    record Way(ReferencePath variable, Test test, String next) {}

    /// What a choice asks of a value.
    sealed interface Test {
        boolean holds(JsonNode value);

        /// `IsNull`
        record IsNull(boolean wanted) implements Test {
            @Override
            public boolean holds(JsonNode value) {
                return value.isNull() == wanted;
            }
        }

        /// `NumericGreaterThanEquals`
        record AtLeast(BigDecimal least) implements Test {
            @Override
            public boolean holds(JsonNode value) {
                return value.isNumber() && value.decimalValue().compareTo(least) >= 0;
            }
        }
    }

    /// Ends the execution.
    record Fail(String error, String cause) implements State {}
}
