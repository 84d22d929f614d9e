package dev.profileguard.sandbox.aws.ssm;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import java.time.Instant;

/// A stored parameter.
///
/// @param type `String`, `StringList` or `SecureString`
/// @param tier `Standard` or `Advanced`
/// @param version starts with 1
public record StoredParameter(
        String name, String value, String type, String tier, int version, Instant modified) {
    /// Its ARN.
    ///
    /// @param stack whose account it is in
    public String arn(Stack stack) {
        return arn(stack, name);
    }

    /// The ARN of a parameter, in which a name's first slash is not doubled.
    static String arn(Stack stack, String name) {
        return stack.arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + name);
    }
}
