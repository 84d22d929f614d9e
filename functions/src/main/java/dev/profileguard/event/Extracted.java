package dev.profileguard.event;

/// What a function finds in an event.
///
/// @param <T> what it takes events for
public sealed interface Extracted<T> {
    /// The event is about this.
    record Found<T>(T value) implements Extracted<T> {}

    /// The event is about nothing that the function acts on.
    ///
    /// @param why the reason, as a sentence for people
    record NotForUs<T>(String why) implements Extracted<T> {}

    /// The call failed, so that there is nothing to act on.
    static <T> Extracted<T> failed(CloudTrailEvent event) {
        return new NotForUs<>(
                "%s failed with %s: nothing was changed"
                        .formatted(event.name(), event.errorCode()));
    }
}
