package dev.profileguard.sandbox.aws.iam;

import software.amazon.awssdk.services.iam.IamClient;

/// The SDK's client, answered by an account in memory.
record AccountClient(CallDispatcher desk)
        implements IamClient,
                InstanceProfileCalls,
                RoleCalls,
                RolePolicyCalls,
                ManagedPolicyCalls,
                AccountCalls {
    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /// Nothing is held open.
    @Override
    public void close() {}
}
