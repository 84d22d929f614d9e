package dev.profileguard.sandbox.aws.query;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamRequest;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// An operation of IAM: the client's method of that name. Reflection finds all operations of the
/// SDK.
///
/// @param action such as `CreateRole`
record Operation(String action, Method method) {
    private static final Map<String, Operation> ALL =
            Arrays.stream(IamClient.class.getMethods())
                    .filter(Operation::isOperation)
                    .map(method -> new Operation(capitalized(method.getName()), method))
                    .collect(Collectors.toUnmodifiableMap(Operation::action, Function.identity()));

    /// The operation of this name; null: IAM has none.
    static @Nullable Operation named(String action) {
        return ALL.get(action);
    }

    /// An empty builder of the operation's request.
    SdkPojo requestBuilder() {
        try {
            return (SdkPojo) method.getParameterTypes()[0].getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException unlikeTheSdk) {
            throw new IllegalStateException(action, unlikeTheSdk);
        }
    }

    /// Calls the operation.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.IamException IAM's error
    /// @throws UnsupportedOperationException if the client does not have the operation
    IamResponse call(IamClient client, Object request) {
        try {
            return (IamResponse) method.invoke(client, request);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(action, refused);
        } catch (IllegalAccessException unlikeTheSdk) {
            throw new IllegalStateException(action, unlikeTheSdk);
        }
    }

    private static boolean isOperation(Method method) {
        return method.getParameterCount() == 1
                && IamRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                && IamResponse.class.isAssignableFrom(method.getReturnType());
    }

    private static String capitalized(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
