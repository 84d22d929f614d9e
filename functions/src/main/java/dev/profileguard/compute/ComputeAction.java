package dev.profileguard.compute;

import dev.profileguard.iam.ProfileName;
import java.util.List;

/// One change to what starts or runs instances. Data only: [ComputeWriter] performs it.
///
/// Each may be performed twice: AWS recognizes the repetition, or the result is the same.
public sealed interface ComputeAction {
    /// Such as `eu-central-1`.
    String region();

    /// The permissions that performing this needs, as template.yaml must grant them.
    ///
    /// See https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    /// and
    /// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
    List<String> permissions();

    /// The action in words, such as `start an instance refresh of web-asg`.
    String described();

    /// Make a version of a launch template that differs from another only in its profile. It
    /// becomes the latest version.
    ///
    /// See
    /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
    ///
    /// @param source the version on which it builds
    /// @param description of the new version, at most 255 characters
    /// @param token makes a repetition known to EC2, at most 128 characters
    record CreateTemplateVersion(
            String region,
            String template,
            long source,
            ProfileName profile,
            String description,
            String token)
            implements ComputeAction {
        @Override
        public List<String> permissions() {
            return List.of("ec2:CreateLaunchTemplateVersion");
        }

        @Override
        public String described() {
            return "make a version of launch template %s like version %d with profile %s"
                    .formatted(template, source, profile);
        }
    }

    /// Make a version of a launch template the default.
    ///
    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyLaunchTemplate.html
    record SetDefaultVersion(String region, String template, long version)
            implements ComputeAction {
        @Override
        public List<String> permissions() {
            return List.of("ec2:ModifyLaunchTemplate");
        }

        @Override
        public String described() {
            return "make version %d the default of launch template %s".formatted(version, template);
        }
    }

    /// Let a group start instances from another version of its launch template. Auto Scaling tries
    /// with the caller's permissions whether an instance could be started from it.
    ///
    /// See
    /// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
    record UseTemplateVersion(String region, String group, String template, long version)
            implements ComputeAction {
        @Override
        public List<String> permissions() {
            return List.of(
                    "autoscaling:UpdateAutoScalingGroup",
                    "ec2:RunInstances",
                    "ec2:CreateTags",
                    "iam:PassRole");
        }

        @Override
        public String described() {
            return "let Auto Scaling group %s use version %d of launch template %s"
                    .formatted(group, version, template);
        }
    }

    /// Replace the instances of a group step by step.
    ///
    /// See https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html
    record StartRefresh(String region, String group) implements ComputeAction {
        @Override
        public List<String> permissions() {
            return List.of("autoscaling:StartInstanceRefresh");
        }

        @Override
        public String described() {
            return "start an instance refresh of Auto Scaling group " + group;
        }
    }

    /// Give an instance another profile instead of the one that it has.
    ///
    /// See
    /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html
    ///
    /// @param association its current one: EC2 refuses the call if it is not the current one any
    ///   more
    record ReplaceAssociation(
            String region, String instance, String association, ProfileName profile)
            implements ComputeAction {
        @Override
        public List<String> permissions() {
            return List.of("ec2:ReplaceIamInstanceProfileAssociation", "iam:PassRole");
        }

        @Override
        public String described() {
            return "associate instance %s with profile %s instead".formatted(instance, profile);
        }
    }
}
