package dev.profileguard.iam.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What somebody wants to do, as policies are asked about it.
///
/// @param action such as `iam:PassRole`
/// @param resource its ARN, or `*`
/// @param context the values of condition keys, by key as AWS documents it, such as
///   `iam:PassedToService`
/// @param scope whether it is one request, or stands for many
public record AccessRequest(
        String action, String resource, Map<String, List<String>> context, Scope scope) {
    /// For which requests it stands.
    public enum Scope {
        /// One request: a key that it does not have is not in it.
        ONE,
        /// All requests of this kind: stars in the resource stand for any text, and a key that it
        /// does not have may have any value, or none.
        ANY
    }

    /// One request.
    public AccessRequest(String action, String resource, Map<String, List<String>> context) {
        this(action, resource, context, Scope.ONE);
    }

    /// One request without condition keys of its own.
    public AccessRequest(String action, String resource) {
        this(action, resource, Map.of());
    }

    /// The request to pass a role to EC2.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
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
        return new AccessRequest(action, resource, all, scope);
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

    /// Whether its resource stands for many. A single star is what an action asks for that has no
    /// resource.
    boolean hasManyResources() {
        return isAny() && !resource.equals("*") && resource.contains("*");
    }

    /// Whether it stands for many requests.
    boolean isAny() {
        return scope == Scope.ANY;
    }
}
