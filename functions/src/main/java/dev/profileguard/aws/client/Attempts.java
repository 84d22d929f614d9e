package dev.profileguard.aws.client;

import dev.profileguard.aws.query.LiveCalls;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/// Repeats calls that failed, as a retry strategy of the SDK says. Before the first failure, a
/// strategy that does not pace calls has nothing to say, and is not loaded.
///
/// See https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
final class Attempts {
    private final String scope;
    private final Supplier<RetryStrategy> load;
    private final Consumer<Duration> sleep;
    private volatile @Nullable RetryStrategy strategy;

    /// @param scope what the strategy's rate is for, such as a service
    /// @param strategy makes the strategy
    /// @param sleep waits; its exception ends the call
    Attempts(String scope, Supplier<RetryStrategy> strategy, Consumer<Duration> sleep) {
        this.scope = scope;
        this.load = strategy;
        this.sleep = sleep;
    }

    /// As `AWS_RETRY_MODE` says, or else as the SDK's clients do.
    ///
    /// @param environment the environment variables of the function
    static Attempts of(
            String scope,
            Map<String, String> environment,
            Function<RetryMode, RetryStrategy> strategies) {
        RetryMode mode = mode(environment.getOrDefault("AWS_RETRY_MODE", ""));
        Attempts attempts =
                new Attempts(
                        scope,
                        () -> strategies.apply(mode),
                        LiveCalls.sleep(() -> AbortedException.create(LiveCalls.NO_ANSWER)));
        if (mode == RetryMode.ADAPTIVE_V2) {
            attempts.loaded(); // it paces calls that do not fail, too
        }
        return attempts;
    }

    private static RetryMode mode(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "adaptive" -> RetryMode.ADAPTIVE_V2;
            case "standard" -> RetryMode.STANDARD;
            default -> RetryMode.LEGACY;
        };
    }

    private synchronized RetryStrategy loaded() {
        RetryStrategy known = strategy;
        if (known == null) {
            known = load.get();
            strategy = known;
        }
        return known;
    }

    /// The result of a call.
    ///
    /// @param call takes the number of the attempt, from 1
    /// @throws SdkException the last one, if the strategy has no other attempt
    <T> T of(IntFunction<T> call) {
        RetryStrategy known = strategy;
        RetryToken token = known == null ? null : first(known);
        for (int attempt = 1; ; attempt++) {
            try {
                T result = call.apply(attempt);
                if (token != null) {
                    loaded().recordSuccess(RecordSuccessRequest.create(token));
                }
                return result;
            } catch (SdkException e) {
                token = next(token == null ? first(loaded()) : token, e);
            }
        }
    }

    private RetryToken first(RetryStrategy known) {
        AcquireInitialTokenResponse first =
                known.acquireInitialToken(AcquireInitialTokenRequest.create(scope));
        await(first.delay());
        return first.token();
    }

    private RetryToken next(RetryToken token, SdkException failure) {
        RefreshRetryTokenResponse next;
        try {
            next =
                    loaded().refreshRetryToken(
                                    RefreshRetryTokenRequest.builder()
                                            .token(token)
                                            .failure(failure)
                                            .suggestedDelay(Duration.ZERO)
                                            .build());
        } catch (TokenAcquisitionFailedException e) {
            failure.addSuppressed(e);
            throw failure;
        }
        await(next.delay());
        return next.token();
    }

    private void await(Duration delay) {
        if (delay.isPositive()) {
            sleep.accept(delay);
        }
    }
}
