package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceOwnedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "eks-0123abcd",
                "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10",
                "eks-us-west-2-prod-blue-1234567890123456789",
                "EKS-local-1",
                "rosa-service-managed-x",
                "aws-elasticbeanstalk-ec2-role",
                "AmazonSSMRoleForInstancesQuickSetup",
                "AWSCloud9SSMInstanceProfile",
                "ecsInstanceRole",
                "awscodestar-a",
                "LaunchWizardX",
                "ApplicationWizard1",
                "my-imagebuilder-profile",
                "datazone_emr_ec2_instance_profile_1",
                "AWSPortalWorker",
                "AWSTransform-Deploy-1",
                "ATXagent",
                "AmazonEMR-InstanceProfile-20260115T103000",
                "AWSApplicationMigrationConversionServerRole",
                "AWSElasticDisasterRecoveryRecoveryInstanceRole",
                "atx-agent",
                "EMR_EC2_DefaultRole"
            })
    void recognizesServiceOwnedProfilesByName(String name) {
        assertThat(ServiceOwned.byName(new ProfileName(name))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prod-web",
                "gke-cluster-cp",
                "my-eks-nodes",
                "EMR_EC2_DefaultRole2",
                "eks-prod-nodes",
                "eks-nodes",
                "eksNodeRole",
                "eksctl-prod-nodegroup-ng-NodeInstanceProfile-1ABC",
                "eks-us-west-2-nodes"
            })
    void doesNotRecognizeOtherNames(String name) {
        assertThat(ServiceOwned.byName(new ProfileName(name))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/karpenter/us-east-1/c/, false, /, true",
        "/cloud9/, false, /, true",
        "/, true, /, true",
        "/, false, /aws-service-role/x.amazonaws.com/, true",
        "/, false, /aws-reserved/sso.amazonaws.com/, true",
        "/, false, /, false",
        "/karpenterish/, false, /, false"
    })
    void recognizesServiceOwnedProfilesByPathTagAndRole(
            String path, boolean redHat, String rolePath, boolean owned) {
        Tags tags = redHat ? Tags.of("red-hat-managed", "true") : Tags.NONE;
        Role role = new Role(new RoleName("r"), "AROA1", rolePath);

        assertThat(
                        ServiceOwned.byAttributes(
                                new InstanceProfile(
                                        new ProfileName("p"), "AIPA1", path, role, tags)))
                .isEqualTo(owned);
    }

    @ParameterizedTest
    @CsvSource({
        "karpenter.k8s.aws/ec2nodeclass, true",
        "karpenter.sh/managed-by, true",
        "Karpenter.sh/nodepool, true",
        "red-hat-managed, true",
        "karpenter.sh/discovery, false",
        "karpenter, false"
    })
    void recognizesTheTagsOfOwners(String key, boolean owned) {
        assertThat(ServiceOwned.byAttributes(profile("p", "/", "/", key))).isEqualTo(owned);
    }

    @ParameterizedTest
    @CsvSource({
        "eks-90C8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10, true",
        "AmazonEMR-InstanceProfile-20260115T103000, true",
        "eks-90c8a1d3, false",
        "eks-prod-nodes, false",
        "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10-x, false",
        "my-eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10, false",
        "AmazonEMR-InstanceProfile-mine, false"
    })
    void knowsTheNamesThatOnlyAServiceGives(String name, boolean only) {
        assertThat(ServiceOwned.byMachineName(new ProfileName(name))).isEqualTo(only);
        assertThat(ServiceOwned.maker(new ProfileName(name), null) != null).isEqualTo(only);
    }

    /// What Mallory can set on a profile that exists, or on one that she makes again, is no proof.
    @ParameterizedTest
    @CsvSource({
        "prod_4067990795380418201, /karpenter/us-east-1/prod/1f2e/, /, a, true",
        "prod_4067990795380418201, /, /, karpenter.k8s.aws/ec2nodeclass, true",
        "prod_4067990795380418201, /, /, karpenter.sh/managed-by, false",
        "prod_4067990795380418201, /karpenter/us-east-1/other/1f2e/, /, a, false",
        "prod_20260115, /karpenter/us-east-1/prod/1f2e/, /, karpenter.k8s.aws/ec2nodeclass, false",
        "eks-prod-nodes, /karpenter/us-east-1/prod/1f2e/, /service-role/, red-hat-managed, false",
        "ATX-prod, /cloud9/, /, red-hat-managed, false",
        "ATX-prod, /, /aws-service-role/x.amazonaws.com/, a, true",
        "AWSCloud9SSMInstanceProfile, /cloud9/, /service-role/, a, true",
        "AWSApplicationMigrationConversionServerRole, /, /service-role/, a, true"
    })
    void takesOnlyTheNameAndTheRoleForAProofThatAServiceMadeIt(
            String name, String path, String rolePath, String key, boolean proven) {
        InstanceProfile found = profile(name, path, rolePath, key);

        assertThat(ServiceOwned.maker(found.name(), found) != null).isEqualTo(proven);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AmazonEMR-InstanceProfile-20260115T103000 | / | / | a"
                        + " | only an AWS service gives such a name",
                "web | / | /aws-service-role/x.amazonaws.com/ | a | its role belongs to AWS",
                "prod_4067990795380418201 | /karpenter/us-east-1/prod/1f2e/ | / | a"
                        + " | Karpenter made it, by its name and its path",
                "prod_4067990795380418201 | / | / | karpenter.k8s.aws/ec2nodeclass"
                        + " | Karpenter made it, by its name and its tags",
                "AWSCloud9SSMInstanceProfile | / | /service-role/ | a"
                        + " | its name and the path of its role, /service-role/, are those of an"
                        + " AWS service"
            })
    void saysWhatProvesThatAServiceMadeAProfile(
            String name, String path, String rolePath, String key, String why) {
        InstanceProfile found = profile(name, path, rolePath, key);

        assertThat(ServiceOwned.maker(found.name(), found)).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource({
        "eks-*, eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10",
        "EKS*, eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10",
        "ATX-prod*, ATX-prod",
        "ecsInstanceRole, ecsInstanceRole",
        "*Role, aws-elasticbeanstalk-ec2-role",
        "eks-prod-*,",
        "prod-*,",
        "gke-?,",
        "?,"
    })
    void knowsAnExampleOfAServicesNameThatAPatternMatches(
            String pattern, @Nullable String example) {
        assertThat(ServiceOwned.exampleOf(new Glob(pattern))).isEqualTo(example);
    }

    @Test
    void namesNoExampleThatIsTooLongForAName() {
        assertThat(ServiceOwned.exampleOf(new Glob("ATX-" + "x".repeat(124)))).isNotNull();
        assertThat(ServiceOwned.exampleOf(new Glob("ATX-" + "x".repeat(125)))).isNull();
    }

    /// With the tag of the cluster `prod`, which Karpenter sets too.
    private static InstanceProfile profile(String name, String path, String rolePath, String key) {
        return new InstanceProfile(
                new ProfileName(name),
                "AIPA1",
                path,
                new Role(new RoleName("r"), "AROA1", rolePath),
                Tags.of(key, "x").with("kubernetes.io/cluster/prod", "owned"));
    }

    @Test
    void aMissingProfileIsNotServiceOwned() {
        assertThat(ServiceOwned.byAttributes(null)).isFalse();
    }
}
