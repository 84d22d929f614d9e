package dev.profileguard.sandbox.aws.iam.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What identity policies and a permissions boundary say to a request: an explicit deny wins, then
/// both have to allow it.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
///
/// @param identity the documents of the identity policies
/// @param boundary the document of the permissions boundary; null: there is none
public record PolicyDecision(List<String> identity, @Nullable String boundary) {
    private static final String IDENTITY = "identity-based policy";
    private static final String BOUNDARY = "permissions boundary";

    /// Why the request is refused, as the end of AWS's sentence; null: it is allowed.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    public @Nullable String refusal(AccessRequest request) {
        List<PolicyStatement> policies =
                identity.stream().flatMap(each -> PolicyStatement.of(each).stream()).toList();
        List<PolicyStatement> limits = boundary == null ? List.of() : PolicyStatement.of(boundary);
        if (has(policies, true, request)) {
            return "with an explicit deny in an " + IDENTITY;
        }
        if (has(limits, true, request)) {
            return "with an explicit deny in a " + BOUNDARY;
        }
        if (!has(policies, false, request)) {
            return none(IDENTITY, request);
        }
        return boundary == null || has(limits, false, request) ? null : none(BOUNDARY, request);
    }

    /// Why the policy of a resource refuses the request, as the end of AWS's sentence; null: it
    /// does not. Only statements that deny everybody are evaluated.
    ///
    /// @param document the resource's policy
    public static @Nullable String refusalByResource(String document, AccessRequest request) {
        return has(PolicyStatement.of(document), true, request)
                ? "with an explicit deny in a resource-based policy"
                : null;
    }

    private static boolean has(
            List<PolicyStatement> statements, boolean deny, AccessRequest request) {
        return statements.stream().anyMatch(each -> each.deny() == deny && each.covers(request));
    }

    private static String none(String kind, AccessRequest request) {
        return "because no %s allows the %s action".formatted(kind, request.action());
    }
}
