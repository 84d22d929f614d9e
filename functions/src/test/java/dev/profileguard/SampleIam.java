package dev.profileguard;

import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;

/// An account with two roles for EC2, of which one, `lonely`, is in no instance profile, and the
/// profile `prod-web` with the other, `web`. Nothing that is written changes it.
final class SampleIam implements IamClient {
    private static final String FOR_EC2 =
            """
            {"Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},\
             "Action": "sts:AssumeRole"}}\
            """;

    private static final Role WEB = role("web", "AROA1");
    private static final Role LONELY = role("lonely", "AROA2");
    private static final InstanceProfile PROD_WEB =
            InstanceProfile.builder()
                    .instanceProfileName("prod-web")
                    .instanceProfileId("AIPA1")
                    .path("/")
                    .roles(WEB)
                    .tags(Tag.builder().key("Owner").value("ops").build())
                    .build();

    private static Role role(String name, String id) {
        return Role.builder()
                .roleName(name)
                .roleId(id)
                .path("/")
                .createDate(Instant.EPOCH)
                .assumeRolePolicyDocument(FOR_EC2)
                .tags(Tag.builder().key("Team").value("web").build())
                .build();
    }

    @Override
    public GetRoleResponse getRole(GetRoleRequest request) {
        return switch (request.roleName()) {
            case "web" -> GetRoleResponse.builder().role(WEB).build();
            case "lonely" -> GetRoleResponse.builder().role(LONELY).build();
            default -> throw NoSuchEntityException.builder().message("no such role").build();
        };
    }

    @Override
    public GetInstanceProfileResponse getInstanceProfile(GetInstanceProfileRequest request) {
        if (!request.instanceProfileName().equals("prod-web")) {
            throw NoSuchEntityException.builder().message("no such profile").build();
        }
        return GetInstanceProfileResponse.builder().instanceProfile(PROD_WEB).build();
    }

    @Override
    public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(
            ListInstanceProfilesForRoleRequest request) {
        ListInstanceProfilesForRoleResponse.Builder response =
                ListInstanceProfilesForRoleResponse.builder().isTruncated(false);
        return request.roleName().equals("web")
                ? response.instanceProfiles(PROD_WEB).build()
                : response.build();
    }

    @Override
    public ListInstanceProfilesResponse listInstanceProfiles(ListInstanceProfilesRequest request) {
        return ListInstanceProfilesResponse.builder()
                .isTruncated(false)
                .instanceProfiles(PROD_WEB)
                .build();
    }

    @Override
    public GetAccountAuthorizationDetailsResponse getAccountAuthorizationDetails(
            GetAccountAuthorizationDetailsRequest request) {
        return GetAccountAuthorizationDetailsResponse.builder()
                .isTruncated(false)
                .roleDetailList(detail(WEB), detail(LONELY))
                .build();
    }

    private static RoleDetail detail(Role role) {
        return RoleDetail.builder()
                .roleName(role.roleName())
                .roleId(role.roleId())
                .path(role.path())
                .createDate(role.createDate())
                .assumeRolePolicyDocument(role.assumeRolePolicyDocument())
                .tags(role.tags())
                .build();
    }

    @Override
    public ListAttachedRolePoliciesResponse listAttachedRolePolicies(
            ListAttachedRolePoliciesRequest request) {
        return ListAttachedRolePoliciesResponse.builder().isTruncated(false).build();
    }

    @Override
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        return ListRolePoliciesResponse.builder().isTruncated(false).build();
    }

    @Override
    public ListEntitiesForPolicyResponse listEntitiesForPolicy(
            ListEntitiesForPolicyRequest request) {
        return ListEntitiesForPolicyResponse.builder().isTruncated(false).build();
    }

    @Override
    public GetAccountSummaryResponse getAccountSummary(GetAccountSummaryRequest request) {
        return GetAccountSummaryResponse.builder()
                .summaryMapWithStrings(
                        Map.of("InstanceProfiles", 1, "InstanceProfilesQuota", 1_000))
                .build();
    }

    @Override
    public TagInstanceProfileResponse tagInstanceProfile(TagInstanceProfileRequest request) {
        return TagInstanceProfileResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
