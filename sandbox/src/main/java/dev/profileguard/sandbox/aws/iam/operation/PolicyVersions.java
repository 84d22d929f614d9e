package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.policy.IdentityPolicy;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.PolicyDocument;
import dev.profileguard.sandbox.aws.iam.state.PolicyEntry;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.Quota;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.time.Instant;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;

/// IAM's operations on the [versions of a managed
/// policy](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html).
public final class PolicyVersions {
    private static final int PER_POLICY = 5;

    private PolicyVersions() {}

    /// CreatePolicyVersion.
    public static CreatePolicyVersionResponse create(
            Transaction transaction, CreatePolicyVersionRequest request) {
        PolicyArn.requireOwn(
                transaction, request.policyArn(), "Cannot create versions for policies");
        PolicyEntry entry = ManagedPolicies.existing(transaction.state(), request.policyArn());
        IdentityPolicy.check(request.policyDocument());
        Quota.POLICY_SIZE.check(PolicyText.size(request.policyDocument()));
        if (entry.versions().size() >= PER_POLICY) {
            throw IamErrors.limitExceeded(
                    ("A managed policy can have up to %d versions. Before you create a new"
                                    + " version, you must delete an existing version.")
                            .formatted(PER_POLICY));
        }
        PolicyVersion version =
                version(entry.nextVersion(), request.policyDocument(), transaction.now());
        PolicyEntry changed = entry.withVersion(version);
        transaction.put(
                Boolean.TRUE.equals(request.setAsDefault())
                        ? defaulted(changed, version, transaction.now())
                        : changed);
        return CreatePolicyVersionResponse.builder()
                .policyVersion(
                        listed(version)
                                .isDefaultVersion(Boolean.TRUE.equals(request.setAsDefault()))
                                .build())
                .build();
    }

    /// GetPolicyVersion.
    public static GetPolicyVersionResponse get(
            AccountState account, GetPolicyVersionRequest request) {
        Found found = found(account, request.policyArn(), request.versionId());
        return GetPolicyVersionResponse.builder()
                .policyVersion(full(found.version(), found.policy()))
                .build();
    }

    /// ListPolicyVersions.
    public static ListPolicyVersionsResponse list(
            AccountState account, ListPolicyVersionsRequest request) {
        PolicyEntry entry = ManagedPolicies.existing(account, request.policyArn());
        Page<PolicyVersion> page =
                Page.of(
                        entry.versions().values(),
                        PolicyVersions::newestFirst,
                        request.marker(),
                        request.maxItems());
        return ListPolicyVersionsResponse.builder()
                .versions(
                        page.items().stream()
                                .map(version ->
                                        listed(version)
                                                .isDefaultVersion(entry.isDefault(version))
                                                .build())
                                .toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// SetDefaultPolicyVersion.
    public static SetDefaultPolicyVersionResponse setDefault(
            Transaction transaction, SetDefaultPolicyVersionRequest request) {
        PolicyArn.requireOwn(transaction, request.policyArn(), "Cannot update policies");
        Found found = found(transaction.state(), request.policyArn(), request.versionId());
        transaction.put(defaulted(found.policy(), found.version(), transaction.now()));
        return SetDefaultPolicyVersionResponse.builder().build();
    }

    /// DeletePolicyVersion.
    public static DeletePolicyVersionResponse delete(
            Transaction transaction, DeletePolicyVersionRequest request) {
        PolicyArn.requireOwn(
                transaction, request.policyArn(), "Cannot delete policy versions for policies");
        Found found = found(transaction.state(), request.policyArn(), request.versionId());
        if (found.policy().isDefault(found.version())) {
            throw IamErrors.deleteConflict("Cannot delete the default version of a policy.");
        }
        transaction.put(found.policy().withoutVersion(found.version()));
        return DeletePolicyVersionResponse.builder().build();
    }

    /// @param document as it was sent
    static PolicyVersion version(int number, String document, Instant now) {
        return PolicyVersion.builder()
                .versionId("v" + number)
                .document(document)
                .createDate(now)
                .build();
    }

    /// The version with its document, encoded.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.IamException NotImplemented for a policy
    ///   of AWS whose document the sandbox does not have
    static PolicyVersion full(PolicyVersion version, PolicyEntry entry) {
        if (entry.document(version) == null) {
            throw IamErrors.notImplemented(
                    "The sandbox has no document of %s.".formatted(entry.arn()));
        }
        return described(version, entry);
    }

    /// The version with its document, encoded; without a document that the sandbox does not have.
    static PolicyVersion described(PolicyVersion version, PolicyEntry entry) {
        PolicyDocument document = entry.document(version);
        return version.copy(shown ->
                shown.document(document == null ? null : PolicyText.encoded(document.text()))
                        .isDefaultVersion(entry.isDefault(version)));
    }

    private record Found(PolicyEntry policy, PolicyVersion version) {}

    private static Found found(AccountState account, String arn, String versionId) {
        PolicyArn.check(arn);
        PolicyEntry policy = account.findPolicy(arn);
        PolicyVersion version = policy == null ? null : policy.version(versionId);
        if (policy == null || version == null) {
            throw IamErrors.noSuchEntity(
                    "Policy %s version %s does not exist or is not attachable."
                            .formatted(arn, versionId));
        }
        return new Found(policy, version);
    }

    private static PolicyEntry defaulted(PolicyEntry entry, PolicyVersion version, Instant now) {
        return entry.changed(
                change -> change.defaultVersionId(version.versionId()).updateDate(now));
    }

    private static PolicyVersion.Builder listed(PolicyVersion version) {
        return version.toBuilder().document(null);
    }

    private static String newestFirst(PolicyVersion version) {
        int number = Integer.parseInt(version.versionId().substring(1));
        return "%010d".formatted(Integer.MAX_VALUE - number);
    }
}
