package dev.profileguard.text;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/// A time as AWS writes it, such as `2026-01-31T12:00:00Z`. Its year has four digits and is not
/// before 1970, so that durations can be added to it and subtracted from it.
public final class AwsTime {
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private AwsTime() {}

    /// Parses a time in UTC.
    ///
    /// @throws DateTimeParseException if the text is not such a time
    public static Instant parse(String text) {
        return checked(text, Instant.parse(text));
    }

    /// Checks the year of a time.
    ///
    /// @param text from which the time was parsed, for errors
    /// @throws DateTimeParseException if the year is before 1970 or has more than four digits
    public static Instant checked(String text, Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
            throw new DateTimeParseException("The year is not from 1970 to 9999", text, 0);
        }
        return time;
    }
}
