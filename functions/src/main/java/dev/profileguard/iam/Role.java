package dev.profileguard.iam;

/// A role as IAM shows it inside an instance profile.
///
/// @param id starts with AROA; a role that is made again under the same name has another
/// @param path with slashes at both ends
public record Role(RoleName name, String id, String path) {
    /// Whether AWS alone may change this role.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
    public boolean belongsToAws() {
        return path.startsWith("/aws-service-role/") || path.startsWith("/aws-reserved/");
    }
}
