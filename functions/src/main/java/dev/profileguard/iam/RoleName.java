package dev.profileguard.iam;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The name of a role: 1 to 64 characters. Two names that differ in case alone are equal, since IAM
/// holds only one of them.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
///
/// @param value as somebody wrote it
public record RoleName(String value) {
    /// @throws IllegalArgumentException when IAM does not allow the name
    public RoleName {
        IamName.checked("role", value, 64);
    }

    /// The same for all spellings of the name.
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    /// What findings and results call the role, such as `role/web`.
    public String subject() {
        return "role/" + value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoleName name && key().equals(name.key());
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
