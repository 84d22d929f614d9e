package dev.profileguard.iam;

/// The name of a role: 1 to 64 characters.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
public final class RoleName extends IamName {
    /// @param value as somebody wrote it
    /// @throws IllegalArgumentException when IAM does not allow the name
    public RoleName(String value) {
        super(TaggedType.ROLE, "role", value, 64);
    }
}
