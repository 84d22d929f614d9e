package dev.profileguard.core;

import java.util.List;

/// One IAM write that a rule asks for. Data only: `iam.IamWriter` performs it.
public sealed interface Action {
    /// The profile it changes.
    ProfileName profile();

    /// The IAM permissions that performing this needs, as template.yaml must grant them.
    ///
    /// See
    /// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    List<String> permissions();

    /// How a person would say it, such as `add role web`.
    String described();

    /// Make the profile, with no role.
    ///
    /// @param path with slashes at both ends
    record CreateProfile(ProfileName profile, String path, Tags tags) implements Action {
        @Override
        public List<String> permissions() {
            return List.of("iam:CreateInstanceProfile", "iam:TagInstanceProfile");
        }

        @Override
        public String described() {
            return "create instance profile %s%s".formatted(path, profile);
        }
    }

    /// Put a role into the empty profile.
    record AddRole(ProfileName profile, RoleName role) implements Action {
        @Override
        public List<String> permissions() {
            return List.of("iam:AddRoleToInstanceProfile", "iam:PassRole");
        }

        @Override
        public String described() {
            return "add role %s to %s".formatted(role, profile);
        }
    }

    /// Take a role out.
    record RemoveRole(ProfileName profile, RoleName role) implements Action {
        @Override
        public List<String> permissions() {
            return List.of("iam:RemoveRoleFromInstanceProfile");
        }

        @Override
        public String described() {
            return "remove role %s from %s".formatted(role, profile);
        }
    }

    /// Set tags, leaving the others.
    record TagProfile(ProfileName profile, Tags tags) implements Action {
        @Override
        public List<String> permissions() {
            return List.of("iam:TagInstanceProfile");
        }

        @Override
        public String described() {
            return "tag %s with %s".formatted(profile, tags.values());
        }
    }
}
