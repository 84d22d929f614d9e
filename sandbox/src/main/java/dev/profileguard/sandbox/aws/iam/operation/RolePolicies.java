package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.policy.IdentityPolicy;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.PolicyDocument;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.Quota;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.List;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;

/// IAM's operations on the policies of a role: inline policies, which belong to the role, and
/// attached managed policies.
public final class RolePolicies {
    /// The quota for all inline policies of a role together, in characters without white space.
    private static final int INLINE_SIZE = 10240;

    private RolePolicies() {}

    /// AttachRolePolicy.
    public static AttachRolePolicyResponse attach(
            Transaction transaction, AttachRolePolicyRequest request) {
        String arn = request.policyArn();
        PolicyArn.check(arn);
        RoleEntry role = transaction.modifiableRole(request.roleName());
        ManagedPolicies.attachable(transaction.state(), arn);
        if (arn.startsWith("arn:aws:iam::aws:policy/aws-service-role/")) {
            throw IamErrors.policyNotAttachable(
                    "Cannot attach a Service Role Policy to a Customer Role.");
        }
        if (!role.attachedPolicies().contains(arn)) {
            Quota.POLICIES_ON_ROLE.check(1L + role.attachedPolicies().size());
            transaction.put(role.withAttached(arn));
        }
        return AttachRolePolicyResponse.builder().build();
    }

    /// DetachRolePolicy.
    public static DetachRolePolicyResponse detach(
            Transaction transaction, DetachRolePolicyRequest request) {
        String arn = request.policyArn();
        PolicyArn.check(arn);
        RoleEntry role = transaction.modifiableRole(request.roleName());
        if (!role.attachedPolicies().contains(arn)) {
            throw ManagedPolicies.notFound(arn);
        }
        transaction.put(role.withoutAttached(arn));
        return DetachRolePolicyResponse.builder().build();
    }

    /// ListAttachedRolePolicies.
    public static ListAttachedRolePoliciesResponse listAttached(
            AccountState account, ListAttachedRolePoliciesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<AttachedPolicy> attached =
                account.role(request.roleName()).attachedPolicies().stream()
                        .filter(arn -> arn.substring(arn.indexOf('/')).startsWith(prefix))
                        .map(RolePolicies::attached)
                        .toList();
        Page<AttachedPolicy> page =
                Page.of(
                        attached,
                        policy -> account.policyId(policy.policyArn()) + policy.policyArn(),
                        request.marker(),
                        request.maxItems());
        return ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// PutRolePolicy.
    public static PutRolePolicyResponse put(Transaction transaction, PutRolePolicyRequest request) {
        RoleEntry role = transaction.modifiableRole(request.roleName());
        IdentityPolicy.check(request.policyDocument());
        RoleEntry changed =
                role.withInlinePolicy(
                        request.policyName(), PolicyDocument.of(request.policyDocument()));
        int size =
                changed.inlinePolicies().values().stream()
                        .map(PolicyDocument::text)
                        .mapToInt(PolicyText::size)
                        .sum();
        if (size > INLINE_SIZE) {
            throw IamErrors.limitExceeded(
                    "Maximum policy size of %d bytes exceeded for role %s"
                            .formatted(INLINE_SIZE, role.name()));
        }
        transaction.put(changed);
        return PutRolePolicyResponse.builder().build();
    }

    /// GetRolePolicy.
    public static GetRolePolicyResponse get(AccountState account, GetRolePolicyRequest request) {
        RoleEntry role = account.role(request.roleName());
        PolicyDocument document = role.inlinePolicies().get(request.policyName());
        if (document == null) {
            throw noInlinePolicy(request.policyName());
        }
        return GetRolePolicyResponse.builder()
                .roleName(role.name())
                .policyName(request.policyName())
                .policyDocument(PolicyText.encoded(document.text()))
                .build();
    }

    /// DeleteRolePolicy.
    public static DeleteRolePolicyResponse delete(
            Transaction transaction, DeleteRolePolicyRequest request) {
        RoleEntry role = transaction.modifiableRole(request.roleName());
        if (!role.inlinePolicies().containsKey(request.policyName())) {
            throw noInlinePolicy(request.policyName());
        }
        transaction.put(role.withoutInlinePolicy(request.policyName()));
        return DeleteRolePolicyResponse.builder().build();
    }

    /// ListRolePolicies.
    public static ListRolePoliciesResponse list(
            AccountState account, ListRolePoliciesRequest request) {
        Page<String> page =
                Page.of(
                        account.role(request.roleName()).inlinePolicies().keySet(),
                        name -> name,
                        request.marker(),
                        request.maxItems());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    static AttachedPolicy attached(String arn) {
        return AttachedPolicy.builder()
                .policyName(arn.substring(arn.lastIndexOf('/') + 1))
                .policyArn(arn)
                .build();
    }

    private static IamException noInlinePolicy(String name) {
        return IamErrors.noSuchEntity(
                "The role policy with name %s cannot be found.".formatted(name));
    }
}
