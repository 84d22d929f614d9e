package dev.profileguard.iam;

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

    /// Whether IAM allows the name.
    public static boolean isValid(String value) {
        return isValid(value, MAX_LENGTH);
    }
}
