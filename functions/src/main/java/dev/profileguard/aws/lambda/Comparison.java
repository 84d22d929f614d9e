package dev.profileguard.aws.lambda;

import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What differs between the deployed configuration of a function and the one that is in force.
///
/// @param version the version that is in force, such as `7`
/// @param since when the deployed configuration was last changed; null: unknown
/// @param differences such as `Environment (GUARD_MODE)`; empty: what is deployed is in force
public record Comparison(String version, @Nullable Instant since, List<String> differences) {
    /// What decides how a function behaves. A version differs from `$LATEST` in all other values by
    /// itself, such as its ARN, or AWS may change them, such as the version of the runtime.
    ///
    /// See https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
    private static final List<String> COMPARED =
            List.of(
                    "CodeSha256",
                    "Handler",
                    "Runtime",
                    "Architectures",
                    "PackageType",
                    "Layers",
                    "Role",
                    "Timeout",
                    "MemorySize",
                    "EphemeralStorage",
                    "KMSKeyArn",
                    "VpcConfig",
                    "DeadLetterConfig",
                    "TracingConfig",
                    "LoggingConfig");

    /// Lambda writes `2026-01-05T09:00:00.000+0000`.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx");

    private static final int MOST_NAMES = 20;

    /// Takes a copy.
    public Comparison {
        differences = List.copyOf(differences);
    }

    /// Compares two answers of GetFunctionConfiguration.
    ///
    /// @param deployed that of `$LATEST`
    /// @param inForce that of the alias
    static Comparison of(Map<String, ?> deployed, Map<String, ?> inForce) {
        List<String> differences = new ArrayList<>();
        for (String name : COMPARED) {
            if (!Objects.equals(deployed.get(name), inForce.get(name))) {
                differences.add(name);
            }
        }
        if (!Objects.equals(snapshots(deployed), snapshots(inForce))) {
            differences.add("SnapStart");
        }
        Set<String> variables = variables(deployed, inForce);
        if (!variables.isEmpty()) {
            differences.add(
                    "Environment (%s%s)"
                            .formatted(
                                    String.join(
                                            ", ", variables.stream().limit(MOST_NAMES).toList()),
                                    variables.size() > MOST_NAMES ? ", ..." : ""));
        }
        return new Comparison(
                VisibleText.excerpt(inForce.get("Version")), time(deployed), differences);
    }

    /// Whether what is deployed is in force.
    public boolean isSame() {
        return differences.isEmpty();
    }

    private static Set<String> variables(Map<String, ?> deployed, Map<String, ?> inForce) {
        Map<?, ?> one = environment(deployed);
        Map<?, ?> other = environment(inForce);
        Set<String> names = new TreeSet<>();
        one.keySet().forEach(name -> names.add(String.valueOf(name)));
        other.keySet().forEach(name -> names.add(String.valueOf(name)));
        names.removeIf(name -> Objects.equals(one.get(name), other.get(name)));
        return names;
    }

    private static Map<?, ?> environment(Map<String, ?> configuration) {
        return configuration.get("Environment") instanceof Map<?, ?> environment
                        && environment.get("Variables") instanceof Map<?, ?> variables
                ? variables
                : Map.of();
    }

    /// When Lambda takes snapshots. Whether a version has one differs by itself.
    private static @Nullable Object snapshots(Map<String, ?> configuration) {
        return configuration.get("SnapStart") instanceof Map<?, ?> snapStart
                ? snapStart.get("ApplyOn")
                : null;
    }

    private static @Nullable Instant time(Map<String, ?> configuration) {
        try {
            return configuration.get("LastModified") instanceof String text
                    ? OffsetDateTime.parse(text, TIME).toInstant()
                    : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
