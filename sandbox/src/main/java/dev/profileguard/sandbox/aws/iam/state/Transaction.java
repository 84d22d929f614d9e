package dev.profileguard.sandbox.aws.iam.state;

import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The account while one call changes it. No other call sees the changes before this call has
/// succeeded; if IAM refuses the call, the changes are dropped.
public final class Transaction {
    private final Caller caller;
    private final String operation;
    private final Instant now;
    private final EntityIds ids;
    private final Set<String> knownUsers;
    private AccountState state;

    /// Starts from the account's latest state.
    ///
    /// @param now in whole seconds, as IAM stores times
    /// @param knownUsers names of users that have made calls, created or not
    public Transaction(
            AccountState state,
            Caller caller,
            String operation,
            Instant now,
            EntityIds ids,
            Set<String> knownUsers) {
        this.state = state;
        this.caller = caller;
        this.operation = operation;
        this.now = now;
        this.ids = ids;
        this.knownUsers = knownUsers;
    }

    /// The account with the changes so far.
    public AccountState state() {
        return state;
    }

    /// The caller of the operation.
    public Caller caller() {
        return caller;
    }

    /// The operation, such as `CreateRole`.
    public String operation() {
        return operation;
    }

    /// The time of the call, in whole seconds.
    public Instant now() {
        return now;
    }

    /// Generates IDs of new entities.
    public EntityIds ids() {
        return ids;
    }

    /// The ARN of an entity of this account.
    ///
    /// @param kind such as `role`
    /// @param path with slashes at both ends
    public String arn(String kind, String path, String name) {
        return "arn:aws:iam::%s:%s%s%s".formatted(state.accountId(), kind, path, name);
    }

    /// Whether a trust policy may name this user.
    public boolean knowsUser(String name) {
        return state.users().has(name) || knownUsers.contains(CaseInsensitiveMap.folded(name));
    }

    /// The role, for a change by a caller that is not AWS.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.NoSuchEntityException without such a role
    /// @throws software.amazon.awssdk.services.iam.model.UnmodifiableEntityException if it belongs
    ///   to a service
    public RoleEntry modifiableRole(String name) {
        RoleEntry role = state.role(name);
        if (role.isProtected()) {
            throw IamErrors.unmodifiable(
                    ("Cannot perform the operation on the protected role '%s' - this role is only"
                                    + " modifiable by AWS")
                            .formatted(role.name()));
        }
        return role;
    }

    /// Adds or replaces a role.
    public void put(RoleEntry role) {
        state = state.withRoles(state.roles().with(role.name(), role));
    }

    /// Adds or replaces an instance profile.
    public void put(ProfileEntry profile) {
        state = state.withProfiles(state.profiles().with(profile));
    }

    /// Adds or replaces a managed policy.
    public void put(PolicyEntry policy) {
        state = state.withPolicies(state.policies().with(policy.policy().policyName(), policy));
    }

    /// Makes any other change.
    public void change(UnaryOperator<AccountState> change) {
        state = change.apply(state);
    }
}
