package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state of a state machine. If `next` is null, the execution ends after it.
sealed interface State {
    /// Its type in Amazon States Language.
    default String type() {
        return switch (this) {
            case Task task -> "Task";
            case Pass pass -> "Pass";
            case Choice choice -> "Choice";
            case Fail fail -> "Fail";
        };
    }

    /// Runs a function and waits for its response.
    ///
    /// @param parameters builds an object whose `Payload` is the function's input
    /// @param selector selects from the response; null: all of it
    /// @param result the path in the input where the result is put
    /// @param timeout how long the function may run
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

        /// What Lambda responds.
        ///
        /// @param payload what the function returned
        static JsonNode response(JsonNode payload) {
            ObjectNode response = ReferencePath.nothing();
            response.put("ExecutedVersion", "$LATEST").put("StatusCode", 200);
            response.set("Payload", payload);
            return response;
        }

        /// @param response of Lambda
        JsonNode output(JsonNode input, JsonNode response) {
            return result.put(input, selector == null ? response : selector.of(response));
        }
    }

    /// Only rearranges data.
    ///
    /// @param from the path of the part of the input that it uses
    /// @param parameters the template for that part; null: the part stays as it is
    /// @param result the path in the input where the result is put
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

    /// Chooses the next state by the data.
    ///
    /// @param fallback the next state if no choice matches; null: that is an error
    record Choice(List<Branch> branches, @Nullable String fallback) implements State {
        String next(JsonNode input) {
            for (Branch branch : branches) {
                if (branch.test().holds(branch.variable().in(input, StateError.RUNTIME))) {
                    return branch.next();
                }
            }
            if (fallback == null) {
                throw new StateError("States.NoChoiceMatched", "No choice holds for " + input);
            }
            return fallback;
        }
    }

    /// One choice of several.
    record Branch(ReferencePath variable, Test test, String next) {}

    /// The condition of a choice.
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
