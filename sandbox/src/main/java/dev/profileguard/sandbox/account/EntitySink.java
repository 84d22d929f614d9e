package dev.profileguard.sandbox.account;

import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.UserDetail;

/// Receives the entries of account files one by one, each with its place in the file. An entry has
/// all fields that IAM always returns.
interface EntitySink {
    void user(UserDetail user, SourceLocation place);

    /// Receives a group, without its content.
    void group();

    void role(RoleDetail role, SourceLocation place);

    /// Receives a customer managed policy, or an AWS managed policy that is attached.
    void policy(ManagedPolicyDetail policy, SourceLocation place);

    /// Receives a profile as ListInstanceProfiles or GetInstanceProfile returns it.
    void profile(InstanceProfile profile, SourceLocation place);

    /// Receives the quota of instance profiles, as GetAccountSummary returns it.
    void instanceProfileQuota(int quota);

    /// Notes the end of a page, after its entries.
    ///
    /// @param hasMore whether the page says that more pages follow
    void page(Command command, boolean hasMore, SourceLocation place);
}
