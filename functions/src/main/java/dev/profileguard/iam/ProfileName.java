package dev.profileguard.iam;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/// The name of an instance profile: 1 to 128 characters.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
public final class ProfileName extends IamName {
    private static final int MAX_LENGTH = 128;

    /// What a replacement adds to a name that has at least one other character.
    private static final Pattern EARLIER_DAY = Pattern.compile("(?<=.)-20[0-9]{6}(?:-[2-9])?$");

    /// @param value the name as it was written
    /// @throws IllegalArgumentException if IAM does not allow the name
    public ProfileName(String value) {
        super(TaggedType.INSTANCE_PROFILE, "instance profile", value, MAX_LENGTH);
    }

    /// The name of a profile that replaces this one from a day on, such as `prod-web-20260131`. The
    /// day of an earlier replacement is left out, and a long name is cut.
    public ProfileName from(LocalDate day) {
        return from(day, 1);
    }

    /// The same with a number for another name of the same day, such as `prod-web-20260131-2`.
    ///
    /// @param number 1: none is added
    public ProfileName from(LocalDate day, int number) {
        String suffix =
                "-"
                        + DateTimeFormatter.BASIC_ISO_DATE.format(day)
                        + (number == 1 ? "" : "-" + number);
        String stem = EARLIER_DAY.matcher(value()).replaceFirst("");
        int kept = Math.min(stem.length(), MAX_LENGTH - suffix.length());
        return new ProfileName(stem.substring(0, kept) + suffix);
    }

    /// Whether IAM allows the name.
    public static boolean isValid(String value) {
        return isValid(value, MAX_LENGTH);
    }
}
