package dev.profileguard.sandbox.aws.iam;

import java.util.List;
import java.util.Map;

/// What somebody wants to do, as policies are asked about it.
///
/// @param action such as `iam:PassRole`
/// @param resource its ARN, or `*`
/// @param context the values of condition keys, by key as AWS documents it, such as
///   `iam:PassedToService`; a key without values is not in the request
public record AccessRequest(String action, String resource, Map<String, List<String>> context) {
    /// A request without condition keys of its own.
    public AccessRequest(String action, String resource) {
        this(action, resource, Map.of());
    }
}
