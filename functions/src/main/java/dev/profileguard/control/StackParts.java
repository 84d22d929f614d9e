package dev.profileguard.control;

import dev.profileguard.aws.ParameterSource;
import dev.profileguard.iam.Arn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The parts of the stack that a sweep checks: EventBridge rules, queues and functions. Parameter
/// Store has the list, because a function's environment has no room for it.
///
/// @param name of the parameter; empty: there is none
public record StackParts(ParameterSource parameters, String name) {
    private static final String FUNCTION = "function:";

    /// ARNs of rules, URLs of queues, and functions as `function:NAME`.
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException when Parameter Store does not
    ///   answer
    public List<String> all() {
        return name.isEmpty() ? List.of() : list(parameters.get(name));
    }

    /// The names of all functions of the stack.
    ///
    /// @param own the name of this function: the list cannot contain it, since the function refers
    ///   to the list
    public List<String> functions(String own) {
        return Stream.concat(
                        all().stream().filter(StackParts::isFunction).map(StackParts::nameOf),
                        Stream.of(own))
                .toList();
    }

    /// Whether a part is a function.
    public static boolean isFunction(String part) {
        return part.startsWith(FUNCTION);
    }

    /// Whether a part is a queue.
    public static boolean isQueue(String part) {
        return part.contains("://");
    }

    /// The name of a rule or function.
    public static String nameOf(String part) {
        if (isFunction(part)) {
            return part.substring(FUNCTION.length());
        }
        Arn arn = Arn.parse(part);
        return arn == null ? part : arn.name();
    }

    /// The entries of a text with commas; blank ones are left out.
    public static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
