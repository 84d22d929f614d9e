package dev.profileguard.aws;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/// The AWS services that only sweeps use: CloudTrail, S3, EventBridge and SQS. On Lambda, each
/// client is created at its first use, so that functions for events do not pay for it.
public record AuditClients(EventHistory history, ReportStore reports, Health health) {
    /// Clients of AWS, each created at its first use.
    ///
    /// @param environment the environment variables of the function
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

    /// A value that is created at its first use.
    private static final class Lazy<T> {
        private final Supplier<T> factory;
        private @Nullable T value;

        Lazy(Supplier<T> factory) {
            this.factory = factory;
        }

        T get() {
            T current = value;
            if (current == null) {
                current = factory.get();
                value = current;
            }
            return current;
        }
    }

    /// For functions that use none of these services.
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
