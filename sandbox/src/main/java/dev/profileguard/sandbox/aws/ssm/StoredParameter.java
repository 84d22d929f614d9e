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
    /// Its ARN, in which a name's first slash is not doubled.
    public String arn() {
        return arn(name);
    }

    static String arn(String name) {
        return Stack.arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + name);
    }
}
