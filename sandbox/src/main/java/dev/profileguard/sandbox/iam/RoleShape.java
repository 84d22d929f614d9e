package dev.profileguard.sandbox.iam;

import java.util.Collection;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;
import software.amazon.awssdk.services.iam.model.Tag;

/// Which elements of a role an answer carries: IAM's answers differ by operation, and the trust
/// policy comes back without white space except where it was just sent.
enum RoleShape {
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
        return elements(entry.role().toBuilder().roleLastUsed(lastUsed(entry.role())))
                .assumeRolePolicyDocument(PolicyText.encoded(shown))
                .build();
    }

    /// When it was used; an element without content if it never was.
    static RoleLastUsed lastUsed(Role role) {
        RoleLastUsed used = role.roleLastUsed();
        return used == null ? RoleLastUsed.builder().build() : used;
    }

    private Role.Builder elements(Role.Builder role) {
        return switch (this) {
            case CREATED ->
                    role.description(null)
                            .maxSessionDuration(null)
                            .roleLastUsed((RoleLastUsed) null);
            case FULL -> role;
            case LISTED -> bare(role);
            case DESCRIBED -> bare(role).maxSessionDuration(null);
            case NESTED -> bare(role).description(null).maxSessionDuration(null);
        };
    }

    private static Role.Builder bare(Role.Builder role) {
        return role.tags((Collection<Tag>) null)
                .roleLastUsed((RoleLastUsed) null)
                .permissionsBoundary((AttachedPermissionsBoundary) null);
    }
}
