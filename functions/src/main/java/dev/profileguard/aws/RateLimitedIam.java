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

/// An IAM client whose every call, each page of a list among them, keeps to a limiter. A call that
/// IAM throttles is made again, at a slower one.
public final class RateLimitedIam implements InvocationHandler {
    private static final int MOST_TRIES = 8;

    private final IamClient iam;
    private final RateLimiter limiter;

    private RateLimitedIam(IamClient iam, RateLimiter limiter) {
        this.iam = iam;
        this.limiter = limiter;
    }

    /// The same client at this limiter.
    public static IamClient at(RateLimiter limiter, IamClient iam) {
        return (IamClient)
                Proxy.newProxyInstance(
                        IamClient.class.getClassLoader(),
                        new Class<?>[] {IamClient.class},
                        new RateLimitedIam(iam, limiter));
    }

    /// What only leads to calls, such as paginators and requests built in place, comes back here.
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (isCall(method)) {
            return paced(method, arguments);
        }
        return method.isDefault() && !isAboutTheClient(method)
                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                : call(method, arguments);
    }

    private static boolean isCall(Method method) {
        return method.getParameterCount() == 1
                && IamRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                && IamResponse.class.isAssignableFrom(method.getReturnType());
    }

    private static boolean isAboutTheClient(Method method) {
        return SdkServiceClientConfiguration.class.isAssignableFrom(method.getReturnType());
    }

    private @Nullable Object paced(Method method, Object @Nullable [] arguments) throws Throwable {
        for (int tries = 1; ; tries++) {
            limiter.await();
            try {
                Object answer = call(method, arguments);
                limiter.taken();
                return answer;
            } catch (AwsServiceException e) {
                if (!e.isThrottlingException()) {
                    throw e;
                }
                limiter.throttled();
                if (tries == MOST_TRIES) {
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
