package dev.profileguard.iam.trust;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;

/// A role in an instance profile.
///
/// @param profilePath with slashes at both ends
/// @param trustPolicy the JSON text of the role's trust policy, URL-decoded
public record HeldRole(ProfileName profile, String profilePath, Role role, String trustPolicy) {}
