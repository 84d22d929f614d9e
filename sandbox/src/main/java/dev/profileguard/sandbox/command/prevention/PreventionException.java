package dev.profileguard.sandbox.command.prevention;

/// The policies cannot be made from these parameters. The message names the parameter.
public final class PreventionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PreventionException(String message) {
        super(message);
    }

    PreventionException(String message, Throwable cause) {
        super(message, cause);
    }
}
