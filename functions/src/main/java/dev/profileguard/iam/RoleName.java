package dev.profileguard.iam;

/// The name of a role: 1 to 64 characters.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
public final class RoleName extends IamName {
    /// The maximum number of characters.
    public static final int MAX_LENGTH = 64;

    /// @param value the name as it was written
    /// @throws IllegalArgumentException if IAM does not allow the name
    public RoleName(String value) {
        super(TaggedType.ROLE, "role", value, MAX_LENGTH);
    }
}
