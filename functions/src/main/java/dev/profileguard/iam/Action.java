package dev.profileguard.iam;

import java.util.List;
import java.util.Set;

/// One IAM write that a rule requires. It is data only: [IamWriter] performs it.
public sealed interface Action {
    /// The name of the action in results, such as `AddRole`.
    String name();

    /// The role or profile that it changes, such as `instance-profile/web`.
    String subject();

    /// The IAM permissions that performing this needs, as template.yaml must grant them.
    ///
    /// See
    /// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    List<String> permissions();

    /// The action in words, such as `add role web to prod`.
    String described();

    /// Create the profile without a role.
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

    /// Add a role to the empty profile.
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

    /// Remove a role from the profile.
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

    /// Set tags of a profile. Other tags stay as they are.
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

    /// Remove tags from a profile. The keys are case-sensitive.
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

    /// Set tags of a role. Other tags stay as they are. IAM replaces a key that differs only in
    /// case.
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

    /// Replace the trust policy of the role by one that lets EC2 assume it too.
    ///
    /// @param before the JSON text of the trust policy that was read: another one is not replaced
    /// @param after the JSON text of the trust policy with one statement more
    record UpdateTrustPolicy(RoleName role, String before, String after) implements Action {
        @Override
        public String name() {
            return "UpdateTrustPolicy";
        }

        @Override
        public String subject() {
            return role.subject();
        }

        @Override
        public List<String> permissions() {
            return List.of("iam:UpdateAssumeRolePolicy");
        }

        @Override
        public String described() {
            return "let EC2 assume role %s by one more statement in its trust policy"
                    .formatted(role);
        }
    }

    /// Attach a managed policy to the role.
    ///
    /// @param policy its ARN
    record AttachPolicy(RoleName role, String policy) implements Action {
        @Override
        public String name() {
            return "AttachPolicy";
        }

        @Override
        public String subject() {
            return role.subject();
        }

        @Override
        public List<String> permissions() {
            return List.of("iam:AttachRolePolicy");
        }

        @Override
        public String described() {
            return "attach %s to role %s".formatted(policy, role);
        }
    }

    /// Associate an instance again with the profile, which was deleted and created again. It is the
    /// only action that changes EC2.
    ///
    /// See
    /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html
    ///
    /// @param region such as `eu-west-1`
    /// @param association that of the instance when it was read: another one is not replaced
    /// @param formerId the ID of the deleted profile, which the association has to show
    record AssociateInstance(
            ProfileName profile,
            String region,
            String instance,
            String association,
            String formerId)
            implements Action {
        @Override
        public String name() {
            return "AssociateInstance";
        }

        @Override
        public String subject() {
            return profile.subject();
        }

        @Override
        public List<String> permissions() {
            return List.of("ec2:ReplaceIamInstanceProfileAssociation", "iam:PassRole");
        }

        @Override
        public String described() {
            return "associate %s in %s with %s again".formatted(instance, region, profile);
        }
    }
}
