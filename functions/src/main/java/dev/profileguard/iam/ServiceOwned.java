package dev.profileguard.iam;

import org.jspecify.annotations.Nullable;

/// Instance profiles that AWS services or their operators own. No function changes them, because
/// the owner may change them at any time.
final class ServiceOwned {
    private static final Globs NAMES =
            Globs.parse(
                            """
                            eks-*,eks*,eks-local-*,rosa-service-managed-*,aws-elasticbeanstalk*,\
                            AmazonSSMRoleForInstancesQuickSetup,AWSCloud9SSMInstanceProfile,\
                            ecsInstanceRole,awscodestar-*,LaunchWizard*,ApplicationWizard*,\
                            *imagebuilder*,datazone_emr_ec2_instance_profile_*,AWSPortal*,\
                            AWSTransform-Deploy-*,ATX*,atx-*,EMR_EC2_DefaultRole\
                            """)
                    .ignoringCase();
    private static final Globs PATHS =
            Globs.parse("/aws-service-role/*,/aws-reserved/*,/cloud9/*,/karpenter/*");
    private static final String MANAGED_BY_RED_HAT = "red-hat-managed";

    private ServiceOwned() {}

    /// Whether the name shows that a service owns the profile.
    static boolean byName(ProfileName name) {
        return NAMES.match(name.key());
    }

    /// Whether the path, a tag or the role shows that a service owns the profile.
    ///
    /// @param profile null if there is no profile; then the result is false
    static boolean byAttributes(@Nullable InstanceProfile profile) {
        if (profile == null) {
            return false;
        }
        Role role = profile.role();
        return PATHS.match(profile.path())
                || profile.tags().get(MANAGED_BY_RED_HAT) != null
                || (role != null && role.belongsToAws());
    }
}
