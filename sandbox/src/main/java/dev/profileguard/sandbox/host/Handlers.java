package dev.profileguard.sandbox.host;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/// Creates the handler that a function's definition names.
public final class Handlers {
    private Handlers() {}

    /// As Lambda does: by the constructor without parameters.
    ///
    /// @throws HandlerException when there is no such class or it cannot be created
    public static RequestStreamHandler live(FunctionDefinition function) {
        return create(function, new Class<?>[0]);
    }

    /// By the constructor that takes a [Platform]: here the sandbox's.
    ///
    /// @throws HandlerException when there is no such class or it cannot be created
    public static RequestStreamHandler in(Platform platform, FunctionDefinition function) {
        return create(function, new Class<?>[] {Platform.class}, platform);
    }

    private static RequestStreamHandler create(
            FunctionDefinition function, Class<?>[] types, Object... arguments) {
        try {
            Constructor<?> constructor =
                    Class.forName(function.handlerClass()).getConstructor(types);
            return (RequestStreamHandler) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new HandlerException(function, e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new HandlerException(function, e);
        }
    }

    /// A handler cannot be created.
    public static final class HandlerException extends RuntimeException {
        private static final long serialVersionUID = 1;

        HandlerException(FunctionDefinition function, Throwable cause) {
            super(
                    "The handler %s of %s cannot be created: %s"
                            .formatted(
                                    function.handlerClass(),
                                    function.logicalId(),
                                    cause.getMessage() == null ? cause : cause.getMessage()),
                    cause);
        }
    }
}
