package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceOwnedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "eks-0123abcd",
                "eks0123",
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
                "atx-agent",
                "EMR_EC2_DefaultRole"
            })
    void recognizesServiceOwnedProfilesByName(String name) {
        assertThat(ServiceOwned.byName(new ProfileName(name))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod-web", "gke-cluster-cp", "my-eks-nodes", "EMR_EC2_DefaultRole2"})
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

    @Test
    void aMissingProfileIsNotServiceOwned() {
        assertThat(ServiceOwned.byAttributes(null)).isFalse();
    }
}
