package dev.profileguard.finding;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.text.JsonText;
import dev.profileguard.text.ShellCommand;

/// The commands that findings about refused calls recommend, beside those of [Commands].
public final class AdviceCommands {
    private static final String PROFILE = "--instance-profile-name";
    private static final String ROLE = "--role-name";

    private AdviceCommands() {}

    /// Shows a profile and its role.
    public static String showProfile(ProfileName profile) {
        return ShellCommand.of("aws iam get-instance-profile")
                .option(PROFILE, profile.value())
                .text();
    }

    /// Waits until IAM shows a profile, at most 40 seconds.
    public static String awaitProfile(ProfileName profile) {
        return ShellCommand.of("aws iam wait instance-profile-exists")
                .option(PROFILE, profile.value())
                .text();
    }

    /// Lists the names of all roles.
    public static String listRoles() {
        return "aws iam list-roles --query 'Roles[].RoleName' --output text";
    }

    /// Lists the profiles that contain a role.
    public static String listHolders(RoleName role) {
        return ShellCommand.of("aws iam list-instance-profiles-for-role")
                .option(ROLE, role.value())
                .text();
    }

    /// Lists the managed and the inline policies of a role.
    public static String listPolicies(RoleName role) {
        return "%s; %s"
                .formatted(
                        ShellCommand.of("aws iam list-attached-role-policies")
                                .option(ROLE, role.value())
                                .text(),
                        ShellCommand.of("aws iam list-role-policies")
                                .option(ROLE, role.value())
                                .text());
    }

    /// Deletes an inline policy of a role.
    public static String deletePolicy(RoleName role, String policy) {
        return ShellCommand.of("aws iam delete-role-policy")
                .option(ROLE, role.value())
                .option("--policy-name", policy)
                .text();
    }

    /// Lists the instances that use a profile, in every region. It finds the profile by its name,
    /// so also one that was deleted and created again.
    public static String findInstancesEverywhere(ProfileName profile) {
        String query =
                "IamInstanceProfileAssociations[?ends_with(IamInstanceProfile.Arn, %s)].[InstanceId,AssociationId,State]"
                        .formatted(ShellCommand.queryLiteral("/" + profile.value()));
        return "%s; for each REGION of these: %s"
                .formatted(
                        "aws ec2 describe-regions --query 'Regions[].RegionName' --output text",
                        ShellCommand.of("aws ec2 describe-iam-instance-profile-associations")
                                .option("--region", "REGION")
                                .option("--query", query)
                                .text());
    }

    /// Shows the association of an instance with its profile.
    ///
    /// @param region empty: the default region
    public static String showAssociation(String region, String instance) {
        return inRegion("aws ec2 describe-iam-instance-profile-associations", region)
                .option("--filters", "Name=instance-id,Values=" + instance)
                .text();
    }

    /// Shows the instance of an association.
    ///
    /// @param region empty: the default region
    public static String showAssociationById(String region, String association) {
        return inRegion("aws ec2 describe-iam-instance-profile-associations", region)
                .option("--association-ids", association)
                .text();
    }

    /// Replaces the profile of an instance.
    ///
    /// @param region empty: the default region
    /// @param profile a name; `PROFILE` if it is not known
    public static String replaceAssociation(String region, String association, String profile) {
        return inRegion("aws ec2 replace-iam-instance-profile-association", region)
                .option("--association-id", association)
                .object("--iam-instance-profile", "Name", profile)
                .text();
    }

    /// Ends the use of a profile by an instance.
    ///
    /// @param region empty: the default region
    public static String disassociate(String region, String association) {
        return inRegion("aws ec2 disassociate-iam-instance-profile", region)
                .option("--association-id", association)
                .text();
    }

    /// Associates an instance without a profile with one.
    ///
    /// @param region empty: the default region
    /// @param profile a name; `PROFILE` if it is not known
    public static String associate(String region, String instance, String profile) {
        return inRegion("aws ec2 associate-iam-instance-profile", region)
                .option("--instance-id", instance)
                .object("--iam-instance-profile", "Name", profile)
                .text();
    }

    /// Allows a role's sessions what a statement allows.
    ///
    /// @param statement as JSON
    public static String allowRole(String role, String policy, String statement) {
        return Commands.putPolicy(role, policy, document(statement));
    }

    /// Allows a user what a statement allows.
    ///
    /// @param statement as JSON
    public static String allowUser(String user, String policy, String statement) {
        return ShellCommand.of("aws iam put-user-policy")
                .option("--user-name", user)
                .option("--policy-name", policy)
                .option("--policy-document", document(statement))
                .text();
    }

    /// Shows which of a principal's policies allow or deny an action.
    public static String simulate(String principal, String action, String resource) {
        return ShellCommand.of("aws iam simulate-principal-policy")
                .option("--policy-source-arn", principal)
                .option("--action-names", action)
                .option("--resource-arns", resource)
                .text();
    }

    /// Decodes an encoded authorization message that the caller has.
    public static String decode() {
        return "aws sts decode-authorization-message --query DecodedMessage --output text"
                + " --encoded-message MESSAGE";
    }

    /// Assumes a role for some seconds.
    public static String assume(String roleArn, int seconds) {
        return ShellCommand.of("aws sts assume-role")
                .option("--role-arn", roleArn)
                .option("--role-session-name", "SESSION")
                .option("--duration-seconds", Integer.toString(seconds))
                .text();
    }

    /// Sets the longest session of a role.
    public static String maxSession(RoleName role, int seconds) {
        return ShellCommand.of("aws iam update-role")
                .option(ROLE, role.value())
                .option("--max-session-duration", Integer.toString(seconds))
                .text();
    }

    /// Creates the service-linked role of a service.
    ///
    /// @param service such as `spot.amazonaws.com`
    public static String createServiceRole(String service) {
        return ShellCommand.of("aws iam create-service-linked-role")
                .option("--aws-service-name", service)
                .text();
    }

    /// Lists the quotas of a service.
    ///
    /// @param service such as `iam`
    public static String listQuotas(String service) {
        return ShellCommand.of("aws service-quotas list-service-quotas")
                .option("--service-code", service)
                .text();
    }

    /// Shows how much of IAM's quotas the account uses.
    public static String summary() {
        return "aws iam get-account-summary";
    }

    /// Deletes a service-linked role.
    public static String deleteServiceRole(RoleName role) {
        return ShellCommand.of("aws iam delete-service-linked-role")
                .option(ROLE, role.value())
                .text();
    }

    /// Replaces the trust policy of a role by what the reader wrote to `trust.json`.
    public static String putTrust(RoleName role) {
        return Commands.updateTrust(role.value(), "file://trust.json");
    }

    /// A statement that lets a principal pass a role to a service.
    ///
    /// @param associated the pattern of the ARN of what gets the role; empty: none
    public static String passRole(String roleArn, String service, String associated) {
        String arnLike =
                associated.isEmpty()
                        ? ""
                        : ",\"ArnLike\":{\"iam:AssociatedResourceARN\":%s}"
                                .formatted(JsonText.string(associated));
        return "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":%s,\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":%s}%s}}"
                .formatted(JsonText.string(roleArn), JsonText.string(service), arnLike);
    }

    /// A statement that allows one action on one resource.
    public static String allow(String action, String resource) {
        return "{\"Effect\":\"Allow\",\"Action\":%s,\"Resource\":%s}"
                .formatted(JsonText.string(action), JsonText.string(resource));
    }

    private static String document(String statement) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}";
    }

    private static ShellCommand inRegion(String command, String region) {
        ShellCommand start = ShellCommand.of(command);
        return region.isEmpty() ? start : start.option("--region", region);
    }
}
