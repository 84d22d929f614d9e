package dev.profileguard.sandbox.aws.ssm;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The account's parameters. Thread-safe.
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
public final class ParameterStore {
    private final Stack stack;
    private final Map<String, StoredParameter> byName = new ConcurrentHashMap<>();
    private final RecordedService service;
    private final Function<Caller, Authorizer> authorizers;
    private final InstantSource clock;

    /// A store without parameters.
    ///
    /// @param stack whose account and region it is in
    /// @param authorizers says what a caller may do
    public ParameterStore(
            Stack stack,
            Function<Caller, Authorizer> authorizers,
            InstantSource clock,
            Trail trail) {
        this.stack = stack;
        service = new RecordedService("ssm", ErrorSpelling.UNCHANGED, clock, trail);
        this.authorizers = authorizers;
        this.clock = clock;
    }

    /// GetParameter.
    ///
    /// @param named a name or an ARN
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException `ParameterNotFound`, or
    ///   `AccessDeniedException`
    public StoredParameter get(Origin origin, String named) {
        String name = name(named);
        return service.call(
                origin,
                "GetParameter",
                Map.of("name", named),
                () -> {
                    require(origin, "ssm:GetParameter", name);
                    return existing(name);
                },
                stored -> Map.of());
    }

    /// PutParameter.
    ///
    /// @return the stored parameter
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `ParameterAlreadyExists`, `ValidationException` or `AccessDeniedException`
    public StoredParameter put(Origin origin, PutParameter put) {
        return service.call(
                origin,
                "PutParameter",
                put.recorded(),
                () -> {
                    require(origin, "ssm:PutParameter", put.name());
                    return replace(put);
                },
                stored -> Map.of("version", stored.version(), "tier", stored.tier()));
    }

    /// DeleteParameter.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException `ParameterNotFound`, or
    ///   `AccessDeniedException`
    public void delete(Origin origin, String named) {
        String name = name(named);
        service.call(
                origin,
                "DeleteParameter",
                Map.of("name", named),
                () -> {
                    require(origin, "ssm:DeleteParameter", name);
                    existing(name);
                    return byName.remove(name);
                },
                gone -> Map.of());
    }

    /// Sets a parameter without a call, as if it had been there before. Its size decides its tier.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException `ValidationException`
    public void put(String name, String value) {
        replace(new PutParameter(name, value, "String", "Intelligent-Tiering", true));
    }

    /// A parameter's value, read without a call; null: there is no such parameter.
    public @Nullable String get(String name) {
        StoredParameter stored = byName.get(name(name));
        return stored == null ? null : stored.value();
    }

    private synchronized StoredParameter replace(PutParameter put) {
        StoredParameter stored = put.over(byName.get(put.name()), service, clock.instant());
        byName.put(put.name(), stored);
        return stored;
    }

    /// The message of `ParameterNotFound` is empty on AWS too.
    private StoredParameter existing(String name) {
        StoredParameter stored = byName.get(name);
        if (stored == null) {
            throw service.refusal("ParameterNotFound", "");
        }
        return stored;
    }

    private void require(Origin origin, String action, String name) {
        String refusal =
                authorizers
                        .apply(origin.caller())
                        .refusal(action, StoredParameter.arn(stack, name));
        if (refusal != null) {
            throw service.refusal("AccessDeniedException", refusal);
        }
    }

    private String name(String named) {
        return byName.values().stream()
                .filter(each -> each.arn(stack).equals(named))
                .map(StoredParameter::name)
                .findFirst()
                .orElse(named);
    }
}
