package dev.profileguard.text;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Stands for an error whose message is not safe to show. It has the same stack trace and causes.
/// Its message is the name of the error's class and the visible message.
///
/// Lambda writes the messages of an error, of its causes and of its suppressed errors to the log
/// and to the response.
public final class QuotedError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private QuotedError(Throwable error) {
        super(VisibleText.message(error.toString()));
    }

    /// The error itself if all its messages are safe to show, and a copy with visible messages
    /// otherwise. The copy has the same class if that is `IllegalArgumentException` or
    /// `IllegalStateException`.
    public static RuntimeException shown(RuntimeException error) {
        return isShowable(error, visited()) ? error : copy(error, visited());
    }

    /// The same for an error of any class, such as the cause of another one.
    public static Throwable shownCause(Throwable cause) {
        return isShowable(cause, visited()) ? cause : copy(cause, visited());
    }

    private static Set<Throwable> visited() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static boolean isShowable(Throwable error, Set<Throwable> visited) {
        if (!visited.add(error)) {
            return true;
        }
        Throwable cause = error.getCause();
        String message = String.valueOf(error.getMessage());
        return VisibleText.message(message).equals(message)
                && (cause == null || isShowable(cause, visited))
                && Arrays.stream(error.getSuppressed()).allMatch(each -> isShowable(each, visited));
    }

    private static RuntimeException copy(Throwable error, Set<Throwable> visited) {
        visited.add(error);
        RuntimeException copy = ofTheSameClass(error);
        copy.setStackTrace(error.getStackTrace());
        Throwable cause = error.getCause();
        if (cause != null && !visited.contains(cause)) {
            copy.initCause(copy(cause, visited));
        }
        for (Throwable each : error.getSuppressed()) {
            if (!visited.contains(each)) {
                copy.addSuppressed(copy(each, visited));
            }
        }
        return copy;
    }

    private static RuntimeException ofTheSameClass(Throwable error) {
        String message = VisibleText.message(error.getMessage());
        if (error.getClass().equals(IllegalArgumentException.class)) {
            return new IllegalArgumentException(message);
        }
        return error.getClass().equals(IllegalStateException.class)
                ? new IllegalStateException(message)
                : new QuotedError(error);
    }
}
