package dev.profileguard.resource;

/// The policy of a resource.
///
/// @param document its JSON text
public record ResourcePolicy(PolicyResource resource, String document) {}
