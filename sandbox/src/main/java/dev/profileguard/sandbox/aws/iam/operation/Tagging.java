package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.PolicyEntry;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyResponse;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;

/// IAM's operations on the [tags](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html) of
/// existing resources.
public final class Tagging {
    private Tagging() {}

    /// TagRole.
    public static TagRoleResponse tagRole(Transaction transaction, TagRoleRequest request) {
        RoleEntry role = transaction.state().role(request.roleName());
        transaction.put(role.withTags(TagKeys.ANY_CASE.added(role.role().tags(), request.tags())));
        return TagRoleResponse.builder().build();
    }

    /// UntagRole.
    public static UntagRoleResponse untagRole(Transaction transaction, UntagRoleRequest request) {
        RoleEntry role = transaction.state().role(request.roleName());
        transaction.put(
                role.withTags(TagKeys.ANY_CASE.removed(role.role().tags(), request.tagKeys())));
        return UntagRoleResponse.builder().build();
    }

    /// ListRoleTags.
    public static ListRoleTagsResponse ofRole(AccountState account, ListRoleTagsRequest request) {
        List<Tag> tags = account.role(request.roleName()).role().tags();
        Page<Tag> page = page(tags, request.marker(), request.maxItems());
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// TagInstanceProfile.
    public static TagInstanceProfileResponse tagProfile(
            Transaction transaction, TagInstanceProfileRequest request) {
        ProfileEntry profile = transaction.state().profile(request.instanceProfileName());
        List<Tag> tags = TagKeys.EXACT_CASE.added(profile.profile().tags(), request.tags());
        transaction.put(profile.changed(change -> change.tags(tags)));
        return TagInstanceProfileResponse.builder().build();
    }

    /// UntagInstanceProfile.
    public static UntagInstanceProfileResponse untagProfile(
            Transaction transaction, UntagInstanceProfileRequest request) {
        ProfileEntry profile = transaction.state().profile(request.instanceProfileName());
        List<Tag> tags = TagKeys.EXACT_CASE.removed(profile.profile().tags(), request.tagKeys());
        transaction.put(profile.changed(change -> change.tags(tags)));
        return UntagInstanceProfileResponse.builder().build();
    }

    /// ListInstanceProfileTags.
    public static ListInstanceProfileTagsResponse ofProfile(
            AccountState account, ListInstanceProfileTagsRequest request) {
        List<Tag> tags = account.profile(request.instanceProfileName()).profile().tags();
        Page<Tag> page = page(tags, request.marker(), request.maxItems());
        return ListInstanceProfileTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// TagPolicy.
    public static TagPolicyResponse tagPolicy(Transaction transaction, TagPolicyRequest request) {
        PolicyEntry policy = ManagedPolicies.modifiable(transaction, request.policyArn());
        List<Tag> tags = TagKeys.EXACT_CASE.added(policy.policy().tags(), request.tags());
        transaction.put(policy.changed(change -> change.tags(tags)));
        return TagPolicyResponse.builder().build();
    }

    /// UntagPolicy.
    public static UntagPolicyResponse untagPolicy(
            Transaction transaction, UntagPolicyRequest request) {
        PolicyEntry policy = ManagedPolicies.modifiable(transaction, request.policyArn());
        List<Tag> tags = TagKeys.EXACT_CASE.removed(policy.policy().tags(), request.tagKeys());
        transaction.put(policy.changed(change -> change.tags(tags)));
        return UntagPolicyResponse.builder().build();
    }

    /// ListPolicyTags.
    public static ListPolicyTagsResponse ofPolicy(
            AccountState account, ListPolicyTagsRequest request) {
        List<Tag> tags = ManagedPolicies.existing(account, request.policyArn()).policy().tags();
        Page<Tag> page = Page.of(tags, TagKeys::lengthOrder, request.marker(), request.maxItems());
        return ListPolicyTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    private static Page<Tag> page(
            List<Tag> tags, @Nullable String marker, @Nullable Integer maxItems) {
        return Page.of(tags, Tag::key, marker, maxItems);
    }
}
