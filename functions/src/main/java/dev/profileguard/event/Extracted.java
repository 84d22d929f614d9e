package dev.profileguard.event;

/// The result of reading an event for one function.
///
/// @param <T> what the function reads from events, such as a list of changes
public sealed interface Extracted<T> {
    /// The event concerns the function.
    record Found<T>(T value) implements Extracted<T> {}

    /// The event does not concern the function.
    ///
    /// @param why the reason, as a sentence
    record NotForUs<T>(String why) implements Extracted<T> {}

    /// The event of a failed call: it changed nothing.
    static <T> Extracted<T> failed(CloudTrailEvent event) {
        return new NotForUs<>(
                "%s failed with %s: nothing was changed"
                        .formatted(event.name(), event.errorCode()));
    }
}
