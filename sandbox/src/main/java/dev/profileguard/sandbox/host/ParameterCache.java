package dev.profileguard.sandbox.host;

import dev.profileguard.aws.ParameterSource;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ssm.ParameterStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The parameters as one execution environment reads them: each value is cached for five minutes. A
/// failed read is not cached.
final class ParameterCache implements ParameterSource {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

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
        Read cached = byName.get(name);
        if (cached != null && cached.until().isAfter(now)) {
            return cached.value();
        }
        String value = read(name);
        byName.put(name, new Read(value, now.plus(LIFETIME)));
        return value;
    }

    private String read(String name) {
        try {
            return store.get(origin.next(), name).value();
        } catch (AwsServiceException e) {
            throw ParameterSource.named(name, e);
        }
    }

    private record Read(String value, Instant until) {}
}
