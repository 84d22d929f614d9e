package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.PrincipalIds;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Role;

/// The role with which Auto Scaling starts and terminates instances, whoever made the group. The
/// first group of an account creates it, with the permissions of the caller.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html
record ServiceRole(RecordedService service, IamAccount account) {
    private static final String NAME = "AWSServiceRoleForAutoScaling";
    private static final String HOST = "autoscaling.amazonaws.com";
    private static final String SESSION = "AutoScaling";
    private static final int FORBIDDEN = 403;
    private static final int KEY_LENGTH = 16;

    /// Creates the role unless it is there.
    ///
    /// @throws AwsServiceException `AccessDenied`: the caller may not
    void createFor(Origin origin) {
        if (account.role(NAME).isPresent()) {
            return;
        }
        try {
            account.as(new Caller.Service(HOST, origin.caller()), HOST, HOST)
                    .createServiceLinkedRole(r -> r.awsServiceName(HOST));
        } catch (IamException refusal) {
            throw service.refusal(
                    FORBIDDEN,
                    "AccessDenied",
                    "The default Service-Linked Role for Auto Scaling could not be created. "
                            + refusal.awsErrorDetails().errorMessage());
        }
    }

    /// Auto Scaling with its role.
    ///
    /// @throws AwsServiceException `AuthFailure`: the role was deleted
    Origin in(String region) {
        Role role =
                account.role(NAME)
                        .orElseThrow(() ->
                                service.refusal(
                                        FORBIDDEN, "AuthFailure", "Authentication Failure"));
        String key = "ASIA" + PrincipalIds.role(NAME, SESSION).substring(4, 4 + KEY_LENGTH);
        Caller session =
                new Caller.RoleSession(
                        account.accountId(), role.path(), NAME, role.roleId(), SESSION, key);
        return new Origin(new Caller.Service(HOST, session), HOST, HOST).in(region);
    }
}
