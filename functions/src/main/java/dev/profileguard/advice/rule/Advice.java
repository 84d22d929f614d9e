package dev.profileguard.advice.rule;

import java.util.List;

/// Why AWS refused a call, and what to do about it.
///
/// @param cause the reason as far as it is proven, as sentences
/// @param proofs what was read and shows it, as sentences; empty: nothing was read
/// @param todo the steps to take, in order, with commands
/// @param page the AWS page behind it
public record Advice(
        Diagnosis diagnosis, String cause, List<String> proofs, List<String> todo, String page) {
    /// Takes copies.
    public Advice {
        proofs = List.copyOf(proofs);
        todo = List.copyOf(todo);
    }

    /// The advice about a refused call. It needs no read: what was not read, it tells the reader to
    /// look at.
    ///
    /// @param facts what was read; [Facts#NONE]: nothing
    public static Advice of(FailedCall call, Facts facts) {
        Diagnosis diagnosis = Diagnosis.of(call);
        Named named = Named.in(call);
        return switch (diagnosis) {
            case PASS_ROLE_DENIED, ACCESS_DENIED -> DenialAdvice.of(call, facts).advice();
            case PROFILE_MISSING, PROFILE_EMPTY ->
                    new LaunchAdvice(call, named, facts).advice(diagnosis);
            case PROFILE_DELETE_BLOCKED, ROLE_DELETE_BLOCKED ->
                    new DeletionAdvice(call, named, facts).advice(diagnosis);
            case ASSOCIATION_NOT_ACTIVE, ASSOCIATION_EXISTS ->
                    new AssociationAdvice(call, named, facts).advice(diagnosis);
            case NAME_TAKEN, PROFILE_HAS_ROLE, NOT_FOUND ->
                    new NameAdvice(call, named, facts).advice(diagnosis);
            case CHAINED_SESSION_TOO_LONG, SESSION_TOO_LONG ->
                    new SessionAdvice(call, named, facts).advice(diagnosis);
            case NODE_ROLE_INVALID -> new NodeRoleAdvice(call, named, facts).advice(diagnosis);
            case QUOTA_REACHED,
                    POLICY_MALFORMED,
                    POLICY_NOT_ATTACHABLE,
                    SESSION_POLICY_TOO_LARGE,
                    OWNED_BY_SERVICE,
                    CHANGED_MEANWHILE,
                    RESOURCE_TAKEN,
                    SERVICE_ROLE_MISSING,
                    REGION_DISABLED,
                    CREDENTIALS_INVALID,
                    REQUEST_INVALID,
                    THROTTLED,
                    SERVICE_FAILED,
                    UNKNOWN ->
                    GeneralAdvice.of(diagnosis, call, named);
        };
    }
}
