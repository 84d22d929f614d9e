package dev.profileguard.sandbox.iam;

import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The account while one call changes it. Nothing of it is seen before the call is answered, and
/// nothing is kept if the call is refused.
public final class Draft {
    private final Caller caller;
    private final String operation;
    private final Instant now;
    private final EntityIds ids;
    private final Set<String> knownUsers;
    private AccountState state;

    /// @param now in whole seconds, as IAM keeps time
    /// @param knownUsers names of users that have called, created or not
    public Draft(
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

    public AccountState state() {
        return state;
    }

    Caller caller() {
        return caller;
    }

    String operation() {
        return operation;
    }

    Instant now() {
        return now;
    }

    EntityIds ids() {
        return ids;
    }

    /// The ARN of a thing of this account.
    ///
    /// @param kind such as `role`
    /// @param path with slashes at both ends
    String arn(String kind, String path, String name) {
        return "arn:aws:iam::%s:%s%s%s".formatted(state.accountId(), kind, path, name);
    }

    /// Whether a trust policy may name this user.
    boolean knowsUser(String name) {
        return state.users().has(name) || knownUsers.contains(Directory.folded(name));
    }

    /// The role, to be changed by somebody who is not AWS.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.NoSuchEntityException without such a role
    /// @throws software.amazon.awssdk.services.iam.model.UnmodifiableEntityException if it belongs
    ///   to a service
    RoleEntry modifiableRole(String name) {
        RoleEntry role = state.role(name);
        if (role.isProtected()) {
            throw Refusals.unmodifiable(
                    ("Cannot perform the operation on the protected role '%s' - this role is only"
                                    + " modifiable by AWS")
                            .formatted(role.name()));
        }
        return role;
    }

    void put(RoleEntry role) {
        state = state.withRoles(state.roles().with(role.name(), role));
    }

    void put(ProfileEntry profile) {
        state = state.withProfiles(state.profiles().with(profile.name(), profile));
    }

    void put(PolicyEntry policy) {
        state = state.withPolicies(state.policies().with(policy.policy().policyName(), policy));
    }

    void change(UnaryOperator<AccountState> change) {
        state = change.apply(state);
    }
}
