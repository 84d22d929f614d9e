package dev.profileguard.iam;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The name of an instance profile: 1 to 128 characters. Two names that differ in case alone are
/// equal, since IAM holds only one of them.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
///
/// @param value as somebody wrote it
public record ProfileName(String value) {
    /// @throws IllegalArgumentException when IAM does not allow the name
    public ProfileName {
        IamName.checked("instance profile", value, 128);
    }

    /// The same for all spellings of the name.
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    /// What findings and results call the profile, such as `instance-profile/prod-web`.
    public String subject() {
        return "instance-profile/" + value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProfileName name && key().equals(name.key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
