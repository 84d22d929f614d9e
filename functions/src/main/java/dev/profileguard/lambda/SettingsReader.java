package dev.profileguard.lambda;

import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Glob;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.state.Breaker;
import dev.profileguard.state.GuardedProfiles;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A function's environment variables, asked for by the template parameter that sets them:
/// `GuardMode` arrives as `GUARD_MODE`. What is bad is told with the parameter's name, what is
/// wrong with its value, and a good one.
public record SettingsReader(Map<String, String> variables) {
    private static final Pattern NAME_GLOB = Pattern.compile("[A-Za-z0-9_+=,.@*?-]+");

    /// One of [Mode]'s texts.
    ///
    /// @throws IllegalArgumentException when it is not set or none of them
    public Mode mode(String parameter) {
        return choice(parameter, List.of(Mode.values()), Mode::text, "observe");
    }

    /// One of several values.
    ///
    /// @throws IllegalArgumentException when it is not set or none of them
    public <T> T choice(String parameter, List<T> values, Texts<T> texts, String good) {
        String value = text(parameter);
        return values.stream()
                .filter(each -> texts.text(each).equals(value))
                .findFirst()
                .orElseThrow(() -> {
                    String all = values.stream().map(texts::text).collect(Collectors.joining(", "));
                    return bad(parameter, "is none of " + all, good);
                });
    }

    /// How a value of a choice is written.
    public interface Texts<T> {
        /// Such as `observe`.
        String text(T value);
    }

    /// Globs on names of profiles and roles; not set: none.
    ///
    /// @throws IllegalArgumentException when one can match no name
    public Globs nameGlobs(String parameter, String good) {
        return globs(parameter, good, NAME_GLOB);
    }

    /// Comma-separated globs; not set: none.
    ///
    /// @param allowed what each of them may look like
    /// @throws IllegalArgumentException when one does not
    public Globs globs(String parameter, String good, Pattern allowed) {
        Globs globs = Globs.parse(text(parameter));
        globs.globs().stream()
                .map(Glob::pattern)
                .filter(Predicate.not(allowed.asMatchPredicate()))
                .findFirst()
                .ifPresent(glob -> {
                    throw bad(parameter, "has '%s', which can match nothing".formatted(glob), good);
                });
        return globs;
    }

    /// A whole number from `least` to `most`; not set: `usual`.
    ///
    /// @throws IllegalArgumentException when it is none
    public int number(String parameter, int least, int usual, int most) {
        String value = text(parameter);
        if (value.isBlank()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw noNumber(parameter, least, usual, most);
        }
        throw noNumber(parameter, least, usual, most);
    }

    /// `true` or `false`; not set: false.
    ///
    /// @throws IllegalArgumentException when it is neither
    public boolean truth(String parameter) {
        String value = text(parameter);
        return !value.isBlank()
                && choice(parameter, List.of(true, false), String::valueOf, "false");
    }

    /// The keys of the tags that a profile takes from the role in it; not set: none.
    ///
    /// @throws IllegalArgumentException when IAM does not allow one, or one is there twice
    public List<String> inheritedTags() {
        return named(
                "InheritedTags", "CostCenter,Owner", () -> TagKeys.parse(text("InheritedTags")));
    }

    /// The profiles that ProfileGuard guards.
    ///
    /// @throws IllegalArgumentException when a pattern can match no name
    public GuardedProfiles guardedProfiles() {
        return new GuardedProfiles(nameGlobs("GuardedProfiles", "gke-*,prod-web"));
    }

    /// What is never touched.
    ///
    /// @throws IllegalArgumentException when a pattern can match no name
    public Exemptions exemptions() {
        return new Exemptions(nameGlobs("ExemptNames", "sandbox-*"));
    }

    /// What ends a fight with another controller.
    ///
    /// @throws IllegalArgumentException when one of its two settings is bad
    public Breaker breaker() {
        return new Breaker(
                number("BreakerReverts", 1, 5, 100),
                Duration.ofMinutes(number("BreakerWindowMinutes", 1, 10, 1440)));
    }

    /// The name of the DynamoDB table in which everything is remembered.
    ///
    /// @throws IllegalArgumentException when it is not set
    public String table() {
        String table = text("BaselineTable");
        if (table.isBlank()) {
            throw new IllegalArgumentException(
                    "BASELINE_TABLE is not set: it must name the DynamoDB table of the baselines,"
                            + " such as BASELINE_TABLE=profile-guard-BaselineTable");
        }
        return table;
    }

    /// The value as it is; not set: an empty text.
    public String text(String parameter) {
        return variables.getOrDefault(variable(parameter), "");
    }

    /// The exception that says what is wrong with a parameter's value, and shows a good one.
    public IllegalArgumentException bad(String parameter, String wrong, String good) {
        String value = variables.get(variable(parameter));
        return new IllegalArgumentException(
                "%s %s (it is %s, from %s). A good value: %s=%s"
                        .formatted(
                                parameter,
                                wrong,
                                value == null ? "not set" : "'" + shortened(value) + "'",
                                variable(parameter),
                                parameter,
                                good));
    }

    /// A value that was made of a parameter, or the exception about it with the parameter's name.
    ///
    /// @throws IllegalArgumentException when `value` throws it: its message is what is wrong
    public <T> T named(String parameter, String good, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            IllegalArgumentException named = bad(parameter, String.valueOf(e.getMessage()), good);
            named.initCause(e);
            throw named;
        }
    }

    private IllegalArgumentException noNumber(String parameter, int least, int usual, int most) {
        return bad(
                parameter,
                "is no whole number from %d to %d".formatted(least, most),
                Integer.toString(usual));
    }

    private static String shortened(String value) {
        return value.length() <= 200 ? value : value.substring(0, 200) + "...";
    }

    private static String variable(String parameter) {
        return parameter.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
