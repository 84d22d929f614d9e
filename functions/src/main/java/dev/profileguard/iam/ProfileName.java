package dev.profileguard.iam;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/// The name of an instance profile: 1 to 128 characters.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
public final class ProfileName extends IamName {
    private static final int MAX_LENGTH = 128;

    /// @param value the name as it was written
    /// @throws IllegalArgumentException if IAM does not allow the name
    public ProfileName(String value) {
        super(TaggedType.INSTANCE_PROFILE, "instance profile", value, MAX_LENGTH);
    }

    /// The name of a profile that replaces this one from a day on, such as `prod-web-20260131`. A
    /// long name is cut.
    public ProfileName from(LocalDate day) {
        String suffix = "-" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
        int kept = Math.min(value().length(), MAX_LENGTH - suffix.length());
        return new ProfileName(value().substring(0, kept) + suffix);
    }

    /// Whether IAM allows the name.
    public static boolean isValid(String value) {
        return isValid(value, MAX_LENGTH);
    }
}
