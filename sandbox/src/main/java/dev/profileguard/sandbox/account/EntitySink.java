package dev.profileguard.sandbox.account;

import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.UserDetail;

/// Takes what stands in account files, one after the other, each with its place. Every element that
/// IAM always gives is there.
interface EntitySink {
    void user(UserDetail user, SourceLocation place);

    /// A group, which is only counted.
    void group();

    void role(RoleDetail role, SourceLocation place);

    /// A customer managed policy, or one of AWS's that is in use.
    void policy(ManagedPolicyDetail policy, SourceLocation place);

    /// A profile as ListInstanceProfiles or GetInstanceProfile gives it.
    void profile(InstanceProfile profile, SourceLocation place);

    /// How many profiles the account may have, as GetAccountSummary gives it.
    void instanceProfileQuota(int most);

    /// The end of a page, whose entries came before.
    ///
    /// @param goesOn whether it says that there are further pages
    void page(Command command, boolean goesOn, SourceLocation place);
}
