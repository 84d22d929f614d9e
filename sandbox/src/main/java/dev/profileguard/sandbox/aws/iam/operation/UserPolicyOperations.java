package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.policy.IdentityPolicy;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.PolicyDocument;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import dev.profileguard.sandbox.aws.iam.state.UserPolicies;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;

/// IAM's operations on the policies of a user: inline policies, which belong to the user, and
/// attached managed policies.
public final class UserPolicyOperations {
    /// The quota for all inline policies of a user together, in characters without white space.
    private static final int INLINE_SIZE = 2048;

    private UserPolicyOperations() {}

    /// PutUserPolicy.
    public static PutUserPolicyResponse put(Transaction transaction, PutUserPolicyRequest request) {
        transaction.state().user(request.userName());
        IdentityPolicy.check(request.policyDocument());
        change(
                transaction,
                request.userName(),
                policies ->
                        policies.withInline(
                                request.policyName(), PolicyDocument.of(request.policyDocument())));
        int size =
                transaction.state().policiesOfUser(request.userName()).inline().values().stream()
                        .map(PolicyDocument::text)
                        .mapToInt(PolicyText::size)
                        .sum();
        if (size > INLINE_SIZE) {
            throw IamErrors.limitExceeded(
                    "Maximum policy size of %d bytes exceeded for user %s"
                            .formatted(INLINE_SIZE, request.userName()));
        }
        return PutUserPolicyResponse.builder().build();
    }

    /// GetUserPolicy.
    public static GetUserPolicyResponse get(AccountState account, GetUserPolicyRequest request) {
        String user = account.user(request.userName()).userName();
        PolicyDocument document = account.policiesOfUser(user).inline().get(request.policyName());
        if (document == null) {
            throw noInlinePolicy(request.policyName());
        }
        return GetUserPolicyResponse.builder()
                .userName(user)
                .policyName(request.policyName())
                .policyDocument(PolicyText.encoded(document.text()))
                .build();
    }

    /// DeleteUserPolicy.
    public static DeleteUserPolicyResponse delete(
            Transaction transaction, DeleteUserPolicyRequest request) {
        String user = transaction.state().user(request.userName()).userName();
        if (!transaction.state().policiesOfUser(user).inline().containsKey(request.policyName())) {
            throw noInlinePolicy(request.policyName());
        }
        change(transaction, user, policies -> policies.withoutInline(request.policyName()));
        return DeleteUserPolicyResponse.builder().build();
    }

    /// ListUserPolicies.
    public static ListUserPoliciesResponse list(
            AccountState account, ListUserPoliciesRequest request) {
        String user = account.user(request.userName()).userName();
        Page<String> page =
                Page.of(
                        account.policiesOfUser(user).inline().keySet(),
                        name -> name,
                        request.marker(),
                        request.maxItems());
        return ListUserPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// AttachUserPolicy.
    public static AttachUserPolicyResponse attach(
            Transaction transaction, AttachUserPolicyRequest request) {
        String arn = request.policyArn();
        PolicyArn.check(arn);
        String user = transaction.state().user(request.userName()).userName();
        ManagedPolicies.attachable(transaction.state(), arn);
        if (!transaction.state().policiesOfUser(user).attached().contains(arn)) {
            change(transaction, user, policies -> policies.withAttached(arn));
        }
        return AttachUserPolicyResponse.builder().build();
    }

    /// DetachUserPolicy.
    public static DetachUserPolicyResponse detach(
            Transaction transaction, DetachUserPolicyRequest request) {
        String arn = request.policyArn();
        PolicyArn.check(arn);
        String user = transaction.state().user(request.userName()).userName();
        if (!transaction.state().policiesOfUser(user).attached().contains(arn)) {
            throw ManagedPolicies.notFound(arn);
        }
        change(transaction, user, policies -> policies.withoutAttached(arn));
        return DetachUserPolicyResponse.builder().build();
    }

    /// ListAttachedUserPolicies.
    public static ListAttachedUserPoliciesResponse listAttached(
            AccountState account, ListAttachedUserPoliciesRequest request) {
        String user = account.user(request.userName()).userName();
        Page<AttachedPolicy> page =
                Page.of(
                        account.policiesOfUser(user).attached().stream()
                                .map(RolePolicies::attached)
                                .toList(),
                        policy -> account.policyId(policy.policyArn()) + policy.policyArn(),
                        request.marker(),
                        request.maxItems());
        return ListAttachedUserPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    private static void change(
            Transaction transaction, String user, UnaryOperator<UserPolicies> change) {
        transaction.change(state ->
                state.withUserPolicies(
                        state.userPolicies().with(user, change.apply(state.policiesOfUser(user)))));
    }

    private static IamException noInlinePolicy(String name) {
        return IamErrors.noSuchEntity(
                "The user policy with name %s cannot be found.".formatted(name));
    }
}
