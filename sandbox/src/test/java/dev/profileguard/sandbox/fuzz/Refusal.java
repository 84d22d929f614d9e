package dev.profileguard.sandbox.fuzz;

import java.util.List;

/// What is documented about errors: their class, and a message that says what is wrong and fits on
/// a screen.
final class Refusal {
    /// The number of characters that fit on a screen.
    static final int SCREEN = 4_000;

    private Refusal() {}

    /// Checks an error.
    ///
    /// @param documented the classes of the errors that the method documents
    /// @throws AssertionError if it is another one
    static void check(Throwable thrown, List<Class<? extends RuntimeException>> documented) {
        if (!documented.contains(thrown.getClass())) {
            throw new AssertionError("it throws " + summary(thrown), thrown);
        }
        check(String.valueOf(thrown.getMessage()));
    }

    /// Checks a message for people.
    ///
    /// @throws AssertionError if it is empty or too long
    static void check(String message) {
        if (message.isBlank() || message.equals("null")) {
            throw new AssertionError("it says nothing");
        }
        if (message.length() > SCREEN) {
            throw new AssertionError(
                    "it says %d characters: %s...".formatted(message.length(), cut(message)));
        }
    }

    private static String summary(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        String where = trace.length == 0 ? "?" : trace[0].toString();
        return "%s: %s (at %s)"
                .formatted(
                        thrown.getClass().getName(),
                        cut(String.valueOf(thrown.getMessage())),
                        where);
    }

    private static String cut(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200);
    }
}
