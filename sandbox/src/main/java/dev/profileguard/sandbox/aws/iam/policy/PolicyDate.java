package dev.profileguard.sandbox.aws.iam.policy;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A time in a condition: seconds since 1970, or a [W3C form of ISO
/// 8601](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date),
/// of any precision.
final class PolicyDate {
    private static final Pattern ISO =
            Pattern.compile(
                    "-?\\d{1,9}(-(?<month>\\d+))?(-(?<day>\\d+))?"
                            + "(t((?<hour>\\d+)(:(?<minute>\\d+)"
                            + "(:(?<second>\\d+)(\\.\\d{1,9})?(z|\\+\\d{2}(:\\d{2})?)?)?)?)?)?");
    private static final BigInteger LATEST = BigInteger.valueOf(Long.MAX_VALUE);

    private PolicyDate() {}

    static boolean isValid(String text) {
        String date = text.toLowerCase(Locale.ROOT);
        if (date.matches("\\d+")) {
            return new BigInteger(date).compareTo(LATEST) <= 0;
        }
        Matcher iso = ISO.matcher(date);
        return iso.matches()
                && within(iso.group("month"), 1, 12)
                && within(iso.group("day"), 1, 31)
                && within(iso.group("hour"), 0, 23)
                && within(iso.group("minute"), 0, 59)
                && within(iso.group("second"), 0, 59);
    }

    private static boolean within(@Nullable String number, int min, int max) {
        if (number == null) {
            return true;
        }
        BigInteger value = new BigInteger(number);
        return value.compareTo(BigInteger.valueOf(min)) >= 0
                && value.compareTo(BigInteger.valueOf(max)) <= 0;
    }
}
