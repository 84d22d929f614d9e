package dev.profileguard.rotation;

import dev.profileguard.iam.RoleDetail;
import dev.profileguard.resource.ResourcePolicies;
import java.util.List;
import java.util.function.Supplier;

/// The policies of an account that may name a deleted role. Each is asked only if it is needed.
///
/// @param roles lists all roles, with their trust policies
/// @param resources searches the policies of keys and buckets
record AccountPolicies(Supplier<List<RoleDetail>> roles, Supplier<ResourcePolicies> resources) {}
