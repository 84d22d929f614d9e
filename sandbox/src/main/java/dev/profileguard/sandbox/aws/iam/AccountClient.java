package dev.profileguard.sandbox.aws.iam;

import software.amazon.awssdk.services.iam.IamClient;

/// The SDK's client of an account in memory.
record AccountClient(CallDispatcher dispatcher)
        implements IamClient,
                InstanceProfileCalls,
                RoleCalls,
                RolePolicyCalls,
                UserPolicyCalls,
                ManagedPolicyCalls,
                AccountCalls {
    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /// Does nothing: the client holds no resources.
    @Override
    public void close() {}
}
