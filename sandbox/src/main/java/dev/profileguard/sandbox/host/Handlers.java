package dev.profileguard.sandbox.host;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/// Makes the handler that a function's definition names.
public final class Handlers {
    private Handlers() {}

    /// As Lambda does: by the constructor without parameters.
    ///
    /// @throws HandlerException when there is no such class or it cannot be made
    public static RequestStreamHandler live(FunctionDefinition function) {
        return make(function, new Class<?>[0]);
    }

    /// In surroundings of the sandbox.
    ///
    /// @throws HandlerException when there is no such class or it cannot be made
    public static RequestStreamHandler in(Platform surroundings, FunctionDefinition function) {
        return make(function, new Class<?>[] {Platform.class}, surroundings);
    }

    private static RequestStreamHandler make(
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

    /// A handler cannot be made.
    public static final class HandlerException extends RuntimeException {
        private static final long serialVersionUID = 1;

        HandlerException(FunctionDefinition function, Throwable cause) {
            super(
                    "The handler %s of %s cannot be made: %s"
                            .formatted(
                                    function.handlerClass(),
                                    function.logicalId(),
                                    cause.getMessage() == null ? cause : cause.getMessage()),
                    cause);
        }
    }
}
