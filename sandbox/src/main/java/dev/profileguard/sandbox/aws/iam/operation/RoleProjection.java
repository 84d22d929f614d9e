package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.Collection;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;
import software.amazon.awssdk.services.iam.model.Tag;

/// Which elements of a role an answer carries: IAM's answers differ by operation, and the trust
/// policy comes back without white space except where it was just sent.
enum RoleProjection {
    /// What CreateRole gives: tags and boundary if it has them.
    CREATED,
    /// What GetRole gives: everything.
    FULL,
    /// What ListRoles gives.
    LISTED,
    /// What UpdateRoleDescription gives.
    DESCRIBED,
    /// What stands in an instance profile.
    NESTED;

    Role of(RoleEntry entry) {
        String document = entry.role().assumeRolePolicyDocument();
        String shown = this == CREATED ? document : PolicyText.minified(document);
        RoleLastUsed used = entry.role().roleLastUsed();
        Role.Builder role =
                entry.role().toBuilder()
                        .roleLastUsed(used == null ? RoleLastUsed.builder().build() : used);
        return elements(role).assumeRolePolicyDocument(PolicyText.encoded(shown)).build();
    }

    private Role.Builder elements(Role.Builder role) {
        return switch (this) {
            case CREATED -> unused(role).description(null).maxSessionDuration(null);
            case FULL -> role;
            case LISTED -> bare(role);
            case DESCRIBED -> bare(role).maxSessionDuration(null);
            case NESTED -> bare(role).description(null).maxSessionDuration(null);
        };
    }

    private static Role.Builder bare(Role.Builder role) {
        return unused(role)
                .tags((Collection<Tag>) null)
                .permissionsBoundary((AttachedPermissionsBoundary) null);
    }

    private static Role.Builder unused(Role.Builder role) {
        return role.roleLastUsed((RoleLastUsed) null);
    }
}
