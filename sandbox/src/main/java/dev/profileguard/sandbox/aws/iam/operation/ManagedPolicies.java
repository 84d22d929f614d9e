package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.policy.IdentityPolicy;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.AwsManagedPolicies;
import dev.profileguard.sandbox.aws.iam.state.CaseInsensitiveMap;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.PolicyEntry;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.Quota;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.Tag;

/// IAM's operations on [managed
/// policies](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html).
public final class ManagedPolicies {
    private ManagedPolicies() {}

    /// CreatePolicy.
    public static CreatePolicyResponse create(
            Transaction transaction, CreatePolicyRequest request) {
        String name = request.policyName();
        List<Tag> tags = TagKeys.EXACT_CASE.first(request.tags());
        IdentityPolicy.check(request.policyDocument());
        Quota.POLICY_SIZE.check(PolicyText.size(request.policyDocument()));
        if (transaction.state().policies().has(name)) {
            throw IamErrors.alreadyExists(
                    "A policy called %s already exists. Duplicate names are not allowed."
                            .formatted(name));
        }
        Quota.POLICIES.check(1L + transaction.state().policies().size());
        String path = request.path() == null ? "/" : request.path();
        Policy policy =
                Policy.builder()
                        .policyName(name)
                        .policyId(transaction.ids().policy())
                        .arn(transaction.arn("policy", path, name))
                        .path(path)
                        .defaultVersionId("v1")
                        .isAttachable(true)
                        .description(request.description())
                        .createDate(transaction.now())
                        .updateDate(transaction.now())
                        .tags(tags)
                        .build();
        PolicyEntry entry =
                PolicyEntry.of(
                        policy,
                        PolicyVersions.version(1, request.policyDocument(), transaction.now()));
        transaction.put(entry);
        return CreatePolicyResponse.builder()
                .policy(
                        listed(transaction.state(), entry)
                                .copy(shown ->
                                        shown.tags(
                                                request.tags().isEmpty() ? null : request.tags())))
                .build();
    }

    /// GetPolicy.
    public static GetPolicyResponse get(AccountState account, GetPolicyRequest request) {
        PolicyEntry entry = existing(account, request.policyArn());
        return GetPolicyResponse.builder()
                .policy(
                        listed(account, entry)
                                .copy(shown ->
                                        shown.description(entry.policy().description())
                                                .tags(TagKeys.byLength(entry.policy().tags()))))
                .build();
    }

    /// ListPolicies.
    public static ListPoliciesResponse list(AccountState account, ListPoliciesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<PolicyEntry> policies =
                scoped(account, request.scopeAsString())
                        .filter(entry -> entry.policy().path().startsWith(prefix))
                        .filter(entry -> isListed(account, entry.arn(), request))
                        .toList();
        Page<PolicyEntry> page =
                Page.of(policies, ManagedPolicies::order, request.marker(), request.maxItems());
        return ListPoliciesResponse.builder()
                .policies(page.items().stream().map(entry -> listed(account, entry)).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// DeletePolicy.
    public static DeletePolicyResponse delete(
            Transaction transaction, DeletePolicyRequest request) {
        PolicyArn.requireOwn(transaction, request.policyArn(), "Cannot delete policies");
        PolicyEntry entry = existing(transaction.state(), request.policyArn());
        AccountState account = transaction.state();
        if (account.attachments(entry.arn()) + account.boundaryUses(entry.arn()) > 0) {
            throw IamErrors.deleteConflict("Cannot delete a policy attached to entities.");
        }
        if (entry.versions().size() > 1) {
            throw IamErrors.deleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must"
                            + " delete the policy's versions. The default version is deleted with"
                            + " the policy.");
        }
        String name = entry.policy().policyName();
        transaction.change(state -> state.withPolicies(state.policies().without(name)));
        return DeletePolicyResponse.builder().build();
    }

    /// ListEntitiesForPolicy.
    public static ListEntitiesForPolicyResponse entities(
            AccountState account, ListEntitiesForPolicyRequest request) {
        PolicyEntry entry = attachable(account, request.policyArn());
        String filter = request.entityFilterAsString();
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<RoleEntry> roles =
                filter != null && !filter.equals("Role")
                        ? List.of()
                        : account.roles().values().stream()
                                .filter(role -> role.role().path().startsWith(prefix))
                                .filter(role ->
                                        uses(
                                                role,
                                                entry.arn(),
                                                request.policyUsageFilterAsString()))
                                .toList();
        Page<RoleEntry> page =
                Page.of(
                        roles,
                        role -> CaseInsensitiveMap.folded(role.name()),
                        request.marker(),
                        request.maxItems());
        return ListEntitiesForPolicyResponse.builder()
                .policyGroups(List.of())
                .policyUsers(List.of())
                .policyRoles(page.items().stream().map(ManagedPolicies::named).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// Orders lists of policies: the account's own come first, by their IDs; those of AWS follow,
    /// the oldest first.
    private static String order(PolicyEntry entry) {
        Policy policy = entry.policy();
        return AwsManagedPolicies.owns(entry.arn())
                ? "2" + policy.createDate() + entry.arn()
                : "1" + policy.policyId();
    }

    /// The policy as lists contain it: with its counts, without description and tags.
    static Policy listed(AccountState account, PolicyEntry entry) {
        return entry.policy()
                .copy(shown ->
                        shown.attachmentCount(account.attachments(entry.arn()))
                                .permissionsBoundaryUsageCount(account.boundaryUses(entry.arn()))
                                .description(null)
                                .tags((Collection<Tag>) null));
    }

    /// The policy, in a call about its attachments.
    static PolicyEntry attachable(AccountState account, String arn) {
        PolicyArn.check(arn);
        PolicyEntry entry = account.findPolicy(arn);
        if (entry == null) {
            throw IamErrors.noSuchEntity(
                    "Policy %s does not exist or is not attachable.".formatted(arn));
        }
        return entry;
    }

    /// @throws IamException NotImplemented for a policy that a role has, and that was not recorded
    ///   with the account
    static PolicyEntry existing(AccountState account, String arn) {
        PolicyArn.check(arn);
        PolicyEntry entry = account.findPolicy(arn);
        if (entry != null) {
            return entry;
        }
        boolean isUsed = account.attachments(arn) + account.boundaryUses(arn) > 0;
        throw isUsed
                ? IamErrors.notImplemented(
                        "The account was recorded without %s. Record it without --filter."
                                .formatted(arn))
                : notFound(arn);
    }

    /// The policy, for a change by a caller that is not AWS.
    static PolicyEntry modifiable(Transaction transaction, String arn) {
        PolicyEntry entry = existing(transaction.state(), arn);
        refuseAwsOwned(transaction, arn);
        return entry;
    }

    static void refuseAwsOwned(Transaction transaction, String arn) {
        if (AwsManagedPolicies.owns(arn)) {
            throw IamErrors.accessDenied(
                    "User: %s is not authorized to perform: iam:%s on resource: policy %s"
                            .formatted(transaction.caller().arn(), transaction.operation(), arn));
        }
    }

    static IamException notFound(String arn) {
        return IamErrors.noSuchEntity("Policy %s was not found.".formatted(arn));
    }

    private static Stream<PolicyEntry> scoped(AccountState account, @Nullable String scope) {
        Stream<PolicyEntry> own = account.policies().values().stream();
        return switch (scope == null ? "All" : scope) {
            case "Local" -> own;
            case "AWS" -> AwsManagedPolicies.all();
            default -> Stream.concat(own, AwsManagedPolicies.all());
        };
    }

    private static boolean isListed(AccountState account, String arn, ListPoliciesRequest request) {
        boolean attachedOnly = Boolean.TRUE.equals(request.onlyAttached());
        return switch (String.valueOf(request.policyUsageFilterAsString())) {
            case "PermissionsBoundary" -> account.boundaryUses(arn) > 0;
            case "PermissionsPolicy" -> account.attachments(arn) > 0;
            default -> !attachedOnly || account.attachments(arn) > 0;
        };
    }

    private static boolean uses(RoleEntry role, String arn, @Nullable String usage) {
        boolean attached = role.attachedPolicies().contains(arn);
        boolean bounds = role.boundary().equals(arn);
        if (usage == null) {
            return attached || bounds;
        }
        return usage.equals("PermissionsBoundary") ? bounds : attached;
    }

    private static PolicyRole named(RoleEntry role) {
        return PolicyRole.builder().roleName(role.name()).roleId(role.role().roleId()).build();
    }
}
