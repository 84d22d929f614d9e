package dev.profileguard.sandbox.aws.iam.state;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.User;

/// The content of an account at one moment. Immutable: a copy of an older state needs no cloning.
///
/// @param profileQuota the quota of instance profiles
/// @param userPolicies the policies of users, by the user's name; a user without policies has none
/// @param deletions the task IDs of deleted service-linked roles
/// @param recordedOfAws the policies of AWS that were recorded with the account, by ARN
public record AccountState(
        String accountId,
        int profileQuota,
        CaseInsensitiveMap<RoleEntry> roles,
        Profiles profiles,
        CaseInsensitiveMap<PolicyEntry> policies,
        CaseInsensitiveMap<User> users,
        CaseInsensitiveMap<UserPolicies> userPolicies,
        Set<String> deletions,
        Map<String, PolicyEntry> recordedOfAws) {

    /// An account without entities, with the default quotas.
    public static AccountState empty(String accountId) {
        return new AccountState(
                accountId,
                Quota.INSTANCE_PROFILES.limit(),
                CaseInsensitiveMap.empty(),
                Profiles.empty(),
                CaseInsensitiveMap.empty(),
                CaseInsensitiveMap.empty(),
                CaseInsensitiveMap.empty(),
                Set.of(),
                Map.of());
    }

    /// The account with this quota of instance profiles.
    public AccountState withProfileQuota(int changed) {
        return copy(copy -> copy.profileQuota = changed);
    }

    /// The account with these roles.
    public AccountState withRoles(CaseInsensitiveMap<RoleEntry> changed) {
        return copy(copy -> copy.roles = changed);
    }

    /// The account with these instance profiles.
    public AccountState withProfiles(Profiles changed) {
        return copy(copy -> copy.profiles = changed);
    }

    /// The account with these managed policies.
    public AccountState withPolicies(CaseInsensitiveMap<PolicyEntry> changed) {
        return copy(copy -> copy.policies = changed);
    }

    /// The account with these users.
    public AccountState withUsers(CaseInsensitiveMap<User> changed) {
        return copy(copy -> copy.users = changed);
    }

    /// The account with these policies of users.
    public AccountState withUserPolicies(CaseInsensitiveMap<UserPolicies> changed) {
        return copy(copy -> copy.userPolicies = changed);
    }

    /// The account with these task IDs of deletions.
    public AccountState withDeletions(Set<String> changed) {
        return copy(copy -> copy.deletions = Set.copyOf(changed));
    }

    /// The account with these policies of AWS instead of those that the sandbox knows.
    public AccountState withRecordedOfAws(Map<String, PolicyEntry> changed) {
        return copy(copy -> copy.recordedOfAws = Map.copyOf(changed));
    }

    /// The role of this name.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.NoSuchEntityException without such a role
    public RoleEntry role(String name) {
        RoleEntry role = roles.find(name);
        if (role == null) {
            throw IamErrors.noSuchEntity("The role with name %s cannot be found.".formatted(name));
        }
        return role;
    }

    /// The instance profile of this name.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.NoSuchEntityException without such a
    ///   profile
    public ProfileEntry profile(String name) {
        ProfileEntry profile = profiles.find(name);
        if (profile == null) {
            throw IamErrors.noSuchEntity("Instance Profile %s cannot be found.".formatted(name));
        }
        return profile;
    }

    /// The user of this name.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.NoSuchEntityException without such a user
    public User user(String name) {
        User user = users.find(name);
        if (user == null) {
            throw IamErrors.noSuchEntity("The user with name %s cannot be found.".formatted(name));
        }
        return user;
    }

    /// The policy with this ARN, the account's own or AWS's; null: there is no such policy.
    public @Nullable PolicyEntry findPolicy(String arn) {
        PolicyEntry own = policies.find(arn.substring(arn.lastIndexOf('/') + 1));
        if (own != null && own.arn().equals(arn)) {
            return own;
        }
        PolicyEntry recorded = recordedOfAws.get(arn);
        return recorded == null ? AwsManagedPolicies.find(arn) : recorded;
    }

    /// The ID of the policy with this ARN, by which IAM orders attached policies. A policy that
    /// does not exist has an ID too, always the same one.
    public String policyId(String arn) {
        PolicyEntry policy = findPolicy(arn);
        return policy == null ? EntityIds.fixed("ANPA", arn) : policy.policy().policyId();
    }

    /// The instance profiles that contain a role.
    public Stream<ProfileEntry> profilesWith(RoleEntry role) {
        return profiles.with(role);
    }

    /// The policies of a user; empty: there are none.
    public UserPolicies policiesOfUser(String name) {
        UserPolicies found = userPolicies.find(name);
        return found == null ? UserPolicies.NONE : found;
    }

    /// The number of roles and users to which a policy is attached.
    public int attachments(String policyArn) {
        return (int)
                Stream.concat(
                                roles.values().stream().map(RoleEntry::attachedPolicies),
                                userPolicies.values().stream().map(UserPolicies::attached))
                        .filter(attached -> attached.contains(policyArn))
                        .count();
    }

    /// The number of roles whose permissions boundary is a policy.
    public int boundaryUses(String policyArn) {
        return (int)
                roles.values().stream().filter(role -> role.boundary().equals(policyArn)).count();
    }

    private AccountState copy(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return new AccountState(
                copy.accountId,
                copy.profileQuota,
                copy.roles,
                copy.profiles,
                copy.policies,
                copy.users,
                copy.userPolicies,
                copy.deletions,
                copy.recordedOfAws);
    }

    /// The components of a copy, of which one is changed before it is made.
    private static final class Copy {
        private String accountId;
        private int profileQuota;
        private CaseInsensitiveMap<RoleEntry> roles;
        private Profiles profiles;
        private CaseInsensitiveMap<PolicyEntry> policies;
        private CaseInsensitiveMap<User> users;
        private CaseInsensitiveMap<UserPolicies> userPolicies;
        private Set<String> deletions;
        private Map<String, PolicyEntry> recordedOfAws;

        private Copy(AccountState original) {
            accountId = original.accountId;
            profileQuota = original.profileQuota;
            roles = original.roles;
            profiles = original.profiles;
            policies = original.policies;
            users = original.users;
            userPolicies = original.userPolicies;
            deletions = original.deletions;
            recordedOfAws = original.recordedOfAws;
        }
    }
}
