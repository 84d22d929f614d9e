package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Role;

class ServiceLinkedRolesTest {
    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @ParameterizedTest
    @CsvSource({
        "redshift.amazonaws.com, Redshift, AmazonRedshiftServiceLinkedRolePolicy",
        "lex.amazonaws.com, LexBots, AmazonLexBotPolicy",
        "waf.amazonaws.com, WAFLogging, WAFLoggingServiceRolePolicy",
        "opsinsights.ssm.amazonaws.com, AmazonSSM_OpsInsights, AWSSSMOpsInsightsServiceRolePolicy",
        "custom-resource.application-autoscaling.amazonaws.com,"
                + " ApplicationAutoScaling_CustomResource,"
                + " AWSApplicationAutoScalingCustomResourcePolicy",
    })
    void createsTheRoleOfAService(String service, String name, String policy) {
        Role role = iam.createServiceLinkedRole(r -> r.awsServiceName(service)).role();

        assertThat(role.roleName()).isEqualTo("AWSServiceRoleFor" + name);
        assertThat(
                        iam.listAttachedRolePolicies(r -> r.roleName(role.roleName()))
                                .attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly(policy);
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = "/dev/profileguard/sandbox/aws/iam/operation/service-linked-roles.tsv",
            delimiter = '\t')
    void attachesAPolicyThatExistsAndAllowsItsSuffixOnly(
            String service, String name, boolean takesSuffix, String policy) {
        String arn = "arn:aws:iam::aws:policy/aws-service-role/" + policy;
        assertThat(iam.getPolicy(p -> p.policyArn(arn)).policy().policyName()).isEqualTo(policy);
        if (!takesSuffix) {
            assertThat(
                            refusal(() ->
                                    iam.createServiceLinkedRole(
                                            r -> r.awsServiceName(service).customSuffix("x"))))
                    .isEqualTo("400 InvalidInput: Custom suffix is not allowed for " + service);
            return;
        }
        assertThat(
                        iam.createServiceLinkedRole(
                                        r -> r.awsServiceName(service).customSuffix("x"))
                                .role()
                                .roleName())
                .isEqualTo(name + "_x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect.amazonaws.com", "lexv2.amazonaws.com"})
    void createsOneRoleForEachSuffix(String service) {
        iam.createServiceLinkedRole(r -> r.awsServiceName(service).customSuffix("a"));
        iam.createServiceLinkedRole(r -> r.awsServiceName(service).customSuffix("b"));
        iam.createServiceLinkedRole(r -> r.awsServiceName(service));

        assertThat(iam.listRoles(r -> r.pathPrefix("/aws-service-role/" + service)).roles())
                .hasSize(3);
    }

    @Test
    void saysThatItDoesNotKnowTheRoleOfAnotherService() {
        assertThat(
                        refusal(() ->
                                iam.createServiceLinkedRole(
                                        r -> r.awsServiceName("ec2.amazonaws.com"))))
                .isEqualTo(
                        "501 NotImplemented: The sandbox does not know the service-linked role of"
                                + " ec2.amazonaws.com. Create a role with CreateRole instead.");
        assertThat(
                        refusal(() ->
                                iam.createServiceLinkedRole(
                                        r -> r.awsServiceName("nosuch.amazonaws.com"))))
                .isEqualTo(
                        "400 InvalidInput: Service principal nosuch.amazonaws.com does not have a"
                                + " service-linked role.");
    }
}
