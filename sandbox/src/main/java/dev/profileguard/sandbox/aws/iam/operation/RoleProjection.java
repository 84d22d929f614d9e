package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.Collection;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;
import software.amazon.awssdk.services.iam.model.Tag;

/// The elements of a role that a response contains. IAM's responses differ by operation. They
/// contain the trust policy without white space, except the response to the call that sent it.
enum RoleProjection {
    /// In CreateRole's response: tags and boundary if the role has them.
    CREATED,
    /// In GetRole's response: everything.
    FULL,
    /// In ListRoles' response.
    LISTED,
    /// In UpdateRoleDescription's response.
    DESCRIBED,
    /// Inside an instance profile.
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
