package dev.profileguard.reconcile;

import java.util.Map;

/// One number that a function measured.
///
/// @param name such as `DeliverySeconds`
/// @param scope what it is about
public record Measurement(String name, double value, Unit unit, Scope scope) {
    /// A measurement of the whole function.
    public Measurement(String name, double value, Unit unit) {
        this(name, value, unit, new Scope.OfFunction());
    }

    /// A number of things in the whole stack.
    public static Measurement ofStack(String name, int count) {
        return new Measurement(name, count, Unit.COUNT, new Scope.OfStack());
    }

    /// The unit of a measurement.
    public enum Unit {
        /// A number of things.
        COUNT,
        /// A duration in seconds.
        SECONDS
    }

    static Measurement once(String name) {
        return new Measurement(name, 1, Unit.COUNT);
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
    }
}
