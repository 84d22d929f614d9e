package dev.profileguard.aws;

import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.policy.AttachedPolicy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;
import software.amazon.awssdk.services.iam.model.Tag;

/// Reads IAM by the AWS SDK.
public final class SdkIamReader implements IamReader {
    /// The IAM permission for [#profile(ProfileName)].
    public static final String READ_PROFILE = "iam:GetInstanceProfile";

    /// The IAM permission for [#role(RoleName)].
    public static final String READ_ROLE = "iam:GetRole";

    /// The IAM permission for [#profilesWith(RoleName)].
    public static final String LIST_PROFILES_OF_ROLE = "iam:ListInstanceProfilesForRole";

    /// The IAM permission for [#profileQuota()].
    public static final String READ_SUMMARY = "iam:GetAccountSummary";

    /// The IAM permission for [#roles()].
    public static final String LIST_ROLES = "iam:GetAccountAuthorizationDetails";

    /// The IAM permission for [#profiles()].
    public static final String LIST_PROFILES = "iam:ListInstanceProfiles";

    private static final int MAX_PAGE_SIZE = 1_000;

    private final IamClient iam;

    /// Reads through this client.
    public SdkIamReader(IamClient iam) {
        this.iam = iam;
    }

    /// The profile with its role and tags, by one call; null if IAM has no profile of that name.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException if the call fails; the caller may
    ///   retry
    @Override
    public @Nullable InstanceProfile profile(ProfileName name) {
        try {
            return profile(
                    iam.getInstanceProfile(request -> request.instanceProfileName(name.value()))
                            .instanceProfile());
        } catch (NoSuchEntityException e) {
            return null;
        }
    }

    /// The role with its trust policy, tags and last use, by one call; null if IAM has no role of
    /// that name.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException if the call fails; the caller may
    ///   retry
    @Override
    public @Nullable RoleDetail role(RoleName name) {
        try {
            return detail(iam.getRole(request -> request.roleName(name.value())).role());
        } catch (NoSuchEntityException e) {
            return null;
        }
    }

    /// The profiles that contain the role, by one call for each 1,000 of them, **without their
    /// tags**; also empty if IAM has no role of that name.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException if the call fails; the caller may
    ///   retry
    @Override
    public List<InstanceProfile> profilesWith(RoleName name) {
        try {
            return iam
                    .listInstanceProfilesForRolePaginator(
                            request -> request.roleName(name.value()).maxItems(MAX_PAGE_SIZE))
                    .instanceProfiles()
                    .stream()
                    .map(SdkIamReader::profile)
                    .toList();
        } catch (NoSuchEntityException e) {
            return List.of();
        }
    }

    /// The number of instance profiles in the account, and its quota, by one call.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException if the call fails; the caller may
    ///   retry
    @Override
    public Quota profileQuota() {
        Map<SummaryKeyType, Integer> summary = iam.getAccountSummary(request -> {}).summaryMap();
        return new Quota(
                summary.getOrDefault(SummaryKeyType.INSTANCE_PROFILES, 0),
                summary.getOrDefault(SummaryKeyType.INSTANCE_PROFILES_QUOTA, 0));
    }

    /// A role with the managed policies that are attached to it.
    public record ListedRole(RoleDetail role, List<AttachedPolicy> attached) {
        /// Takes a copy.
        public ListedRole {
            attached = List.copyOf(attached);
        }
    }

    /// All roles, by one call for each page of up to 1,000 roles.
    ///
    /// See
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException if the call fails; the caller may
    ///   retry
    public List<ListedRole> roles() {
        return iam
                .getAccountAuthorizationDetailsPaginator(
                        request -> request.filter(EntityType.ROLE).maxItems(MAX_PAGE_SIZE))
                .stream()
                .flatMap(page -> page.roleDetailList().stream())
                .map(SdkIamReader::listed)
                .toList();
    }

    private static ListedRole listed(software.amazon.awssdk.services.iam.model.RoleDetail role) {
        return new ListedRole(
                detail(role),
                role.attachedManagedPolicies().stream()
                        .map(each -> new AttachedPolicy(each.policyName(), each.policyArn()))
                        .toList());
    }

    /// All instance profiles, **without their tags**, by one call for each page.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException if the call fails; the caller may
    ///   retry
    public List<InstanceProfile> profiles() {
        return iam
                .listInstanceProfilesPaginator(request -> request.maxItems(MAX_PAGE_SIZE))
                .instanceProfiles()
                .stream()
                .map(SdkIamReader::profile)
                .toList();
    }

    private static RoleDetail detail(software.amazon.awssdk.services.iam.model.RoleDetail role) {
        return detail(
                software.amazon.awssdk.services.iam.model.Role.builder()
                        .roleName(role.roleName())
                        .roleId(role.roleId())
                        .path(role.path())
                        .createDate(role.createDate())
                        .assumeRolePolicyDocument(role.assumeRolePolicyDocument())
                        .tags(role.tags())
                        .roleLastUsed(role.roleLastUsed())
                        .permissionsBoundary(role.permissionsBoundary())
                        .build());
    }

    private static RoleDetail detail(software.amazon.awssdk.services.iam.model.Role role) {
        RoleLastUsed use = role.roleLastUsed();
        AttachedPermissionsBoundary boundary = role.permissionsBoundary();
        return new RoleDetail(
                role(role),
                URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8),
                tags(role.tags()),
                use == null ? null : use.lastUsedDate(),
                role.createDate(),
                boundary == null ? null : boundary.permissionsBoundaryArn());
    }

    private static InstanceProfile profile(
            software.amazon.awssdk.services.iam.model.InstanceProfile profile) {
        return new InstanceProfile(
                new ProfileName(profile.instanceProfileName()),
                profile.instanceProfileId(),
                profile.path(),
                profile.roles().stream().findFirst().map(SdkIamReader::role).orElse(null),
                tags(profile.tags()));
    }

    private static Role role(software.amazon.awssdk.services.iam.model.Role role) {
        return new Role(new RoleName(role.roleName()), role.roleId(), role.path());
    }

    private static Tags tags(List<Tag> tags) {
        Map<String, String> values = new LinkedHashMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        return new Tags(values);
    }
}
