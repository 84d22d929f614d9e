package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.operation.PolicyArn;
import dev.profileguard.sandbox.aws.iam.request.RecordedRequests;
import dev.profileguard.sandbox.aws.iam.request.RequestCheck;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.CaseInsensitiveMap;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.PolicyDocument;
import dev.profileguard.sandbox.aws.iam.state.PolicyEntry;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.sandbox.aws.iam.state.Profiles;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.iam.model.UserDetail;

/// The content of a recorded account, with its IDs and dates, to be loaded into an [IamAccount] as
/// a whole. Equal documents are stored once.
///
/// An added entity has all the elements that IAM always returns; its documents are JSON, not
/// URL-encoded. Each method throws an [software.amazon.awssdk.services.iam.model.IamException]:
/// ValidationError or InvalidInput for an entity that IAM would not have created,
/// EntityAlreadyExists for a name that was added existing with other content.
public final class AccountImage {
    private static final int DEFAULT_SESSION_SECONDS = 3600;

    private final String accountId;
    private final UnaryOperator<String> localized;
    private final TreeMap<String, RoleEntry> roles = new TreeMap<>();
    private final TreeMap<String, ProfileEntry> profiles = new TreeMap<>();
    private final TreeMap<String, PolicyEntry> policies = new TreeMap<>();
    private final Map<String, PolicyEntry> ofAws = new HashMap<>();
    private final TreeMap<String, User> users = new TreeMap<>();
    private final Map<PolicyDocument, PolicyDocument> documents = new HashMap<>();
    private final Map<String, String> trusts = new HashMap<>();

    /// An image without entities.
    ///
    /// @param accountId the account into which the image will be loaded
    /// @param localized replaces the recorded account's ID in ARNs and documents
    public AccountImage(String accountId, UnaryOperator<String> localized) {
        this.accountId = accountId;
        this.localized = localized;
    }

    /// Adds a role, its inline policies, and the ARNs of its managed policies; not its profiles.
    public void role(RoleDetail detail) {
        String name = detail.roleName();
        String trust = localized.apply(detail.assumeRolePolicyDocument());
        RequestCheck.check("CreateRole", RecordedRequests.of(detail));
        Role role =
                Role.builder()
                        .path(detail.path())
                        .roleName(name)
                        .roleId(detail.roleId())
                        .arn(arn("role", detail.path(), name))
                        .createDate(detail.createDate())
                        .assumeRolePolicyDocument(trusts.computeIfAbsent(trust, first -> first))
                        .maxSessionDuration(DEFAULT_SESSION_SECONDS)
                        .permissionsBoundary(boundary(detail.permissionsBoundary()))
                        .roleLastUsed(used(detail.roleLastUsed()))
                        .tags(orNone(detail.tags()))
                        .build();
        List<String> attached =
                detail.attachedManagedPolicies().stream().map(this::attached).toList();
        add(roles, "Role", name, new RoleEntry(role, inline(detail), attached));
    }

    /// Adds an instance profile.
    ///
    /// @param profile its list of roles is ignored
    /// @param roleName a role that is also added, existing or later; null: the profile is empty
    public void profile(InstanceProfile profile, @Nullable String roleName) {
        RequestCheck.check("CreateInstanceProfile", RecordedRequests.of(profile));
        String name = profile.instanceProfileName();
        InstanceProfile kept =
                profile.copy(change ->
                        change.roles((List<Role>) null)
                                .arn(arn("instance-profile", profile.path(), name))
                                .tags(profile.tags()));
        add(profiles, "Instance profile", name, new ProfileEntry(kept, roleName));
    }

    /// Adds a customer managed policy.
    public void policy(ManagedPolicyDetail detail) {
        RequestCheck.check("CreatePolicy", RecordedRequests.of(detail));
        String name = detail.policyName();
        add(policies, "Policy", name, entry(detail, arn("policy", detail.path(), name)));
    }

    /// Adds a policy of AWS, as it was when the account was recorded.
    public void policyOfAws(ManagedPolicyDetail detail) {
        ofAws.put(detail.arn(), entry(detail, detail.arn()));
    }

    private PolicyEntry entry(ManagedPolicyDetail detail, String arn) {
        Policy policy =
                Policy.builder()
                        .policyName(detail.policyName())
                        .policyId(detail.policyId())
                        .arn(arn)
                        .path(detail.path())
                        .defaultVersionId(detail.defaultVersionId())
                        .isAttachable(!Boolean.FALSE.equals(detail.isAttachable()))
                        .description(detail.description())
                        .createDate(detail.createDate())
                        .updateDate(detail.updateDate())
                        .tags(List.of())
                        .build();
        PolicyEntry entry = new PolicyEntry(policy, Collections.emptySortedMap(), Map.of(), 1);
        for (PolicyVersion version : detail.policyVersionList()) {
            PolicyVersion kept = version.copy(change -> change.isDefaultVersion(null));
            entry = entry.withVersion(number(version), kept, document(version.document()));
        }
        return entry;
    }

    /// Adds a user, without its policies and groups.
    public void user(UserDetail detail) {
        String name = detail.userName();
        RequestCheck.check("CreateUser", RecordedRequests.of(detail));
        User user =
                User.builder()
                        .path(detail.path())
                        .userName(name)
                        .userId(detail.userId())
                        .arn(arn("user", detail.path(), name))
                        .createDate(detail.createDate())
                        .permissionsBoundary(boundary(detail.permissionsBoundary()))
                        .tags(orNone(detail.tags()))
                        .build();
        add(users, "User", name, user);
    }

    /// The ID of an added role; empty: no such role was added.
    public Optional<String> roleId(String name) {
        return Optional.ofNullable(roles.get(CaseInsensitiveMap.folded(name)))
                .map(entry -> entry.role().roleId());
    }

    /// The account with this image instead of its previous content.
    AccountState into(AccountState account) {
        return account.withRoles(CaseInsensitiveMap.of(roles))
                .withProfiles(Profiles.of(profiles))
                .withPolicies(CaseInsensitiveMap.of(policies))
                .withUsers(CaseInsensitiveMap.of(users))
                .withUserPolicies(CaseInsensitiveMap.of(Map.of()))
                .withRecordedOfAws(ofAws)
                .withDeletions(Set.of());
    }

    private SortedMap<String, PolicyDocument> inline(RoleDetail detail) {
        TreeMap<String, PolicyDocument> inline = new TreeMap<>();
        for (PolicyDetail policy : detail.rolePolicyList()) {
            RequestCheck.check("PutRolePolicy", RecordedRequests.of(detail.roleName(), policy));
            inline.put(policy.policyName(), document(policy.policyDocument()));
        }
        return Collections.unmodifiableSortedMap(inline);
    }

    private PolicyDocument document(String text) {
        return documents.computeIfAbsent(PolicyDocument.of(localized.apply(text)), first -> first);
    }

    private String attached(AttachedPolicy policy) {
        PolicyArn.check(policy.policyArn());
        return localized.apply(policy.policyArn());
    }

    private @Nullable AttachedPermissionsBoundary boundary(
            @Nullable AttachedPermissionsBoundary recorded) {
        if (recorded == null || recorded.permissionsBoundaryArn() == null) {
            return null;
        }
        PolicyArn.check(recorded.permissionsBoundaryArn());
        String arn = localized.apply(recorded.permissionsBoundaryArn());
        return recorded.copy(change -> change.permissionsBoundaryArn(arn));
    }

    private String arn(String kind, String path, String name) {
        return "arn:aws:iam::%s:%s%s%s".formatted(accountId, kind, path, name);
    }

    private static int number(PolicyVersion version) {
        if (!version.versionId().matches("v[1-9][0-9]{0,8}")) {
            throw IamErrors.validation("%s is no version ID.".formatted(version.versionId()));
        }
        return Integer.parseInt(version.versionId().substring(1));
    }

    private static @Nullable RoleLastUsed used(@Nullable RoleLastUsed recorded) {
        return recorded == null || recorded.lastUsedDate() == null ? null : recorded;
    }

    private static @Nullable List<Tag> orNone(List<Tag> tags) {
        return tags.isEmpty() ? null : List.copyOf(tags);
    }

    private static <T> void add(Map<String, T> added, String kind, String name, T entry) {
        T existing = added.putIfAbsent(CaseInsensitiveMap.folded(name), entry);
        if (existing != null && !existing.equals(entry)) {
            throw IamErrors.alreadyExists(
                    "%s %s is recorded twice, each time differently.".formatted(kind, name));
        }
    }
}
