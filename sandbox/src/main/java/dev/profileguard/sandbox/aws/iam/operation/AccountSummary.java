package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.Quota;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryResponse;

/// The numbers of an account's entities and their quotas, as
/// [GetAccountSummary](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html)
/// returns them.
public final class AccountSummary {
    private AccountSummary() {}

    /// GetAccountSummary.
    public static GetAccountSummaryResponse get(
            AccountState account, GetAccountSummaryRequest request) {
        Map<String, Integer> summary = new LinkedHashMap<>(fixed());
        summary.put("Users", account.users().size());
        summary.put("UsersQuota", Quota.USERS.limit());
        summary.put("Roles", account.roles().size());
        summary.put("RolesQuota", Quota.ROLES.limit());
        summary.put("InstanceProfiles", account.profiles().size());
        summary.put("InstanceProfilesQuota", account.profileQuota());
        summary.put("Policies", account.policies().size());
        summary.put("PoliciesQuota", Quota.POLICIES.limit());
        summary.put("PolicyVersionsInUse", versions(account));
        summary.put("AttachedPoliciesPerRoleQuota", Quota.POLICIES_ON_ROLE.limit());
        summary.put("AssumeRolePolicySizeQuota", Quota.TRUST_POLICY_SIZE.limit());
        summary.put("PolicySizeQuota", Quota.POLICY_SIZE.limit());
        return GetAccountSummaryResponse.builder().summaryMapWithStrings(summary).build();
    }

    private static int versions(AccountState account) {
        return account.policies().values().stream()
                .mapToInt(policy -> policy.versions().size())
                .sum();
    }

    private static Map<String, Integer> fixed() {
        return Map.ofEntries(
                Map.entry("Groups", 0),
                Map.entry("GroupsQuota", 300),
                Map.entry("GroupsPerUserQuota", 10),
                Map.entry("GroupPolicySizeQuota", 5120),
                Map.entry("AttachedPoliciesPerGroupQuota", 10),
                Map.entry("AttachedPoliciesPerUserQuota", 10),
                Map.entry("UserPolicySizeQuota", 2048),
                Map.entry("RolePolicySizeQuota", 10240),
                Map.entry("PolicyVersionsInUseQuota", 10000),
                Map.entry("VersionsPerPolicyQuota", 5),
                Map.entry("AccessKeysPerUserQuota", 2),
                Map.entry("SigningCertificatesPerUserQuota", 2),
                Map.entry("ServerCertificates", 0),
                Map.entry("ServerCertificatesQuota", 20),
                Map.entry("MFADevices", 0),
                Map.entry("MFADevicesInUse", 0),
                Map.entry("Providers", 0),
                Map.entry("GlobalEndpointTokenVersion", 1),
                Map.entry("AccountMFAEnabled", 0),
                Map.entry("AccountAccessKeysPresent", 0),
                Map.entry("AccountPasswordPresent", 1),
                Map.entry("AccountSigningCertificatesPresent", 0));
    }
}
