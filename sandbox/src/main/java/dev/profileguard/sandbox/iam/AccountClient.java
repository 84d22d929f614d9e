package dev.profileguard.sandbox.iam;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;

/// The SDK's client, answered by an account in memory.
final class AccountClient implements IamClient {
    private final InstanceProfiles profiles;
    private final IamAccount.Desk desk;

    AccountClient(InstanceProfiles profiles, IamAccount.Desk desk) {
        this.profiles = profiles;
        this.desk = desk;
    }

    @Override
    public CreateInstanceProfileResponse createInstanceProfile(
            CreateInstanceProfileRequest request) {
        return (CreateInstanceProfileResponse)
                desk.answer("CreateInstanceProfile", request, () -> profiles.create(request));
    }

    @Override
    public GetInstanceProfileResponse getInstanceProfile(GetInstanceProfileRequest request) {
        return (GetInstanceProfileResponse)
                desk.answer("GetInstanceProfile", request, () -> profiles.get(request));
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
