package dev.profileguard.iam.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A time in a condition: seconds since 1970, or a W3C form of ISO 8601 of any precision.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
final class PolicyTime {
    private static final Pattern ISO =
            Pattern.compile(
                    "(?<year>-?\\d{1,9})(-(?<month>\\d{1,2})(-(?<day>\\d{1,2})"
                            + "(t(?<hour>\\d{1,2}):(?<minute>\\d{1,2})"
                            + "(:(?<second>\\d{1,2})(\\.\\d{1,9})?)?"
                            + "(?<offset>z|[+-]\\d{2}:?\\d{2})?)?)?)?");

    private PolicyTime() {}

    /// The time; null: the text is none. Fractions of a second do not count.
    static @Nullable Instant parse(String text) {
        String time = text.strip().toLowerCase(Locale.ROOT);
        try {
            if (time.matches("\\d{5,18}")) {
                return Instant.ofEpochSecond(Long.parseLong(time));
            }
            Matcher iso = ISO.matcher(time);
            return iso.matches() ? instant(iso) : null;
        } catch (DateTimeException outOfRange) {
            return null;
        }
    }

    private static Instant instant(Matcher iso) {
        String offset = iso.group("offset");
        ZoneOffset zone =
                offset == null || offset.equals("z") ? ZoneOffset.UTC : ZoneOffset.of(offset);
        return OffsetDateTime.of(
                        Integer.parseInt(iso.group("year")),
                        number(iso.group("month"), 1),
                        number(iso.group("day"), 1),
                        number(iso.group("hour"), 0),
                        number(iso.group("minute"), 0),
                        number(iso.group("second"), 0),
                        0,
                        zone)
                .toInstant();
    }

    private static int number(@Nullable String digits, int absent) {
        return digits == null ? absent : Integer.parseInt(digits);
    }
}
