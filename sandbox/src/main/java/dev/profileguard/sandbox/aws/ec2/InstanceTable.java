package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The instances of all regions. Thread-safe.
final class InstanceTable {
    private static final Duration SHOWN_AFTER_TERMINATION = Duration.ofHours(1);
    private static final Pattern ID = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

    private final Map<String, Instance> byId = new LinkedHashMap<>();
    private final Map<String, Instant> added = new HashMap<>();
    private final RecordedService service;
    private final InstantSource clock;
    private Duration transition = Duration.ZERO;
    private long last;

    InstanceTable(RecordedService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    /// Does several things without any other call in between.
    synchronized <T> T atomically(Supplier<T> work) {
        return work.get();
    }

    Instant now() {
        return clock.instant();
    }

    /// How long each change of state takes.
    synchronized Duration transition() {
        return transition;
    }

    synchronized void transition(Duration time) {
        transition = time;
    }

    /// The state of an instance now.
    synchronized InstanceState state(Instance instance) {
        return instance.state(now(), transition);
    }

    /// The instances that EC2 still shows, in the order of their launch.
    synchronized List<Instance> all() {
        Instant oldest = now().minus(SHOWN_AFTER_TERMINATION);
        byId.values().removeIf(each -> each.entered().ends() && each.since().isBefore(oldest));
        return List.copyOf(byId.values());
    }

    /// Those of a region.
    List<Instance> in(String region) {
        return all().stream().filter(instance -> instance.region().equals(region)).toList();
    }

    /// The instance with this ID in any region; null: there is none.
    synchronized @Nullable Instance find(String id) {
        return byId.get(id);
    }

    /// The instances with these IDs in a region.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidInstanceID.Malformed` or `InvalidInstanceID.NotFound`, for the whole call
    List<Instance> required(String region, List<String> ids) {
        ids.forEach(this::check);
        Map<String, Instance> found = new LinkedHashMap<>();
        in(region).stream()
                .filter(instance -> ids.contains(instance.id()))
                .forEach(instance -> found.put(instance.id(), instance));
        List<String> missing = ids.stream().filter(id -> !found.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            throw missing(missing);
        }
        return List.copyOf(found.values());
    }

    /// The error for instances that are not there.
    RuntimeException missing(List<String> ids) {
        return service.refusal(
                "InvalidInstanceID.NotFound",
                ids.size() == 1
                        ? "The instance ID '%s' does not exist".formatted(ids.getFirst())
                        : "The instance IDs '%s' do not exist".formatted(String.join(", ", ids)));
    }

    /// The instance with this ID in a region, or one of the errors above.
    Instance required(String region, String id) {
        return required(region, List.of(id)).getFirst();
    }

    private void check(String id) {
        if (!ID.matcher(id).matches()) {
            throw service.refusal(
                    "InvalidInstanceID.Malformed",
                    "Invalid id: \"%s\"".formatted(id)
                            + (id.startsWith("i-") ? "" : " (expecting \"i-...\")"));
        }
    }

    /// Adds or replaces an instance.
    synchronized void put(Instance instance) {
        byId.put(instance.id(), instance);
        added.putIfAbsent(instance.id(), now());
    }

    /// When an instance was launched first.
    synchronized Instant added(Instance instance) {
        return added.getOrDefault(instance.id(), Instant.MIN);
    }

    /// A number for the next instance.
    synchronized long next() {
        return last++;
    }

    /// A new ID.
    ///
    /// @param prefix such as `i-`
    static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
    }
}
