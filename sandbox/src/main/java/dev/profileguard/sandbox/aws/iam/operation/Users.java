package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.policy.DeletedPrincipal;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.CaseInsensitiveMap;
import dev.profileguard.sandbox.aws.iam.state.EntityIds;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.Quota;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import dev.profileguard.sandbox.aws.iam.state.UserPolicies;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/// IAM's operations on [users](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users.html), as
/// far as a caller needs them to look itself up.
public final class Users {
    private static final Instant SINCE_EVER = Instant.parse("2024-01-01T00:00:00Z");

    private Users() {}

    /// CreateUser.
    public static CreateUserResponse create(Transaction transaction, CreateUserRequest request) {
        String name = request.userName();
        List<Tag> tags = TagKeys.ANY_CASE.first(request.tags());
        if (transaction.state().users().has(name)) {
            throw IamErrors.alreadyExists("User with name %s already exists.".formatted(name));
        }
        Quota.USERS.check(1L + transaction.state().users().size());
        String path = request.path() == null ? "/" : request.path();
        User user =
                User.builder()
                        .path(path)
                        .userName(name)
                        .userId(transaction.ids().user())
                        .arn(transaction.arn("user", path, name))
                        .createDate(transaction.now())
                        .permissionsBoundary(
                                request.permissionsBoundary() == null
                                        ? null
                                        : Roles.boundary(
                                                transaction, request.permissionsBoundary()))
                        .tags(tags.isEmpty() ? null : tags)
                        .build();
        transaction.change(state -> state.withUsers(state.users().with(name, user)));
        return CreateUserResponse.builder().user(user).build();
    }

    /// GetUser.
    ///
    /// @param caller the user that is returned if the request names none
    public static GetUserResponse get(AccountState account, GetUserRequest request, Caller caller) {
        User user =
                request.userName() == null
                        ? self(account, caller)
                        : account.user(request.userName());
        return GetUserResponse.builder().user(user).build();
    }

    /// ListUsers.
    public static ListUsersResponse list(AccountState account, ListUsersRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<User> users =
                account.users().values().stream()
                        .filter(user -> user.path().startsWith(prefix))
                        .map(Users::listed)
                        .toList();
        Page<User> page =
                Page.of(
                        users,
                        user -> CaseInsensitiveMap.folded(user.userName()),
                        request.marker(),
                        request.maxItems());
        return ListUsersResponse.builder()
                .users(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// DeleteUser.
    public static DeleteUserResponse delete(Transaction transaction, DeleteUserRequest request) {
        User user = transaction.state().user(request.userName());
        UserPolicies policies = transaction.state().policiesOfUser(user.userName());
        if (!policies.inline().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
        }
        if (!policies.attached().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        transaction.change(state ->
                new DeletedPrincipal(user.arn(), user.userId())
                        .in(state.withUsers(state.users().without(user.userName()))));
        return DeleteUserResponse.builder().build();
    }

    /// The ID of a user, created or not.
    public static String id(AccountState account, String name) {
        User created = account.users().find(name);
        return created == null
                ? EntityIds.fixed("AIDA", account.accountId() + CaseInsensitiveMap.folded(name))
                : created.userId();
    }

    /// The caller as a user. A user that makes calls without having been created is returned as if
    /// it had been created.
    private static User self(AccountState account, Caller caller) {
        return switch (caller) {
            case Caller.User user -> {
                User created = account.users().find(user.name());
                yield created == null ? assumed(account, user) : created;
            }
            case Caller.Root root ->
                    User.builder()
                            .userId(root.accountId())
                            .arn(root.arn())
                            .createDate(SINCE_EVER)
                            .build();
            case Caller.Service service -> self(account, service.onBehalfOf());
            case Caller.RoleSession session ->
                    throw IamErrors.validation(
                            "Must specify userName when calling with non-User credentials");
        };
    }

    private static User assumed(AccountState account, Caller.User user) {
        return User.builder()
                .path("/")
                .userName(user.name())
                .userId(id(account, user.name()))
                .arn(user.arn())
                .createDate(SINCE_EVER)
                .build();
    }

    private static User listed(User user) {
        return user.copy(shown ->
                shown.tags((Collection<Tag>) null)
                        .permissionsBoundary((AttachedPermissionsBoundary) null));
    }
}
