package dev.profileguard.iam.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the identity policies and the permissions boundary of a user or role permit: an explicit
/// deny wins, then both have to allow it. Policies of resources, sessions and organizations are not
/// evaluated.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
///
/// @param identity the identity policies
/// @param boundary the permissions boundary; null: there is none
public record Permissions(List<PolicyDocument> identity, @Nullable PolicyDocument boundary) {
    /// Takes a copy.
    public Permissions {
        identity = List.copyOf(identity);
    }

    /// What they say to a request.
    public Access access(AccessRequest request) {
        return denied(request).or(() -> notAllowed(request)).orElseGet(() -> allowed(request));
    }

    private Optional<Access> denied(AccessRequest request) {
        return first(identity, request)
                .map(by -> denied(Access.PolicyKind.IDENTITY, by))
                .or(() ->
                        first(limits(), request).map(by -> denied(Access.PolicyKind.BOUNDARY, by)));
    }

    private static Access denied(Access.PolicyKind kind, PolicyDocument by) {
        return new Access.Denied(kind, by.name());
    }

    private static Optional<PolicyDocument> first(
            List<PolicyDocument> policies, AccessRequest request) {
        return policies.stream()
                .filter(each -> each.covers(true, request) == Match.FULLY)
                .findFirst();
    }

    private Optional<Access> notAllowed(AccessRequest request) {
        if (allowing(identity, request).isEmpty()) {
            return Optional.of(new Access.NotAllowed(Access.PolicyKind.IDENTITY));
        }
        return boundary != null && boundary.covers(false, request) == Match.NO
                ? Optional.of(new Access.NotAllowed(Access.PolicyKind.BOUNDARY))
                : Optional.empty();
    }

    private Access allowed(AccessRequest request) {
        List<PolicyDocument> whole =
                identity.stream()
                        .filter(each -> each.covers(false, request) == Match.FULLY)
                        .toList();
        List<String> notes = new ArrayList<>();
        Stream.concat(identity.stream(), limits().stream())
                .filter(each -> each.covers(true, request) == Match.PARTLY)
                .map(each -> "%s denies it %s".formatted(each.name(), where(each, true, request)))
                .forEach(notes::add);
        limits().stream()
                .filter(each -> each.covers(false, request) == Match.PARTLY)
                .map(each -> "%s allows it %s".formatted(each.name(), where(each, false, request)))
                .forEach(notes::add);
        if (whole.isEmpty()) {
            allowing(identity, request).stream()
                    .map(each ->
                            "%s allows it %s".formatted(each.name(), where(each, false, request)))
                    .forEach(notes::add);
        }
        return notes.isEmpty()
                ? new Access.Allowed(names(whole))
                : new Access.Depends(
                        names(whole.isEmpty() ? allowing(identity, request) : whole), notes);
    }

    private static List<PolicyDocument> allowing(
            List<PolicyDocument> policies, AccessRequest request) {
        return policies.stream().filter(each -> each.covers(false, request) != Match.NO).toList();
    }

    private List<PolicyDocument> limits() {
        return boundary == null ? List.of() : List.of(boundary);
    }

    private static String where(PolicyDocument policy, boolean deny, AccessRequest request) {
        List<String> keys = policy.keysThatDecide(deny, request);
        return keys.isEmpty()
                ? "for some resources"
                : "under a condition (%s)".formatted(String.join(", ", keys));
    }

    private static List<String> names(List<PolicyDocument> policies) {
        return policies.stream().map(PolicyDocument::name).distinct().toList();
    }
}
