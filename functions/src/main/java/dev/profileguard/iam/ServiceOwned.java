package dev.profileguard.iam;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Instance profiles that AWS services or their operators own. No function changes them, because
/// the owner may change them at any time.
///
/// Anybody who may create or tag profiles can imitate a name, a path or a tag. So there are two
/// answers: whether a profile looks like one of a service, and whether a service made it. The
/// second one rests on what nobody can change in a profile that exists: its name, and the path of
/// its role.
final class ServiceOwned {
    /// Names that services, their consoles or their guides give. Some of them match people's own
    /// profiles too.
    private static final Globs NAMES =
            Globs.parse(
                            """
                            eks-local-*,rosa-service-managed-*,aws-elasticbeanstalk*,\
                            AmazonSSMRoleForInstancesQuickSetup,AWSCloud9SSMInstanceProfile,\
                            ecsInstanceRole,awscodestar-*,LaunchWizard*,ApplicationWizard*,\
                            *imagebuilder*,datazone_emr_ec2_instance_profile_*,AWSPortal*,\
                            AWSTransform-Deploy-*,ATX*,EMR_EC2_DefaultRole,\
                            AmazonEMR-InstanceProfile-*,AWSApplicationMigration*,\
                            AWSElasticDisasterRecovery*\
                            """)
                    .ignoringCase();

    /// Names of EKS: hexadecimal digits for a managed node group; the region, the cluster and a
    /// number for Auto Mode. People's own names, such as `eks-prod-nodes`, are different.
    private static final Pattern EKS_NAMES =
            Pattern.compile(
                    "eks-[0-9a-f]{4}[0-9a-f-]*|eks-[a-z]{2}(?:-[a-z]+)+-[0-9]-.+-[0-9]{10,20}");

    /// Names that only a machine gives. A managed node group has `eks-` and a UUID, see
    /// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSServiceRoleForAmazonEKSNodegroup.html;
    /// the console of EMR ends its names with the time, such as
    /// `AmazonEMR-InstanceProfile-20260115T103000`.
    private static final Pattern MACHINE_NAMES =
            Pattern.compile(
                    "eks-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
                            + "|amazonemr-instanceprofile-[0-9]{8}t[0-9]{6}");

    /// Karpenter: the cluster and a hash of 64 bits, in decimal. See
    /// https://github.com/aws/karpenter-provider-aws/blob/main/pkg/apis/v1/ec2nodeclass.go
    private static final Pattern KARPENTER_NAME = Pattern.compile("(?<cluster>.+)_[0-9]{15,20}");

    private static final List<String> EXAMPLES =
            List.of(
                    "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10",
                    "AmazonEMR-InstanceProfile-20260115T103000",
                    "aws-elasticbeanstalk-ec2-role",
                    "AWSCloud9SSMInstanceProfile",
                    "AmazonSSMRoleForInstancesQuickSetup",
                    "AWSApplicationMigrationConversionServerRole",
                    "AWSElasticDisasterRecoveryConversionServerRole",
                    "ecsInstanceRole",
                    "EMR_EC2_DefaultRole");

    private static final Globs PATHS =
            Globs.parse("/aws-service-role/*,/aws-reserved/*,/cloud9/*,/karpenter/*");
    private static final String KARPENTER_PATH = "/karpenter/";
    private static final String SERVICE_ROLE_PATH = "/service-role/";
    private static final String MANAGED_BY_RED_HAT = "red-hat-managed";
    private static final String NODE_CLASS = "karpenter.k8s.aws/ec2nodeclass";
    private static final String KARPENTER_TAGS = "karpenter.sh/";

    /// People set this tag themselves, so that Karpenter finds their resources.
    private static final String DISCOVERY = "karpenter.sh/discovery";

    private ServiceOwned() {}

    /// Whether the name looks like one that a service gives.
    static boolean byName(ProfileName name) {
        return NAMES.match(name.key()) || EKS_NAMES.matcher(name.key()).matches();
    }

    /// An example of a service's name that the pattern matches; null: none is known.
    static @Nullable String exampleOf(Glob pattern) {
        Glob ignoringCase = new Glob(pattern.pattern().toLowerCase(Locale.ROOT));
        String literal = pattern.pattern().replaceAll("[*?]", "");
        return Stream.concat(Stream.of(literal), EXAMPLES.stream())
                .filter(name -> ignoringCase.matches(name.toLowerCase(Locale.ROOT)))
                .filter(name -> ProfileName.isValid(name) && byName(new ProfileName(name)))
                .findFirst()
                .orElse(null);
    }

    /// Whether only a service gives such a name.
    static boolean byMachineName(ProfileName name) {
        return MACHINE_NAMES.matcher(name.key()).matches();
    }

    /// Whether the path, a tag or the role looks like that of a service's profile.
    ///
    /// @param profile null if there is no profile; then the result is false
    static boolean byAttributes(@Nullable InstanceProfile profile) {
        if (profile == null) {
            return false;
        }
        return PATHS.match(profile.path())
                || profile.tags().values().keySet().stream().anyMatch(ServiceOwned::isTagOfOwner)
                || hasRoleOfAws(profile);
    }

    /// Why a service made the profile; null: nothing shows that.
    ///
    /// @param profile null if there is no profile; then only the name counts
    static @Nullable String maker(ProfileName name, @Nullable InstanceProfile profile) {
        if (byMachineName(name)) {
            return "only an AWS service gives such a name";
        }
        if (profile == null) {
            return null;
        }
        if (hasRoleOfAws(profile)) {
            return "its role belongs to AWS";
        }
        if (isOfKarpenter(profile)) {
            return "Karpenter made it, by its name and its %s"
                    .formatted(profile.path().startsWith(KARPENTER_PATH) ? "path" : "tags");
        }
        Role role = profile.role();
        return role != null && role.path().startsWith(SERVICE_ROLE_PATH) && byName(name)
                ? "its name and the path of its role, %s, are those of an AWS service"
                        .formatted(role.path())
                : null;
    }

    private static boolean isTagOfOwner(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.equals(MANAGED_BY_RED_HAT)
                || lower.equals(NODE_CLASS)
                || (lower.startsWith(KARPENTER_TAGS) && !lower.equals(DISCOVERY));
    }

    private static boolean hasRoleOfAws(InstanceProfile profile) {
        Role role = profile.role();
        return role != null && role.belongsToAws();
    }

    /// Whether the name agrees with the cluster in the path, or in the tags that Karpenter sets.
    private static boolean isOfKarpenter(InstanceProfile profile) {
        Matcher name = KARPENTER_NAME.matcher(profile.name().value());
        if (!name.matches()) {
            return false;
        }
        String cluster = name.group("cluster");
        boolean byPath =
                profile.path().startsWith(KARPENTER_PATH)
                        && profile.path().contains("/" + cluster + "/");
        return byPath
                || (profile.tags().get(NODE_CLASS) != null
                        && profile.tags().get("kubernetes.io/cluster/" + cluster) != null);
    }
}
