package dev.profileguard.sandbox.aws.autoscaling.refresh;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The preferences of an instance refresh.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
///
/// @param given as the request has them
public record Preferences(Map<String, Object> given) {
    /// AWS's defaults.
    public static final Preferences USUAL = new Preferences(Map.of());

    private static final int USUAL_MINIMUM = 90;
    private static final int WHOLE = 100;
    private static final int LARGEST = 200;
    private static final int USUAL_DELAY = 3600;

    /// Copies the preferences.
    public Preferences {
        given = Map.copyOf(given);
    }

    /// Throws Auto Scaling's error for impossible preferences.
    ///
    /// @throws AwsServiceException `ValidationError`
    void check(RecordedService service) {
        if (least() < 0 || least() > WHOLE) {
            throw service.refusal(
                    "ValidationError", "The MinHealthyPercentage must be from 0 to 100.");
        }
        if (most() < WHOLE || most() > LARGEST || most() - least() > WHOLE) {
            throw service.refusal(
                    "ValidationError",
                    "The MaxHealthyPercentage must be from 100 to 200, and at most 100 above the"
                            + " MinHealthyPercentage.");
        }
        int last = 0;
        for (int checkpoint : checkpoints()) {
            if (checkpoint <= last || checkpoint > WHOLE) {
                throw service.refusal(
                        "ValidationError",
                        "The CheckpointPercentages must be in ascending order, from 1 to 100.");
            }
            last = checkpoint;
        }
    }

    /// MinHealthyPercentage.
    int least() {
        return number("MinHealthyPercentage", USUAL_MINIMUM);
    }

    /// MaxHealthyPercentage.
    int most() {
        return number("MaxHealthyPercentage", WHOLE);
    }

    /// How long an instance is in service before the next ones are replaced.
    Duration warmup() {
        return Duration.ofSeconds(number("InstanceWarmup", 0));
    }

    /// Whether instances stay that are as wanted already.
    boolean skipsMatching() {
        return flag("SkipMatching");
    }

    /// Whether a refresh that fails is rolled back.
    boolean rollsBack() {
        return flag("AutoRollback");
    }

    /// The percentages at which the refresh waits, in ascending order; often none.
    List<Integer> checkpoints() {
        return given.get("CheckpointPercentages") instanceof List<?> list
                ? list.stream()
                        .map(String::valueOf)
                        .filter(each -> each.matches("\\d{1,4}"))
                        .map(Integer::valueOf)
                        .toList()
                : List.of();
    }

    /// How long it waits there.
    Duration checkpointDelay() {
        return Duration.ofSeconds(number("CheckpointDelay", USUAL_DELAY));
    }

    /// What happens to instances that are protected from scale in: `Refresh`, `Ignore` or `Wait`.
    String ofShielded() {
        return given.get("ScaleInProtectedInstances") instanceof String said ? said : "Wait";
    }

    private int number(String name, int absent) {
        Object value = given.get(name);
        return value != null && value.toString().matches("\\d{1,6}")
                ? Integer.parseInt(value.toString())
                : absent;
    }

    private boolean flag(String name) {
        return Boolean.parseBoolean(String.valueOf(given.get(name)));
    }

    /// As Auto Scaling returns them, with what is in force where the request says nothing.
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("MinHealthyPercentage", least());
        json.put("SkipMatching", false);
        json.put("AutoRollback", false);
        json.put("ScaleInProtectedInstances", "Wait");
        json.put("StandbyInstances", "Wait");
        if (!checkpoints().isEmpty()) {
            json.put("CheckpointDelay", USUAL_DELAY);
        }
        json.putAll(given);
        return json;
    }
}
