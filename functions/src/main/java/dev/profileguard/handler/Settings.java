package dev.profileguard.handler;

import dev.profileguard.core.Breaker;
import dev.profileguard.core.Glob;
import dev.profileguard.core.Globs;
import dev.profileguard.core.Guard;
import dev.profileguard.core.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The function's settings, read once from its environment. A template parameter such as
/// `GuardMode` arrives as `GUARD_MODE`.
///
/// @param table the baseline table's name
public record Settings(Mode mode, Guard guard, String table) {
    private static final Pattern NAME_GLOB = Pattern.compile("[A-Za-z0-9_+=,.@*?-]+");

    /// An ARN of STS, such as a session's, is never compared: sessions are judged by their role.
    private static final Pattern PRINCIPAL_GLOB =
            Pattern.compile(
                    "[*?]+|arn:(?![^:]*:sts:)\\S+|[*?]\\S*[:/.]\\S*|[a-z0-9*?.-]+\\.[a-z.*?]+");

    private static final List<String> ANYBODY =
            List.of("arn:aws:iam::000000000000:role/a/b", "arn:aws:iam::000000000000:user/c");
    private static final String MODES = "off, observe, enforce";

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException naming the template parameter, what is wrong with its
    ///   value, and a good one
    public static Settings from(Map<String, String> environment) {
        return new Settings(
                mode(environment),
                new Guard(
                        globs(environment, "GuardedProfiles", "gke-*,prod-web", NAME_GLOB),
                        globs(environment, "ExemptNames", "sandbox-*", NAME_GLOB),
                        globs(
                                environment,
                                "TrustedPrincipals",
                                "arn:aws:iam::*:role/deploy,cloudformation.amazonaws.com",
                                PRINCIPAL_GLOB),
                        new Breaker(
                                number(environment, "BreakerReverts", 5, 100),
                                Duration.ofMinutes(
                                        number(environment, "BreakerWindowMinutes", 10, 1440)))),
                table(environment));
    }

    /// What a person who set these would not expect, as sentences; empty: nothing.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (ANYBODY.stream().allMatch(guard.trusted()::match)) {
            warnings.add(
                    "TrustedPrincipals matches any ARN: everybody is trusted, so that every change"
                            + " is adopted and nothing is ever put back");
        }
        if (guard.exempt().matchEverything()) {
            warnings.add("ExemptNames has a lone *: every profile is exempt, nothing is guarded");
        }
        if (guard.guarded().isEmpty()) {
            warnings.add(
                    "GuardedProfiles is empty: by name nothing is guarded, only what carries the"
                            + " tag profile-guard=locked or has a recorded baseline");
        }
        if (mode == Mode.OFF) {
            warnings.add("GuardMode is off: nothing is guarded or recorded");
        }
        return List.copyOf(warnings);
    }

    private static Mode mode(Map<String, String> environment) {
        String value = value(environment, "GuardMode");
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.text().equals(value))
                .findFirst()
                .orElseThrow(() -> bad("GuardMode", value, "is none of " + MODES, "observe"));
    }

    private static Globs globs(
            Map<String, String> environment, String parameter, String good, Pattern allowed) {
        String value = value(environment, parameter);
        Globs globs = Globs.parse(value == null ? "" : value);
        globs.globs().stream()
                .map(Glob::pattern)
                .filter(Predicate.not(allowed.asMatchPredicate()))
                .findFirst()
                .ifPresent(glob -> {
                    throw bad(
                            parameter,
                            value,
                            "has '%s', which can match nothing".formatted(glob),
                            good);
                });
        return globs;
    }

    private static int number(
            Map<String, String> environment, String parameter, int usual, int most) {
        String value = value(environment, parameter);
        if (value == null || value.isBlank()) {
            return usual;
        }
        String wrong = "is no whole number from 1 to " + most;
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad(parameter, value, wrong, Integer.toString(usual));
        }
        throw bad(parameter, value, wrong, Integer.toString(usual));
    }

    private static String table(Map<String, String> environment) {
        String table = environment.get("BASELINE_TABLE");
        if (table == null || table.isBlank()) {
            throw new IllegalArgumentException(
                    "BASELINE_TABLE is not set: it must name the DynamoDB table of the baselines,"
                            + " such as BASELINE_TABLE=profile-guard-BaselineTable");
        }
        return table;
    }

    private static @Nullable String value(Map<String, String> environment, String parameter) {
        return environment.get(variable(parameter));
    }

    private static String variable(String parameter) {
        return parameter.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static IllegalArgumentException bad(
            String parameter, @Nullable String value, String wrong, String good) {
        return new IllegalArgumentException(
                "%s %s (it is %s, from %s). A good value: %s=%s"
                        .formatted(
                                parameter,
                                wrong,
                                value == null ? "not set" : "'" + value + "'",
                                variable(parameter),
                                parameter,
                                good));
    }
}
