package dev.profileguard.sandbox;

import dev.profileguard.sandbox.iam.Caller;
import dev.profileguard.sandbox.template.Stack;
import software.amazon.awssdk.services.iam.model.Role;

/// Sessions of roles.
final class Sessions {
    private Sessions() {}

    static Caller.RoleSession of(Role role, String session, String accessKeyId) {
        return new Caller.RoleSession(
                Stack.ACCOUNT, role.path(), role.roleName(), role.roleId(), session, accessKeyId);
    }
}
