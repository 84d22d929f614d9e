package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.AwsManagedPolicies;
import dev.profileguard.sandbox.aws.iam.state.CaseInsensitiveMap;
import dev.profileguard.sandbox.aws.iam.state.PolicyDocument;
import dev.profileguard.sandbox.aws.iam.state.PolicyEntry;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.iam.model.UserDetail;

/// The whole account, as
/// [GetAccountAuthorizationDetails](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html)
/// returns it: one list of users, roles and policies, in pages.
public final class AuthorizationDetails {
    private static final List<String> EVERYTHING =
            List.of("User", "Role", "LocalManagedPolicy", "AWSManagedPolicy");

    private final AccountState account;
    private final Map<String, List<ProfileEntry>> profilesByRole = new HashMap<>();

    private AuthorizationDetails(AccountState account) {
        this.account = account;
        account.profiles()
                .values()
                .forEach(profile -> {
                    String role = profile.roleName();
                    if (role != null) {
                        profilesByRole
                                .computeIfAbsent(role, none -> new ArrayList<>())
                                .add(profile);
                    }
                });
    }

    /// One entry of the list. Only those of the page are described.
    ///
    /// @param key orders the list
    private record Detail(String key, Supplier<? extends SdkPojo> element) {}

    /// GetAccountAuthorizationDetails.
    public static GetAccountAuthorizationDetailsResponse get(
            AccountState account, GetAccountAuthorizationDetailsRequest request) {
        AuthorizationDetails details = new AuthorizationDetails(account);
        List<String> kinds = request.hasFilter() ? request.filterAsStrings() : EVERYTHING;
        List<Detail> all =
                (kinds.isEmpty() ? EVERYTHING : kinds)
                        .stream().distinct().flatMap(details::ofKind).toList();
        Page<Detail> page = Page.of(all, Detail::key, request.marker(), request.maxItems());
        List<SdkPojo> shown =
                page.items().stream().<SdkPojo>map(each -> each.element().get()).toList();
        return GetAccountAuthorizationDetailsResponse.builder()
                .userDetailList(elements(shown, UserDetail.class))
                .groupDetailList(List.of())
                .roleDetailList(elements(shown, RoleDetail.class))
                .policies(elements(shown, ManagedPolicyDetail.class))
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    private Stream<Detail> ofKind(String kind) {
        return switch (kind) {
            case "User" ->
                    details("1", account.users().values().stream(), User::userName, this::user);
            case "Role" ->
                    details("2", account.roles().values().stream(), RoleEntry::name, this::role);
            case "LocalManagedPolicy" ->
                    details(
                            "3",
                            account.policies().values().stream(),
                            PolicyEntry::arn,
                            this::policy);
            case "AWSManagedPolicy" ->
                    details("4", attachedOfAws(), PolicyEntry::arn, this::policy);
            default -> Stream.empty();
        };
    }

    private static <T> Stream<Detail> details(
            String order,
            Stream<T> entries,
            Function<T, String> name,
            Function<T, ? extends SdkPojo> detail) {
        return entries.map(entry ->
                new Detail(
                        order + CaseInsensitiveMap.folded(name.apply(entry)),
                        () -> detail.apply(entry)));
    }

    private static <T> List<T> elements(List<SdkPojo> shown, Class<T> type) {
        return shown.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private Stream<PolicyEntry> attachedOfAws() {
        return account.roles().values().stream()
                .flatMap(role -> role.attachedPolicies().stream())
                .distinct()
                .filter(AwsManagedPolicies::owns)
                .map(account::findPolicy)
                .mapMulti((policy, known) -> {
                    if (policy != null) {
                        known.accept(policy);
                    }
                });
    }

    private UserDetail user(User user) {
        return UserDetail.builder()
                .path(user.path())
                .userName(user.userName())
                .userId(user.userId())
                .arn(user.arn())
                .createDate(user.createDate())
                .groupList(List.of())
                .attachedManagedPolicies(List.of())
                .permissionsBoundary(user.permissionsBoundary())
                .tags(List.copyOf(user.tags()))
                .build();
    }

    private RoleDetail role(RoleEntry entry) {
        Role role = entry.role();
        return RoleDetail.builder()
                .path(role.path())
                .roleName(role.roleName())
                .roleId(role.roleId())
                .arn(role.arn())
                .createDate(role.createDate())
                .assumeRolePolicyDocument(
                        RoleProjection.NESTED.of(entry).assumeRolePolicyDocument())
                .instanceProfileList(
                        profilesByRole.getOrDefault(entry.name(), List.of()).stream()
                                .map(profile -> InstanceProfiles.listed(account, profile))
                                .toList())
                .rolePolicyList(inline(entry))
                .attachedManagedPolicies(
                        entry.attachedPolicies().stream().map(RolePolicies::attached).toList())
                .permissionsBoundary(role.permissionsBoundary())
                .tags(List.copyOf(role.tags()))
                .roleLastUsed(RoleProjection.FULL.of(entry).roleLastUsed())
                .build();
    }

    private static List<PolicyDetail> inline(RoleEntry entry) {
        List<PolicyDetail> details = new ArrayList<>();
        for (Map.Entry<String, PolicyDocument> policy : entry.inlinePolicies().entrySet()) {
            details.add(
                    PolicyDetail.builder()
                            .policyName(policy.getKey())
                            .policyDocument(PolicyText.encoded(policy.getValue().text()))
                            .build());
        }
        return details;
    }

    private ManagedPolicyDetail policy(PolicyEntry entry) {
        Policy policy = ManagedPolicies.listed(account, entry);
        return ManagedPolicyDetail.builder()
                .policyName(policy.policyName())
                .policyId(policy.policyId())
                .arn(policy.arn())
                .path(policy.path())
                .defaultVersionId(policy.defaultVersionId())
                .attachmentCount(policy.attachmentCount())
                .permissionsBoundaryUsageCount(policy.permissionsBoundaryUsageCount())
                .isAttachable(policy.isAttachable())
                .createDate(policy.createDate())
                .updateDate(policy.updateDate())
                .policyVersionList(
                        entry.versions().values().stream()
                                .map(version -> PolicyVersions.described(version, entry))
                                .toList())
                .build();
    }
}
