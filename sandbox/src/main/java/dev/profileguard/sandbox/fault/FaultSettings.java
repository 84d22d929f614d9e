package dev.profileguard.sandbox.fault;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;

/// How often what goes wrong.
///
/// @param lose the probability that an event never arrives
/// @param twice the probability that it arrives two times; of a message in a queue too, that it is
///   handed out two times
/// @param reorder the probability that it arrives after the next one
/// @param throttle the probability that a call to IAM is throttled
/// @param lag how long ago the account was as reads show it
/// @param fail how many of the next calls of an operation fail
public record FaultSettings(
        double lose,
        double twice,
        double reorder,
        double throttle,
        Duration lag,
        Map<String, Integer> fail) {
    /// Nothing goes wrong.
    public static final FaultSettings NONE = new FaultSettings(0, 0, 0, 0, Duration.ZERO, Map.of());

    private static final Pattern FAILURE = Pattern.compile("([A-Z][A-Za-z]{2,63}):(\\d{1,6})");
    private static final Set<String> OPERATIONS =
            Stream.concat(
                            Arrays.stream(IamClient.class.getMethods())
                                    .map(Method::getName)
                                    .map(name ->
                                            name.substring(0, 1).toUpperCase(Locale.ROOT)
                                                    + name.substring(1)),
                            Stream.of("Publish", "PutEvents", "SendMessage", "LookupEvents"))
                    .collect(Collectors.toSet());
    private static final Duration LONGEST_LAG = Duration.ofHours(1);

    /// Copies the failures.
    public FaultSettings {
        fail = Map.copyOf(fail);
    }

    /// What people write: keys `lose`, `double`, `reorder`, `throttle`, `lag`, `fail`.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lose", lose);
        json.put("double", twice);
        json.put("reorder", reorder);
        json.put("throttle", throttle);
        json.put("lag", lag.toString());
        json.put("fail", new TreeMap<>(fail));
        return json;
    }

    FaultSettings with(String key, String value) {
        return switch (key) {
            case "lose" ->
                    new FaultSettings(chance(key, value), twice, reorder, throttle, lag, fail);
            case "double" ->
                    new FaultSettings(lose, chance(key, value), reorder, throttle, lag, fail);
            case "reorder" ->
                    new FaultSettings(lose, twice, chance(key, value), throttle, lag, fail);
            case "throttle" ->
                    new FaultSettings(lose, twice, reorder, chance(key, value), lag, fail);
            case "lag" -> new FaultSettings(lose, twice, reorder, throttle, lag(value), fail);
            case "fail" -> new FaultSettings(lose, twice, reorder, throttle, lag, failures(value));
            default ->
                    throw new IllegalArgumentException(
                            "There is no fault '%s'. There are: lose, double, reorder, throttle,"
                                            .formatted(key)
                                    + " lag, fail");
        };
    }

    FaultSettings withoutOneFailure(String operation) {
        Map<String, Integer> left = new LinkedHashMap<>(fail);
        left.computeIfPresent(operation, (name, count) -> count > 1 ? count - 1 : null);
        return new FaultSettings(lose, twice, reorder, throttle, lag, left);
    }

    private static double chance(String key, String value) {
        try {
            double chance = Double.parseDouble(value);
            if (chance >= 0 && chance <= 1) {
                return chance;
            }
            throw bad(key, value, "a number from 0 to 1, such as 0.1");
        } catch (NumberFormatException e) {
            throw bad(key, value, "a number from 0 to 1, such as 0.1");
        }
    }

    private static Duration lag(String value) {
        String wanted = "a time from PT0S to PT1H, such as PT2S";
        try {
            Duration lag = Duration.parse(value);
            if (lag.isNegative() || lag.compareTo(LONGEST_LAG) > 0) {
                throw bad("lag", value, wanted);
            }
            return lag;
        } catch (DateTimeParseException e) {
            throw bad("lag", value, wanted);
        }
    }

    private static Map<String, Integer> failures(String value) {
        Map<String, Integer> failures = new LinkedHashMap<>();
        for (String part : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            Matcher matcher = FAILURE.matcher(part.strip());
            if (!matcher.matches() || !OPERATIONS.contains(matcher.group(1))) {
                throw bad(
                        "fail",
                        value,
                        "OPERATION:COUNT with an operation of IAM, or Publish, PutEvents,"
                                + " SendMessage or LookupEvents, such as"
                                + " AddRoleToInstanceProfile:1");
            }
            int count = Integer.parseInt(matcher.group(2));
            if (count > 0) {
                failures.merge(matcher.group(1), count, Integer::sum);
            }
        }
        return failures;
    }

    private static IllegalArgumentException bad(String key, String value, String wanted) {
        return new IllegalArgumentException(
                "%s must be %s, not '%s'".formatted(key, wanted, value));
    }
}
