package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.CaseInsensitiveMap;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.sandbox.aws.iam.state.Quota;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.Tag;

/// IAM's operations on [instance
/// profiles](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html).
public final class InstanceProfiles {
    private InstanceProfiles() {}

    /// CreateInstanceProfile.
    public static CreateInstanceProfileResponse create(
            Transaction transaction, CreateInstanceProfileRequest request) {
        String name = request.instanceProfileName();
        List<Tag> tags = TagKeys.EXACT_CASE.first(request.tags());
        if (transaction.state().profiles().has(name)) {
            throw IamErrors.alreadyExists("Instance Profile %s already exists.".formatted(name));
        }
        Quota.INSTANCE_PROFILES.check(
                1L + transaction.state().profiles().size(), transaction.state().profileQuota());
        String path = request.path() == null ? "/" : request.path();
        InstanceProfile profile =
                InstanceProfile.builder()
                        .path(path)
                        .instanceProfileName(name)
                        .instanceProfileId(transaction.ids().instanceProfile())
                        .arn(transaction.arn("instance-profile", path, name))
                        .createDate(transaction.now())
                        .tags(tags)
                        .build();
        transaction.put(new ProfileEntry(profile, null));
        return CreateInstanceProfileResponse.builder()
                .instanceProfile(
                        profile.copy(shown ->
                                shown.roles(List.of())
                                        .tags(request.tags().isEmpty() ? null : request.tags())))
                .build();
    }

    /// GetInstanceProfile.
    public static GetInstanceProfileResponse get(
            AccountState account, GetInstanceProfileRequest request) {
        ProfileEntry profile = account.profile(request.instanceProfileName());
        return GetInstanceProfileResponse.builder()
                .instanceProfile(
                        listed(account, profile)
                                .copy(shown -> shown.tags(profile.profile().tags())))
                .build();
    }

    /// ListInstanceProfiles.
    public static ListInstanceProfilesResponse list(
            AccountState account, ListInstanceProfilesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        Page<ProfileEntry> page =
                page(
                        account.profiles().values().stream()
                                .filter(profile -> profile.profile().path().startsWith(prefix))
                                .toList(),
                        request.marker(),
                        request.maxItems());
        return ListInstanceProfilesResponse.builder()
                .instanceProfiles(
                        page.items().stream().map(profile -> listed(account, profile)).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// ListInstanceProfilesForRole.
    public static ListInstanceProfilesForRoleResponse listForRole(
            AccountState account, ListInstanceProfilesForRoleRequest request) {
        RoleEntry role = account.role(request.roleName());
        Page<ProfileEntry> page =
                page(account.profilesWith(role).toList(), request.marker(), request.maxItems());
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(
                        page.items().stream().map(profile -> listed(account, profile)).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    /// DeleteInstanceProfile.
    public static DeleteInstanceProfileResponse delete(
            Transaction transaction, DeleteInstanceProfileRequest request) {
        ProfileEntry profile = transaction.state().profile(request.instanceProfileName());
        if (profile.roleName() != null) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove roles from instance profile first.");
        }
        transaction.change(state -> state.withProfiles(state.profiles().without(profile.name())));
        return DeleteInstanceProfileResponse.builder().build();
    }

    /// AddRoleToInstanceProfile.
    public static AddRoleToInstanceProfileResponse addRole(
            Transaction transaction, AddRoleToInstanceProfileRequest request) {
        ProfileEntry profile = transaction.state().profile(request.instanceProfileName());
        RoleEntry role = transaction.modifiableRole(request.roleName());
        Quota.ROLES_IN_PROFILE.check(profile.roleName() == null ? 1 : 2);
        transaction.put(profile.holding(role.name()));
        return AddRoleToInstanceProfileResponse.builder().build();
    }

    /// RemoveRoleFromInstanceProfile.
    public static RemoveRoleFromInstanceProfileResponse removeRole(
            Transaction transaction, RemoveRoleFromInstanceProfileRequest request) {
        RoleEntry role = transaction.modifiableRole(request.roleName());
        ProfileEntry profile = transaction.state().profile(request.instanceProfileName());
        if (!profile.holds(role)) {
            throw IamErrors.noSuchEntity(
                    "Role %s in Instance Profile %s cannot be found."
                            .formatted(request.roleName(), request.instanceProfileName()));
        }
        transaction.put(profile.holding(null));
        return RemoveRoleFromInstanceProfileResponse.builder().build();
    }

    /// The profile as lists contain it: with its role, without its tags.
    public static InstanceProfile listed(AccountState account, ProfileEntry profile) {
        List<RoleEntry> roles =
                profile.roleName() == null ? List.of() : List.of(account.role(profile.roleName()));
        return profile.profile()
                .copy(shown ->
                        shown.roles(roles.stream().map(RoleProjection.NESTED::of).toList())
                                .tags((List<Tag>) null));
    }

    private static Page<ProfileEntry> page(
            List<ProfileEntry> profiles, @Nullable String marker, @Nullable Integer maxItems) {
        return Page.of(
                profiles, profile -> CaseInsensitiveMap.folded(profile.name()), marker, maxItems);
    }
}
