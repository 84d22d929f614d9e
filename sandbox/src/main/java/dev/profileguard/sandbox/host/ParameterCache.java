package dev.profileguard.sandbox.host;

import dev.profileguard.aws.ParameterSource;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ssm.ParameterStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The parameters as one execution environment reads them: again after five minutes. What could not
/// be read is asked for again at once.
final class ParameterCache implements ParameterSource {
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Map<String, Read> byName = new ConcurrentHashMap<>();
    private final ParameterStore store;
    private final Origin origin;
    private final InstantSource clock;

    ParameterCache(ParameterStore store, Origin origin, InstantSource clock) {
        this.store = store;
        this.origin = origin;
        this.clock = clock;
    }

    @Override
    public String get(String name) {
        Instant now = clock.instant();
        Read before = byName.get(name);
        if (before != null && before.until().isAfter(now)) {
            return before.value();
        }
        String value = store.get(origin.again(), name).value();
        byName.put(name, new Read(value, now.plus(KEPT)));
        return value;
    }

    private record Read(String value, Instant until) {}
}
