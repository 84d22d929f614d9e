package dev.profileguard.lambda;

import dev.profileguard.control.Parameters;
import dev.profileguard.event.Partition;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Glob;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.text.QuotedError;
import dev.profileguard.text.VisibleText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the environment variables of a function by the names of template parameters: `GuardMode`
/// is the variable `GUARD_MODE`. Errors name the parameter, what is wrong with its value, and a
/// valid example.
public record SettingsReader(Map<String, String> variables) {
    private static final int MAX_PROBLEM = 1_000;
    private static final String TRUSTED = "TrustedPrincipals";

    private static final String TRUSTED_EXAMPLE =
            "arn:aws:iam::*:role/ci/*,arn:aws:iam::*:role/deploy/* via"
                    + " cloudformation.amazonaws.com";

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}");

    /// At most the 128 characters of an instance profile's name, with stars between them.
    private static final Pattern NAME_GLOB =
            Pattern.compile("(?:\\**[A-Za-z0-9_+=,.@?-]){0,128}\\**");

    /// A mode, such as `observe`.
    ///
    /// @throws IllegalArgumentException if it is not set or not one of the values
    public Mode mode(String parameter) {
        return choice(parameter, List.of(Mode.values()), Mode::text, "observe");
    }

    /// One of several values.
    ///
    /// @param texts how each value is written
    /// @param example a valid value, for errors
    ///
    /// @throws IllegalArgumentException if it is not set or not one of the values
    public <T> T choice(String parameter, List<T> values, Texts<T> texts, String example) {
        String value = text(parameter);
        return values.stream()
                .filter(each -> texts.text(each).equals(value))
                .findFirst()
                .orElseThrow(() -> {
                    String all = values.stream().map(texts::text).collect(Collectors.joining(", "));
                    return invalid(parameter, "is not one of " + all, example);
                });
    }

    /// How a value is written.
    public interface Texts<T> {
        /// Such as `observe`.
        String text(T value);
    }

    /// Globs for names of profiles and roles; empty if not set.
    ///
    /// @throws IllegalArgumentException if a pattern cannot match any name
    public Globs nameGlobs(String parameter, String example) {
        return globs(parameter, example, NAME_GLOB);
    }

    /// The text of a comma-separated list; an empty string if not set.
    ///
    /// @throws IllegalArgumentException if it is set, but has no entry: whoever wrote it meant one,
    ///   and an empty list can mean everything
    public String list(String parameter, String example) {
        String text = text(parameter);
        if (!text.isEmpty() && hasNoEntry(text)) {
            throw invalid(parameter, "has no entry, only commas or blanks", example);
        }
        return text;
    }

    private static boolean hasNoEntry(String list) {
        return Arrays.stream(list.split(",")).allMatch(String::isBlank);
    }

    /// Comma-separated globs; empty if not set.
    ///
    /// @param allowed the syntax of a pattern
    /// @throws IllegalArgumentException if a pattern has another syntax, or if there is no entry
    public Globs globs(String parameter, String example, Pattern allowed) {
        Globs globs = Globs.parse(list(parameter, example));
        globs.globs().stream()
                .map(Glob::pattern)
                .filter(Predicate.not(allowed.asMatchPredicate()))
                .findFirst()
                .ifPresent(glob -> {
                    throw invalid(
                            parameter,
                            "has '%s', which cannot match anything"
                                    .formatted(VisibleText.excerpt(glob)),
                            example);
                });
        return globs;
    }

    /// A whole number from `min` to `max`; `defaultValue` if not set.
    ///
    /// @throws IllegalArgumentException if it is not such a number
    public int number(String parameter, int min, int defaultValue, int max) {
        String value = text(parameter);
        if (value.isBlank()) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalidNumber(parameter, min, defaultValue, max);
        }
        throw invalidNumber(parameter, min, defaultValue, max);
    }

    /// Whether a setting is `on`, and not `off`.
    ///
    /// @param unset what it is if it is not set
    /// @throws IllegalArgumentException if it is neither
    public boolean isOn(String parameter, boolean unset) {
        Texts<Boolean> texts = value -> value ? "on" : "off";
        return text(parameter).isBlank()
                ? unset
                : choice(parameter, List.of(true, false), texts, texts.text(unset));
    }

    /// `true` or `false`; false if not set.
    ///
    /// @throws IllegalArgumentException if it is neither
    public boolean flag(String parameter) {
        String value = text(parameter);
        return !value.isBlank()
                && choice(parameter, List.of(true, false), String::valueOf, "false");
    }

    /// The regions in which EC2 is asked; empty if not set: all that are enabled.
    ///
    /// @throws IllegalArgumentException if one has not the form of a region's name
    public List<String> instanceRegions() {
        return globs("InstanceRegions", "us-east-1,eu-central-1", REGION).globs().stream()
                .map(Glob::pattern)
                .toList();
    }

    /// The ID of the partition of the function's region, such as `aws`.
    public String partition() {
        return Partition.ofRegion(variables.getOrDefault("AWS_REGION", "")).id();
    }

    /// The keys of the tags that a profile inherits from its role; empty if not set.
    ///
    /// @throws IllegalArgumentException if IAM does not allow a key, or if a key occurs twice
    public List<String> inheritedTags() {
        String example = "CostCenter,Owner";
        String list = list("InheritedTags", example);
        return parsed("InheritedTags", example, () -> TagKeys.parse(list));
    }

    /// The profiles that ProfileGuard guards.
    ///
    /// @throws IllegalArgumentException if a pattern cannot match any name
    public GuardedProfiles guardedProfiles() {
        return new GuardedProfiles(nameGlobs("GuardedProfiles", "gke-*,prod-web"));
    }

    /// The roles and profiles that are never changed.
    ///
    /// @throws IllegalArgumentException if a pattern cannot match any name
    public Exemptions exemptions() {
        return new Exemptions(nameGlobs("ExemptNames", "sandbox-*"), canary());
    }

    /// The stack's canary.
    ///
    /// @throws IllegalArgumentException if no profile can have this name
    public Canary canary() {
        return parsed(
                "CanaryProfile",
                "profile-guard-CanaryProfile",
                () -> Canary.of(text("CanaryProfile")));
    }

    /// The principals whose changes are taken for intended; nobody if not set. With nobody trusted,
    /// the changes of every pipeline are reverted. In mode enforce, that has to be meant.
    ///
    /// @param modeParameter the template parameter that sets the mode
    /// @throws IllegalArgumentException if an entry is invalid, or if it is empty in mode enforce
    public TrustedPrincipals trustedPrincipals(String modeParameter, Mode mode) {
        if (mode == Mode.ENFORCE && hasNoEntry(text(TRUSTED))) {
            throw invalid(
                    TRUSTED,
                    "is empty while %s is enforce, so that the changes of all principals, also of your pipelines, would be reverted; the word nobody says that this is meant"
                            .formatted(modeParameter),
                    "nobody, or " + TRUSTED + "=" + TRUSTED_EXAMPLE);
        }
        String list = list(TRUSTED, TRUSTED_EXAMPLE);
        return parsed(TRUSTED, TRUSTED_EXAMPLE, () -> TrustedPrincipals.parse(list));
    }

    /// The circuit breaker against conflicts with other controllers.
    ///
    /// @throws IllegalArgumentException if one of its two settings is invalid
    public Breaker breaker() {
        return new Breaker(
                number("BreakerReverts", 1, 5, Repair.MAX_REPAIRS),
                Duration.ofMinutes(
                        number(
                                "BreakerWindowMinutes",
                                1,
                                10,
                                Math.toIntExact(Breaker.LONGEST_WINDOW.toMinutes()))));
    }

    /// The name of the baseline table in DynamoDB.
    ///
    /// @throws IllegalArgumentException if it is not set
    public String table() {
        String table = text("BaselineTable");
        if (table.isBlank()) {
            throw new IllegalArgumentException(
                    "BASELINE_TABLE is not set: it must name the DynamoDB table of the baselines,"
                            + " such as BASELINE_TABLE=profile-guard-BaselineTable");
        }
        return table;
    }

    /// The value of a parameter; an empty string if not set.
    public String text(String parameter) {
        return variables.getOrDefault(Parameters.variable(parameter), "");
    }

    /// The error for an invalid value.
    ///
    /// @param problem what is wrong, as the rest of a sentence that starts with the parameter
    /// @param example a valid value
    public IllegalArgumentException invalid(String parameter, String problem, String example) {
        String value = variables.get(Parameters.variable(parameter));
        return new IllegalArgumentException(
                VisibleText.message(
                        "%s %s (it is %s, from %s). Valid example: %s=%s"
                                .formatted(
                                        parameter,
                                        VisibleText.excerpt(problem, MAX_PROBLEM),
                                        value == null
                                                ? "not set"
                                                : "'" + VisibleText.excerpt(value) + "'",
                                        Parameters.variable(parameter),
                                        parameter,
                                        example)));
    }

    /// Parses the value of a parameter. Adds the name of the parameter to the error.
    ///
    /// @throws IllegalArgumentException if `value` throws it; its message is the rest of a sentence
    ///   that starts with the parameter
    public <T> T parsed(String parameter, String example, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            IllegalArgumentException error =
                    invalid(parameter, String.valueOf(e.getMessage()), example);
            error.initCause(QuotedError.shownCause(e));
            throw error;
        }
    }

    private IllegalArgumentException invalidNumber(
            String parameter, int min, int defaultValue, int max) {
        return invalid(
                parameter,
                "is not a whole number from %d to %d".formatted(min, max),
                Integer.toString(defaultValue));
    }
}
