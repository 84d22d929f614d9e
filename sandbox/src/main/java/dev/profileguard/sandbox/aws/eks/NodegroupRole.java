package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.PrincipalIds;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/// The service-linked role with which EKS makes what node groups need.
/// https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks-nodegroups.html
record NodegroupRole(IamAccount account, RegionalService calls) {
    private static final String EKS = "eks.amazonaws.com";
    private static final String HOST = "eks-nodegroup.amazonaws.com";
    private static final String NAME = "AWSServiceRoleForAmazonEKSNodegroup";
    private static final String PATH = RoleEntry.SERVICE_LINKED_PATH + HOST + "/";
    private static final String SESSION = "EKS";

    /// Creates the role if it does not exist, with the permissions of the caller, who also has to
    /// be allowed to read it. The sentence is of a public report:
    /// https://github.com/terraform-aws-modules/terraform-aws-eks/issues/823
    void ensure(EksInput input) {
        Caller caller = input.origin().caller();
        AccessRequest read =
                new AccessRequest(
                        "iam:GetRole", new Stack(account.accountId()).iamArn("role" + PATH + NAME));
        if (calls.permissions().apply(caller).refusal(read) != null) {
            throw input.service()
                    .refusal(
                            "InvalidRequestException",
                            "Failed to validate if SLR: %s already exists due to missing permissions for 'iam:GetRole'"
                                    .formatted(NAME));
        }
        if (account.role(NAME).isEmpty()) {
            account.as(new Caller.Service(EKS, caller), EKS, EKS)
                    .createServiceLinkedRole(r -> r.awsServiceName(HOST));
        }
    }

    /// IAM as EKS sees it in this role.
    IamClient iam() {
        return account.as(caller(), HOST, HOST);
    }

    /// The next call of EKS in this role.
    Origin in(String region) {
        return new Origin(caller(), HOST, HOST).in(region);
    }

    private Caller caller() {
        String id =
                account.role(NAME)
                        .map(Role::roleId)
                        .orElse(PrincipalIds.role(account.accountId(), NAME));
        return new Caller.Service(
                HOST,
                new Caller.RoleSession(
                        account.accountId(),
                        PATH,
                        NAME,
                        id,
                        SESSION,
                        "ASIA" + id.substring(4, 20)));
    }
}
