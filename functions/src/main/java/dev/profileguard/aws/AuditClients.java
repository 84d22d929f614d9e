package dev.profileguard.aws;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/// What a sweep reaches besides IAM and the database. On Lambda each part is loaded when it is
/// first used, so that the functions that hear events do not pay for it.
public record AuditClients(EventHistory history, ReportStore reports, Health health) {
    /// AWS itself. Nothing of it is loaded before it is used.
    ///
    /// @param environment of the function
    public static AuditClients live(SdkHttpClient http, Map<String, String> environment) {
        Lazy<CloudTrailHistory> cloudTrail = new Lazy<>(() -> new CloudTrailHistory(http));
        Lazy<S3Reports> reports = new Lazy<>(() -> new S3Reports(http, environment));
        Lazy<Health> health = new Lazy<>(() -> new AwsHealth(cloudTrail.get(), http));
        return new AuditClients(
                (resource, since, token) -> cloudTrail.get().page(resource, since, token),
                (bucket, key, lines) -> reports.get().put(bucket, key, lines),
                new Health() {
                    @Override
                    public int trails() {
                        return health.get().trails();
                    }

                    @Override
                    public String rule(String name) {
                        return health.get().rule(name);
                    }

                    @Override
                    public int waiting(String url) {
                        return health.get().waiting(url);
                    }
                });
    }

    /// Made when it is first asked for.
    private static final class Lazy<T> {
        private final Supplier<T> maker;
        private @Nullable T made;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        T get() {
            T known = made;
            if (known == null) {
                known = maker.get();
                made = known;
            }
            return known;
        }
    }

    /// For functions that reach nothing of it.
    public static AuditClients none() {
        return new AuditClients(
                (resource, since, token) -> {
                    throw new UnsupportedOperationException("There is no CloudTrail here");
                },
                (bucket, key, lines) -> {
                    throw new UnsupportedOperationException("There is no S3 here");
                },
                new Health() {
                    @Override
                    public int trails() {
                        throw new UnsupportedOperationException("There is no CloudTrail here");
                    }

                    @Override
                    public String rule(String name) {
                        throw new UnsupportedOperationException("There is no EventBridge here");
                    }

                    @Override
                    public int waiting(String url) {
                        throw new UnsupportedOperationException("There is no SQS here");
                    }
                });
    }
}
