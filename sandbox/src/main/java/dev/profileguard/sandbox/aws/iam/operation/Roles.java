package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.policy.DeletedPrincipal;
import dev.profileguard.sandbox.aws.iam.policy.TrustPolicy;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.CaseInsensitiveMap;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.Quota;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/// IAM's operations on [roles](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html).
public final class Roles {
    private static final int DEFAULT_SESSION_SECONDS = 3600;

    private Roles() {}

    /// CreateRole.
    public static CreateRoleResponse create(Transaction transaction, CreateRoleRequest request) {
        String name = request.roleName();
        String path = request.path() == null ? "/" : request.path();
        List<Tag> tags = TagKeys.ANY_CASE.first(request.tags());
        if (path.startsWith(RoleEntry.SERVICE_LINKED_PATH)) {
            throw IamErrors.invalidInput(
                    "Path prefix '%s' can only be used for AWS Service linked Roles"
                            .formatted(RoleEntry.SERVICE_LINKED_PATH));
        }
        AttachedPermissionsBoundary boundary =
                request.permissionsBoundary() == null
                        ? null
                        : boundary(transaction, request.permissionsBoundary());
        TrustPolicy.check(request.assumeRolePolicyDocument(), transaction);
        if (transaction.state().roles().has(name)) {
            throw IamErrors.alreadyExists("Role with name %s already exists.".formatted(name));
        }
        Quota.ROLES.check(1 + ownRoles(transaction.state()).count());
        RoleEntry role =
                RoleEntry.of(
                                Role.builder()
                                        .path(path)
                                        .roleName(name)
                                        .roleId(transaction.ids().role())
                                        .arn(transaction.arn("role", path, name))
                                        .createDate(transaction.now())
                                        .assumeRolePolicyDocument(
                                                request.assumeRolePolicyDocument())
                                        .description(orNone(request.description()))
                                        .maxSessionDuration(
                                                request.maxSessionDuration() == null
                                                        ? DEFAULT_SESSION_SECONDS
                                                        : request.maxSessionDuration())
                                        .permissionsBoundary(boundary)
                                        .build())
                        .withTags(tags);
        transaction.put(role);
        return CreateRoleResponse.builder()
                .role(RoleProjection.CREATED.of(role.withTags(request.tags())))
                .build();
    }

    /// GetRole.
    public static GetRoleResponse get(AccountState account, GetRoleRequest request) {
        return GetRoleResponse.builder()
                .role(RoleProjection.FULL.of(account.role(request.roleName())))
                .build();
    }

    /// ListRoles.
    public static ListRolesResponse list(AccountState account, ListRolesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<RoleEntry> roles =
                account.roles().values().stream()
                        .filter(role -> role.role().path().startsWith(prefix))
                        .toList();
        Page<RoleEntry> page =
                Page.of(
                        roles,
                        role -> CaseInsensitiveMap.folded(role.name()),
                        request.marker(),
                        request.maxItems());
        return ListRolesResponse.builder()
                .roles(page.items().stream().map(RoleProjection.LISTED::of).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// DeleteRole.
    public static DeleteRoleResponse delete(Transaction transaction, DeleteRoleRequest request) {
        RoleEntry role = transaction.modifiableRole(request.roleName());
        if (transaction.state().profilesWith(role).findAny().isPresent()) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove roles from instance profile first.");
        }
        if (!role.attachedPolicies().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        if (!role.inlinePolicies().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
        }
        transaction.change(state ->
                new DeletedPrincipal(role.role().arn(), role.role().roleId())
                        .in(state.withRoles(state.roles().without(role.name()))));
        return DeleteRoleResponse.builder().build();
    }

    /// Changes the description of [any role, service-linked ones
    /// included](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-service-linked-role.html).
    public static UpdateRoleResponse update(Transaction transaction, UpdateRoleRequest request) {
        RoleEntry role = transaction.state().role(request.roleName());
        if (role.isServiceLinked() && request.maxSessionDuration() != null) {
            throw IamErrors.unmodifiable(
                    "%s is an AWS service linked role, max session duration cannot be changed."
                            .formatted(role.name()));
        }
        transaction.put(
                role.changed(change -> {
                    if (request.description() != null) {
                        change.description(orNone(request.description()));
                    }
                    if (request.maxSessionDuration() != null) {
                        change.maxSessionDuration(request.maxSessionDuration());
                    }
                }));
        return UpdateRoleResponse.builder().build();
    }

    /// UpdateRoleDescription.
    public static UpdateRoleDescriptionResponse describe(
            Transaction transaction, UpdateRoleDescriptionRequest request) {
        RoleEntry role =
                transaction
                        .state()
                        .role(request.roleName())
                        .changed(change -> change.description(orNone(request.description())));
        transaction.put(role);
        return UpdateRoleDescriptionResponse.builder()
                .role(RoleProjection.DESCRIBED.of(role))
                .build();
    }

    /// UpdateAssumeRolePolicy.
    public static UpdateAssumeRolePolicyResponse trust(
            Transaction transaction, UpdateAssumeRolePolicyRequest request) {
        RoleEntry role = transaction.modifiableRole(request.roleName());
        TrustPolicy.check(request.policyDocument(), transaction);
        transaction.put(
                role.changed(change -> change.assumeRolePolicyDocument(request.policyDocument())));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    /// PutRolePermissionsBoundary.
    public static PutRolePermissionsBoundaryResponse bound(
            Transaction transaction, PutRolePermissionsBoundaryRequest request) {
        RoleEntry role = transaction.modifiableRole(request.roleName());
        AttachedPermissionsBoundary boundary = boundary(transaction, request.permissionsBoundary());
        transaction.put(role.changed(change -> change.permissionsBoundary(boundary)));
        return PutRolePermissionsBoundaryResponse.builder().build();
    }

    /// DeleteRolePermissionsBoundary.
    public static DeleteRolePermissionsBoundaryResponse unbound(
            Transaction transaction, DeleteRolePermissionsBoundaryRequest request) {
        RoleEntry role = transaction.modifiableRole(request.roleName());
        transaction.put(
                role.changed(
                        change -> change.permissionsBoundary((AttachedPermissionsBoundary) null)));
        return DeleteRolePermissionsBoundaryResponse.builder().build();
    }

    /// The roles that count against the quota: service-linked roles do not.
    static Stream<RoleEntry> ownRoles(AccountState account) {
        return account.roles().values().stream().filter(role -> !role.isServiceLinked());
    }

    /// The permissions boundary with this ARN.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.IamException InvalidInput if it is no
    ///   policy's ARN, NoSuchEntity if there is no such policy
    static AttachedPermissionsBoundary boundary(Transaction transaction, String arn) {
        if (!PolicyArn.isPolicy(arn)) {
            throw IamErrors.invalidInput("ARN %s is not valid.".formatted(arn));
        }
        if (transaction.state().findPolicy(arn) == null) {
            throw IamErrors.noSuchEntity(
                    "Scope ARN: %s does not exist or is not attachable.".formatted(arn));
        }
        return AttachedPermissionsBoundary.builder()
                .permissionsBoundaryType("Policy")
                .permissionsBoundaryArn(arn)
                .build();
    }

    /// An empty description counts as none.
    private static @Nullable String orNone(@Nullable String description) {
        return description == null || description.isEmpty() ? null : description;
    }
}
