package dev.profileguard.sandbox.aws.cloudformation;

import java.util.Map;

/// An IAM role that somebody outside of the account may assume.
///
/// @param path with slashes at both ends
/// @param trustPolicy as JSON
/// @param policies the documents of its inline policies, as JSON, by name
public record RoleDefinition(
        String name, String path, String trustPolicy, Map<String, String> policies) {}
