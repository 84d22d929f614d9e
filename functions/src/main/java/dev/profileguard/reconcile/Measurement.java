package dev.profileguard.reconcile;

import java.util.LinkedHashMap;
import java.util.Map;

/// One number that a function measured.
///
/// @param name such as `DeliverySeconds`
public record Measurement(String name, double value, Unit unit, Scope scope) {
    /// The seconds from an API call to the repair of what it changed.
    public static final String REPAIR_SECONDS = "RepairSeconds";

    /// The number of outcomes.
    public static final String REACTIONS = "Reactions";

    /// The number of roles and profiles that an invocation of a sweep evaluated.
    public static final String SWEPT_SUBJECTS = "SweptSubjects";

    /// The number of findings that a topic or bus did not take.
    public static final String UNDELIVERED_FINDINGS = "UndeliveredFindings";

    /// A measurement of the whole function.
    public Measurement(String name, double value, Unit unit) {
        this(name, value, unit, new Scope.OfFunction());
    }

    /// A number of things in the whole stack.
    public static Measurement ofStack(String name, int count) {
        return new Measurement(name, count, Unit.COUNT, new Scope.OfStack());
    }

    static Measurement of(Reaction reaction) {
        return new Measurement(REACTIONS, 1, Unit.COUNT, new Scope.OfReaction(reaction));
    }

    /// The unit of a measurement, as CloudWatch names it.
    public enum Unit {
        /// A number of things.
        COUNT("Count"),
        /// A duration in seconds.
        SECONDS("Seconds");

        private final String text;

        Unit(String text) {
            this.text = text;
        }

        /// Such as `Count`.
        public String text() {
            return text;
        }
    }

    /// What a measurement is about: its dimensions. Each combination of their values is a metric of
    /// its own, for which CloudWatch charges.
    public sealed interface Scope {
        /// The dimensions with their values.
        ///
        /// @param stack the name of the stack
        /// @param function the name of the Lambda function
        Map<String, String> dimensions(String stack, String function);

        /// All functions of the stack together.
        record OfStack() implements Scope {
            @Override
            public Map<String, String> dimensions(String stack, String function) {
                return Map.of("Service", stack);
            }
        }

        /// One function.
        record OfFunction() implements Scope {
            @Override
            public Map<String, String> dimensions(String stack, String function) {
                return Map.of("FunctionName", function);
            }
        }

        /// One function's reactions of one kind.
        record OfReaction(Reaction reaction) implements Scope {
            @Override
            public Map<String, String> dimensions(String stack, String function) {
                Map<String, String> dimensions = new LinkedHashMap<>();
                dimensions.put("FunctionName", function);
                dimensions.put("Outcome", reaction.text());
                return dimensions;
            }
        }
    }
}
