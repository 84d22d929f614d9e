package dev.profileguard.sandbox.aws.iam.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What somebody wants to do, as policies are asked about it.
///
/// @param action such as `iam:PassRole`
/// @param resource its ARN, or `*`
/// @param shown the resource as error messages name it
/// @param context the values of condition keys, by key as AWS documents it, such as
///   `iam:PassedToService`; a key without values is not in the request
public record AccessRequest(
        String action, String resource, String shown, Map<String, List<String>> context) {
    /// A request whose resource error messages name by its ARN.
    public AccessRequest(String action, String resource, Map<String, List<String>> context) {
        this(action, resource, resource, context);
    }

    /// A request without condition keys of its own.
    public AccessRequest(String action, String resource) {
        this(action, resource, Map.of());
    }

    /// The request to pass a role to EC2.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    ///
    /// @param role its ARN
    /// @param instance the ARN of the instance that gets the role, perhaps with stars
    public static AccessRequest toPass(String role, String instance) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        context.put("iam:PassedToService", List.of("ec2.amazonaws.com"));
        context.put("iam:AssociatedResourceARN", List.of(instance));
        return new AccessRequest("iam:PassRole", role, context);
    }

    /// The request with more condition keys; those that it has stay.
    public AccessRequest with(Map<String, List<String>> more) {
        Map<String, List<String>> all = new LinkedHashMap<>(more);
        all.putAll(context);
        return new AccessRequest(action, resource, shown, all);
    }

    /// The values of a condition key, without regard to the key's case; empty: the request does not
    /// have it.
    List<String> values(String key) {
        return context.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
    }
}
