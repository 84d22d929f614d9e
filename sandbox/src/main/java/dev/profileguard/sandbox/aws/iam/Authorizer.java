package dev.profileguard.sandbox.aws.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.iam.policy.AccessRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what one caller may do.
@FunctionalInterface
public interface Authorizer {
    /// Allows everything.
    Authorizer ALLOW_ALL = (action, resource) -> null;

    /// Why the caller may not perform an action.
    ///
    /// @param action such as `ssm:GetParameter`
    /// @param resource its ARN
    /// @return the message of the access-denied error; null: the caller may
    @Nullable String refusal(String action, String resource);

    /// The same for a request with condition keys. Where no conditions are evaluated, they do not
    /// matter.
    default @Nullable String refusal(AccessRequest request) {
        return refusal(request, request.resource());
    }

    /// The same with another name for the resource.
    ///
    /// @param shown the resource as the message names it
    default @Nullable String refusal(AccessRequest request, String shown) {
        return refusal(request.action(), request.resource());
    }

    /// The Deny statements that match a request, as their policies have them; empty: none does, or
    /// statements are not known.
    default List<JsonNode> denying(AccessRequest request) {
        return List.of();
    }
}
