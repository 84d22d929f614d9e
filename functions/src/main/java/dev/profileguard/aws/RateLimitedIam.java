package dev.profileguard.aws;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamRequest;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// An IAM client whose calls, including each page of a list, wait for a [RateLimiter]. It retries a
/// call that IAM throttles, at a lower rate.
public final class RateLimitedIam implements InvocationHandler {
    private static final int MAX_ATTEMPTS = 8;

    private final IamClient iam;
    private final RateLimiter limiter;

    private RateLimitedIam(IamClient iam, RateLimiter limiter) {
        this.iam = iam;
        this.limiter = limiter;
    }

    /// Wraps an IAM client.
    public static IamClient at(RateLimiter limiter, IamClient iam) {
        return (IamClient)
                Proxy.newProxyInstance(
                        IamClient.class.getClassLoader(),
                        new Class<?>[] {IamClient.class},
                        new RateLimitedIam(iam, limiter));
    }

    /// Methods that only lead to other calls, such as paginators, run on the proxy, so that their
    /// calls are limited too.
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (isCall(method)) {
            return callAtRate(method, arguments);
        }
        return method.isDefault() && !returnsConfiguration(method)
                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                : call(method, arguments);
    }

    private static boolean isCall(Method method) {
        return method.getParameterCount() == 1
                && IamRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                && IamResponse.class.isAssignableFrom(method.getReturnType());
    }

    private static boolean returnsConfiguration(Method method) {
        return SdkServiceClientConfiguration.class.isAssignableFrom(method.getReturnType());
    }

    private @Nullable Object callAtRate(Method method, Object @Nullable [] arguments)
            throws Throwable {
        for (int attempt = 1; ; attempt++) {
            RateLimiter.Started started = limiter.await();
            try {
                Object response = call(method, arguments);
                limiter.succeeded();
                return response;
            } catch (AwsServiceException e) {
                if (!e.isThrottlingException()) {
                    throw e;
                }
                limiter.throttled(started);
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(iam, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
