package dev.profileguard.aws.client;

import dev.profileguard.aws.query.SignedHttp;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.endpoints.IamEndpointProvider;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
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
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyNotAttachableException;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;

/// IAM, for the operations that the functions call. All others throw
/// [UnsupportedOperationException], as the SDK's interface does.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
public final class SignedIam implements IamClient {
    static final ServiceErrors ERRORS =
            new ServiceErrors(
                    List.of(
                            "ConcurrentModification",
                            "DeleteConflict",
                            "EntityAlreadyExists",
                            "LimitExceeded",
                            "MalformedPolicyDocument",
                            "NoSuchEntity",
                            "PolicyNotAttachable",
                            "UnmodifiableEntity"),
                    SignedIam::error);

    static final ServiceCalls.Service SERVICE =
            new ServiceCalls.Service(
                    "Iam",
                    "iam",
                    question ->
                            IamEndpointProvider.defaultProvider()
                                    .resolveEndpoint(params ->
                                            params.region(question.region())
                                                    .useFips(question.useFips())
                                                    .useDualStack(question.useDualStack())),
                    uri -> QueryProtocol.of(uri, "2010-05-08", ERRORS),
                    AwsRetryStrategy::forRetryMode);

    private final ServiceCalls calls;

    SignedIam(ServiceCalls calls) {
        this.calls = calls;
    }

    /// A client. It does not close the HTTP client.
    ///
    /// @param environment the environment variables of the function
    public static IamClient of(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Map<String, String> environment) {
        return new SignedIam(
                ServiceCalls.of(SERVICE, new SignedHttp(http, credentials)::send, environment));
    }

    private static SdkPojo error(String code) {
        return switch (code) {
            case "ConcurrentModification" -> ConcurrentModificationException.builder();
            case "DeleteConflict" -> DeleteConflictException.builder();
            case "EntityAlreadyExists" -> EntityAlreadyExistsException.builder();
            case "LimitExceeded" -> LimitExceededException.builder();
            case "MalformedPolicyDocument" -> MalformedPolicyDocumentException.builder();
            case "NoSuchEntity" -> NoSuchEntityException.builder();
            case "PolicyNotAttachable" -> PolicyNotAttachableException.builder();
            case "UnmodifiableEntity" -> UnmodifiableEntityException.builder();
            default -> IamException.builder();
        };
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // the HTTP client is not this client's own
    }

    @Override
    public GetInstanceProfileResponse getInstanceProfile(GetInstanceProfileRequest request) {
        return calls.call("GetInstanceProfile", request, GetInstanceProfileResponse::builder);
    }

    @Override
    public GetRoleResponse getRole(GetRoleRequest request) {
        return calls.call("GetRole", request, GetRoleResponse::builder);
    }

    @Override
    public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(
            ListInstanceProfilesForRoleRequest request) {
        return calls.call(
                "ListInstanceProfilesForRole",
                request,
                ListInstanceProfilesForRoleResponse::builder);
    }

    @Override
    public GetAccountSummaryResponse getAccountSummary(GetAccountSummaryRequest request) {
        return calls.call("GetAccountSummary", request, GetAccountSummaryResponse::builder);
    }

    @Override
    public GetAccountAuthorizationDetailsResponse getAccountAuthorizationDetails(
            GetAccountAuthorizationDetailsRequest request) {
        return calls.call(
                "GetAccountAuthorizationDetails",
                request,
                GetAccountAuthorizationDetailsResponse::builder);
    }

    @Override
    public ListInstanceProfilesResponse listInstanceProfiles(ListInstanceProfilesRequest request) {
        return calls.call("ListInstanceProfiles", request, ListInstanceProfilesResponse::builder);
    }

    @Override
    public CreateInstanceProfileResponse createInstanceProfile(
            CreateInstanceProfileRequest request) {
        return calls.call("CreateInstanceProfile", request, CreateInstanceProfileResponse::builder);
    }

    @Override
    public AddRoleToInstanceProfileResponse addRoleToInstanceProfile(
            AddRoleToInstanceProfileRequest request) {
        return calls.call(
                "AddRoleToInstanceProfile", request, AddRoleToInstanceProfileResponse::builder);
    }

    @Override
    public RemoveRoleFromInstanceProfileResponse removeRoleFromInstanceProfile(
            RemoveRoleFromInstanceProfileRequest request) {
        return calls.call(
                "RemoveRoleFromInstanceProfile",
                request,
                RemoveRoleFromInstanceProfileResponse::builder);
    }

    @Override
    public TagInstanceProfileResponse tagInstanceProfile(TagInstanceProfileRequest request) {
        return calls.call("TagInstanceProfile", request, TagInstanceProfileResponse::builder);
    }

    @Override
    public UntagInstanceProfileResponse untagInstanceProfile(UntagInstanceProfileRequest request) {
        return calls.call("UntagInstanceProfile", request, UntagInstanceProfileResponse::builder);
    }

    @Override
    public DeleteInstanceProfileResponse deleteInstanceProfile(
            DeleteInstanceProfileRequest request) {
        return calls.call("DeleteInstanceProfile", request, DeleteInstanceProfileResponse::builder);
    }

    @Override
    public TagRoleResponse tagRole(TagRoleRequest request) {
        return calls.call("TagRole", request, TagRoleResponse::builder);
    }

    @Override
    public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(
            UpdateAssumeRolePolicyRequest request) {
        return calls.call(
                "UpdateAssumeRolePolicy", request, UpdateAssumeRolePolicyResponse::builder);
    }

    @Override
    public AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
        return calls.call("AttachRolePolicy", request, AttachRolePolicyResponse::builder);
    }

    @Override
    public ListAttachedRolePoliciesResponse listAttachedRolePolicies(
            ListAttachedRolePoliciesRequest request) {
        return calls.call(
                "ListAttachedRolePolicies", request, ListAttachedRolePoliciesResponse::builder);
    }

    @Override
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        return calls.call("ListRolePolicies", request, ListRolePoliciesResponse::builder);
    }

    @Override
    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        return calls.call("GetRolePolicy", request, GetRolePolicyResponse::builder);
    }

    @Override
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        return calls.call("GetPolicy", request, GetPolicyResponse::builder);
    }

    @Override
    public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
        return calls.call("GetPolicyVersion", request, GetPolicyVersionResponse::builder);
    }

    @Override
    public ListEntitiesForPolicyResponse listEntitiesForPolicy(
            ListEntitiesForPolicyRequest request) {
        return calls.call("ListEntitiesForPolicy", request, ListEntitiesForPolicyResponse::builder);
    }
}
