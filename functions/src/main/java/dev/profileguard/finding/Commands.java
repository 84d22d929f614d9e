package dev.profileguard.finding;

import dev.profileguard.iam.IamName;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.text.JsonText;
import dev.profileguard.text.ShellCommand;
import org.jspecify.annotations.Nullable;

/// The commands that findings recommend. Those about refused calls, and about the associations of
/// instances with profiles, are in [AdviceCommands].
public final class Commands {
    private static final String PROFILE = "--instance-profile-name";
    private static final String ROLE = "--role-name";

    private Commands() {}

    /// Makes the current state of a profile its baseline.
    public static String adopt(ProfileName profile) {
        return "invoke ProfileGuard with {\"adopt\": {\"profile\": %s}}".formatted(json(profile));
    }

    /// Lists the names of all roles.
    public static String listRoles() {
        return "aws iam list-roles --query Roles[].RoleName";
    }

    /// Lets everybody change a profile for 30 minutes.
    public static String release(ProfileName profile) {
        return ("invoke ProfileGuard with {\"release\": {\"profile\": %s, \"minutes\": 30,"
                        + " \"reason\": \"...\"}}")
                .formatted(json(profile));
    }

    /// Gives what uses a profile a new one: shows the steps, and what is to be said to do them.
    ///
    /// @param role for the new profile; null: the role that is recorded of the old one
    public static String rotate(ProfileName profile, @Nullable RoleName role) {
        ShellCommand command = ShellCommand.of("./guard rotate").operand(profile.value());
        return "%s; or invoke ProfileRotation with {\"start\": {\"profile\": %s%s}}"
                .formatted(
                        (role == null ? command : command.option("--role", role.value())).text(),
                        json(profile),
                        role == null ? "" : ", \"role\": " + json(role));
    }

    /// Shows what uses a profile, in all regions.
    public static String usage(ProfileName profile) {
        return "%s; or invoke ProfileRotation with {\"usage\": {\"profile\": %s}}"
                .formatted(
                        ShellCommand.of("./guard usage").operand(profile.value()).text(),
                        json(profile));
    }

    /// Evaluates a role again by ProfileProvisioner.
    public static String check(RoleName role) {
        return "invoke ProfileProvisioner with {\"check\": {\"role\": %s}}".formatted(json(role));
    }

    /// Applies the tag rules to a role or profile again by TagEnforcer.
    public static String check(TaggedType type, String name) {
        String field =
                switch (type) {
                    case ROLE -> "role";
                    case INSTANCE_PROFILE -> "profile";
                };
        return "invoke TagEnforcer with {\"check\": {\"%s\": %s}}"
                .formatted(field, JsonText.string(name));
    }

    /// Deletes a profile that may contain a role.
    public static String delete(ProfileName profile) {
        String query =
                "InstanceProfiles[?InstanceProfileName==%s].Roles[].RoleName"
                        .formatted(ShellCommand.queryLiteral(profile.value()));
        return String.join(
                "; ",
                ShellCommand.of("aws iam list-instance-profiles").option("--query", query).text(),
                ShellCommand.of("aws iam remove-role-from-instance-profile")
                        .option(PROFILE, profile.value())
                        .option(ROLE, "ROLE")
                        .text(),
                deleteProfile(profile));
    }

    /// Adds a role to an empty profile.
    public static String addRole(ProfileName profile, RoleName role) {
        return ShellCommand.of("aws iam add-role-to-instance-profile")
                .option(PROFILE, profile.value())
                .option(ROLE, role.value())
                .text();
    }

    /// Lists the EC2 instances that use a profile, by the ID of the profile.
    public static String findInstances(String profileId) {
        String query =
                "IamInstanceProfileAssociations[?IamInstanceProfile.Id==%s]"
                        .formatted(ShellCommand.queryLiteral(profileId));
        return ShellCommand.of("aws ec2 describe-iam-instance-profile-associations")
                .option("--query", query)
                .text();
    }

    /// Ends the use of a profile by an instance.
    public static String endUse(InstanceUse use) {
        return use.associationId() == null
                ? ShellCommand.of("aws ec2 terminate-instances")
                        .option("--region", use.region())
                        .option("--instance-ids", use.instanceId())
                        .text()
                : AdviceCommands.disassociate(use.region(), use.associationId());
    }

    /// Associates an instance with a profile that was created again.
    public static String associateAgain(ProfileName profile) {
        return AdviceCommands.replaceAssociation("", "ASSOCIATION", profile.value());
    }

    /// The option that launches an instance with a profile.
    public static String launchOption(ProfileName profile) {
        return ShellCommand.of("").object("--iam-instance-profile", "Name", profile.value()).text();
    }

    /// Creates a profile and puts a role in it.
    public static String createProfile(ProfileName profile, RoleName role) {
        return "%s; %s".formatted(createProfile(profile.value()), addRole(profile, role));
    }

    /// Evaluates the roles and profiles of a name.
    public static String sweep(IamName name) {
        return "invoke Backfill with {\"mode\": \"sweep\", \"names\": [%s]}".formatted(json(name));
    }

    /// Lists all profiles.
    public static String listProfiles() {
        return "aws iam list-instance-profiles";
    }

    /// Creates a profile.
    public static String createProfile(String profile) {
        return ShellCommand.of("aws iam create-instance-profile").option(PROFILE, profile).text();
    }

    /// Creates a profile with a path.
    public static String createProfile(String profile, String path) {
        ShellCommand command =
                ShellCommand.of("aws iam create-instance-profile").option(PROFILE, profile);
        return (path.equals("/") ? command : command.option("--path", path)).text();
    }

    /// Removes a role from a profile.
    public static String removeRole(ProfileName profile, RoleName role) {
        return ShellCommand.of("aws iam remove-role-from-instance-profile")
                .option(PROFILE, profile.value())
                .option(ROLE, role.value())
                .text();
    }

    /// Deletes an empty profile.
    public static String deleteProfile(ProfileName profile) {
        return ShellCommand.of("aws iam delete-instance-profile")
                .option(PROFILE, profile.value())
                .text();
    }

    /// Deletes a role.
    public static String deleteRole(RoleName role) {
        return ShellCommand.of("aws iam delete-role").option(ROLE, role.value()).text();
    }

    /// Attaches a managed policy to a role.
    public static String attachPolicy(RoleName role, String arn) {
        return ShellCommand.of("aws iam attach-role-policy")
                .option(ROLE, role.value())
                .option("--policy-arn", arn)
                .text();
    }

    /// Detaches a managed policy from a role.
    public static String detachPolicy(RoleName role, String arn) {
        return ShellCommand.of("aws iam detach-role-policy")
                .option(ROLE, role.value())
                .option("--policy-arn", arn)
                .text();
    }

    /// Replaces the trust policy of a role.
    ///
    /// @param document its JSON text
    public static String updateTrust(String role, String document) {
        return ShellCommand.of("aws iam update-assume-role-policy")
                .option(ROLE, role)
                .option("--policy-document", document)
                .text();
    }

    /// Creates a role.
    ///
    /// @param trustPolicy its JSON text
    public static String createRole(String role, String trustPolicy) {
        return ShellCommand.of("aws iam create-role")
                .option(ROLE, role)
                .option("--assume-role-policy-document", trustPolicy)
                .text();
    }

    /// Sets an inline policy of a role.
    ///
    /// @param document its JSON text
    public static String putPolicy(String role, String name, String document) {
        return ShellCommand.of("aws iam put-role-policy")
                .option(ROLE, role)
                .option("--policy-name", name)
                .option("--policy-document", document)
                .text();
    }

    /// Shows a role with its trust policy and permissions boundary.
    public static String showRole(RoleName role) {
        return ShellCommand.of("aws iam get-role").option(ROLE, role.value()).text();
    }

    /// Lists the inline policies of a role, then its managed policies.
    public static String listPolicies(RoleName role) {
        return ShellCommand.of("aws iam list-role-policies").option(ROLE, role.value()).text()
                + "; "
                + ShellCommand.of("aws iam list-attached-role-policies")
                        .option(ROLE, role.value())
                        .text();
    }

    /// Gives the pods of a service account a role by EKS Pod Identity.
    ///
    /// @param arn of the role
    public static String associatePodIdentity(String namespace, String serviceAccount, String arn) {
        return ShellCommand.of("aws eks create-pod-identity-association --cluster-name CLUSTER")
                .option("--namespace", namespace)
                .option("--service-account", serviceAccount)
                .option("--role-arn", arn)
                .text();
    }

    /// Sets a tag of a role or profile.
    public static String tag(TaggedType type, String name, String key, String value) {
        return command("tag", type, name).tag(key, value).text();
    }

    /// Removes a tag from a role or profile.
    public static String untag(TaggedType type, String name, String key) {
        return command("untag", type, name).list("--tag-keys", key).text();
    }

    private static ShellCommand command(String verb, TaggedType type, String name) {
        return ShellCommand.of("aws iam %s-%s".formatted(verb, type.text()))
                .option("--%s-name".formatted(type.text()), name);
    }

    private static String json(IamName name) {
        return JsonText.string(name.value());
    }
}
