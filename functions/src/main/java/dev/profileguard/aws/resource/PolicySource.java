package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.CallException;
import dev.profileguard.resource.PolicyResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service whose resources have policies.
interface PolicySource {
    /// A part of a list of resources.
    ///
    /// @param next the token of the part that follows; empty: this is the last one
    record Page(List<PolicyResource> resources, String next) {}

    /// A part of the list of resources.
    ///
    /// @param region to ask
    /// @param after the token of the part; empty: the first one
    /// @throws CallException if the service does not answer
    Page page(String region, String after);

    /// The policy of a resource.
    ///
    /// @return null: it has none, or does not exist any more
    /// @throws CallException if the service does not answer
    @Nullable String policy(PolicyResource resource);

    /// The operation that lists resources.
    String listing();

    /// The operation that reads a policy.
    String reading();
}
