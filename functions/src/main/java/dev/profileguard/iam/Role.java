package dev.profileguard.iam;

/// A role as IAM returns it in an instance profile.
///
/// @param id starts with AROA; a role that is created again with the same name gets a new ID
/// @param path with slashes at both ends
public record Role(RoleName name, String id, String path) {
    /// Whether only AWS may change this role.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
    public boolean belongsToAws() {
        return path.startsWith("/aws-service-role/") || path.startsWith("/aws-reserved/");
    }

    /// The ARN of the role.
    ///
    /// @param account twelve digits
    public Arn arn(String partition, String account) {
        return new Arn(partition, "iam", "", account, "role%s%s".formatted(path, name));
    }
}
