package dev.profileguard.iam;

import java.util.List;
import java.util.Set;

/// One IAM write that a rule asks for. Data only: `iam.IamWriter` performs it.
public sealed interface Action {
    /// As results show it, such as `AddRole`.
    String name();

    /// What it changes, such as `instance-profile/web`.
    String subject();

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
        public String name() {
            return "CreateProfile";
        }

        @Override
        public String subject() {
            return profile.subject();
        }

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
        public String name() {
            return "AddRole";
        }

        @Override
        public String subject() {
            return profile.subject();
        }

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
        public String name() {
            return "RemoveRole";
        }

        @Override
        public String subject() {
            return profile.subject();
        }

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
        public String name() {
            return "TagProfile";
        }

        @Override
        public String subject() {
            return profile.subject();
        }

        @Override
        public List<String> permissions() {
            return List.of("iam:TagInstanceProfile");
        }

        @Override
        public String described() {
            return "tag %s with %s".formatted(profile, tags.values());
        }
    }

    /// Delete the empty profile.
    record DeleteProfile(ProfileName profile) implements Action {
        @Override
        public String name() {
            return "DeleteProfile";
        }

        @Override
        public String subject() {
            return profile.subject();
        }

        @Override
        public List<String> permissions() {
            return List.of("iam:DeleteInstanceProfile");
        }

        @Override
        public String described() {
            return "delete instance profile " + profile;
        }
    }

    /// Remove tags from a profile, by keys spelled exactly so.
    record UntagProfile(ProfileName profile, Set<String> keys) implements Action {
        /// Takes a copy.
        public UntagProfile {
            keys = Set.copyOf(keys);
        }

        @Override
        public String name() {
            return "UntagProfile";
        }

        @Override
        public String subject() {
            return profile.subject();
        }

        @Override
        public List<String> permissions() {
            return List.of("iam:UntagInstanceProfile");
        }

        @Override
        public String described() {
            return "remove tags %s from %s".formatted(keys.stream().sorted().toList(), profile);
        }
    }

    /// Set tags of a role, leaving the others. A key that is there in another case is replaced.
    record TagRole(RoleName role, Tags tags) implements Action {
        @Override
        public String name() {
            return "TagRole";
        }

        @Override
        public String subject() {
            return role.subject();
        }

        @Override
        public List<String> permissions() {
            return List.of("iam:TagRole");
        }

        @Override
        public String described() {
            return "tag role %s with %s".formatted(role, tags.values());
        }
    }
}
