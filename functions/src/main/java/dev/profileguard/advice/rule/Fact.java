package dev.profileguard.advice.rule;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is known about one thing that can be read.
///
/// @param <T> the type of the thing
public sealed interface Fact<T> {
    /// It was read, and this is it.
    record Known<T>(T value) implements Fact<T> {}

    /// It was read, and there is none.
    record None<T>() implements Fact<T> {}

    /// It was not read, or could not be.
    record NotRead<T>() implements Fact<T> {}

    /// The fact that a read shows.
    ///
    /// @param value null: there is none
    static <T> Fact<T> of(@Nullable T value) {
        return value == null ? new None<>() : new Known<>(value);
    }

    /// The value; null: there is none, or it was not read.
    default @Nullable T orNull() {
        return this instanceof Known<T>(T value) ? value : null;
    }

    /// Whether it was read, and there is none.
    default boolean isNone() {
        return this instanceof None<T>;
    }

    /// Chooses by what is known.
    default <R> R match(Function<T, R> known, R none, R notRead) {
        return switch (this) {
            case Known<T>(T value) -> known.apply(value);
            case None<T>() -> none;
            case NotRead<T>() -> notRead;
        };
    }
}
