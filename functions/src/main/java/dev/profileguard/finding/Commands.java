package dev.profileguard.finding;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;

/// The commands that findings recommend.
public final class Commands {
    private Commands() {}

    /// Makes the current state of a profile its baseline.
    public static String adopt(ProfileName profile) {
        return "invoke ProfileGuard with {\"adopt\": {\"profile\": \"%s\"}}".formatted(profile);
    }

    /// Lets everybody change a profile for 30 minutes.
    public static String release(ProfileName profile) {
        return ("invoke ProfileGuard with {\"release\": {\"profile\": \"%s\", \"minutes\": 30,"
                        + " \"reason\": \"...\"}}")
                .formatted(profile);
    }

    /// Deletes a profile that may contain a role.
    public static String delete(ProfileName profile) {
        return ("aws iam list-instance-profiles --query"
                        + " \"InstanceProfiles[?InstanceProfileName=='%1$s'].Roles[].RoleName\";"
                        + " aws iam remove-role-from-instance-profile --instance-profile-name %1$s"
                        + " --role-name ROLE; aws iam delete-instance-profile"
                        + " --instance-profile-name %1$s")
                .formatted(profile);
    }

    /// Adds a role to an empty profile.
    public static String addRole(ProfileName profile, RoleName role) {
        return "aws iam add-role-to-instance-profile --instance-profile-name %s --role-name %s"
                .formatted(profile, role);
    }

    /// Lists the EC2 instances that use a profile, by the ID of the profile.
    public static String findInstances(String profileId) {
        return ("aws ec2 describe-iam-instance-profile-associations --query"
                        + " \"IamInstanceProfileAssociations[?IamInstanceProfile.Id=='%s']\"")
                .formatted(profileId);
    }

    /// Associates an instance with a profile that was created again.
    public static String associateAgain(ProfileName profile) {
        return ("aws ec2 replace-iam-instance-profile-association --association-id ASSOCIATION"
                        + " --iam-instance-profile Name=%s")
                .formatted(profile);
    }

    /// Links a GKE cluster on AWS to a profile that was created again.
    public static String linkClusterAgain(ProfileName profile) {
        return ("gcloud container aws clusters update CLUSTER --iam-instance-profile=%1$s (or"
                        + " node-pools update NODE_POOL --iam-instance-profile=%1$s)")
                .formatted(profile);
    }

    /// Creates a profile.
    public static String createProfile(String profile) {
        return "aws iam create-instance-profile --instance-profile-name " + profile;
    }

    /// Removes a role from a profile.
    public static String removeRole(ProfileName profile, RoleName role) {
        return "aws iam remove-role-from-instance-profile --instance-profile-name %s --role-name %s"
                .formatted(profile, role);
    }

    /// Deletes an empty profile.
    public static String deleteProfile(ProfileName profile) {
        return "aws iam delete-instance-profile --instance-profile-name " + profile;
    }

    /// Deletes a role.
    public static String deleteRole(RoleName role) {
        return "aws iam delete-role --role-name " + role;
    }

    /// Sets a tag of a role.
    public static String tagRole(RoleName role, String key, String value) {
        return "aws iam tag-role --role-name %s --tags Key=%s,Value=%s".formatted(role, key, value);
    }

    /// Evaluates a role again by ProfileProvisioner.
    public static String check(RoleName role) {
        return "invoke ProfileProvisioner with {\"check\": {\"role\": \"%s\"}}".formatted(role);
    }
}
