package dev.profileguard.iam;

/// The name of an instance profile: 1 to 128 characters.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
public final class ProfileName extends IamName {
    /// @param value the name as it was written
    /// @throws IllegalArgumentException if IAM does not allow the name
    public ProfileName(String value) {
        super(TaggedType.INSTANCE_PROFILE, "instance profile", value, 128);
    }
}
