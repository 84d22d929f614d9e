package dev.profileguard.iam.policy;

import java.util.List;
import java.util.Optional;

/// Policies of one kind that an organization attaches to an account. They grant nothing: a request
/// needs an Allow in one of them and no Deny in any, whatever the caller's own policies say.
///
/// See
/// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
/// and
/// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html
///
/// @param kind a service control policy or a resource control policy
/// @param policies all that are attached, with AWS's own that allows everything
public record ControlPolicies(Access.PolicyKind kind, List<PolicyDocument> policies) {
    /// Takes a copy.
    public ControlPolicies {
        policies = List.copyOf(policies);
    }

    /// Why they refuse a request; empty: they do not. A Deny about a part of the request is none:
    /// the rest may be what the caller does.
    public Optional<Access> refusal(AccessRequest request) {
        Optional<Access> denied =
                policies.stream()
                        .filter(each -> each.covers(true, request) == Match.FULLY)
                        .findFirst()
                        .map(by -> new Access.Denied(kind, by.name()));
        boolean isAllowed =
                policies.stream().anyMatch(each -> each.covers(false, request) != Match.NO);
        return denied.isPresent() || isAllowed ? denied : Optional.of(new Access.NotAllowed(kind));
    }
}
