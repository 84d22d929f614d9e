package dev.profileguard.sandbox.command.explain.reader;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The resources in messages about denied calls.
final class Resources {
    private static final Pattern RESOURCE =
            Pattern.compile(
                    "(?:arn:[^:]{0,20}:iam::[^:]{0,20}:)?(instance[- ]profile|role)[ /](.{1,300})");

    private Resources() {}

    /// The kind and the name of a resource, from its ARN or from `instance profile web`.
    static Map<String, String> named(String resource) {
        Matcher match = RESOURCE.matcher(resource);
        if (!match.matches()) {
            return Map.of("resource", resource);
        }
        String path = match.group(2);
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty()
                ? Map.of("resource", resource)
                : Map.of(match.group(1).replace('-', ' '), name);
    }
}
