package dev.profileguard.sandbox.aws.iam.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganizationPoliciesTest {
    private static final String NO_LISTS =
            "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Action':'iam:ListRoles','Resource':'*'}}"
                    .replace('\'', '"');

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("../template.yaml"),
                    Map.of("GuardMode", "off", "ProvisionMode", "off", "TagMode", "off"),
                    Sandbox.Mode.TEST_CLOCK);

    @Test
    void refuseInTheWordsOfAws() {
        String arn = attach(OrganizationPolicy.Type.SERVICE_CONTROL, NO_LISTS).arn();

        assertThat(arn)
                .matches(
                        "arn:aws:organizations::111122223333:policy/o-[a-z0-9]+/service_control_policy/p-[a-z0-9]{8}");
        assertThatThrownBy(() -> sandbox.iamAs("alice").listRoles())
                .hasMessageContaining(
                        "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                                + " iam:ListRoles on resource: * with an explicit deny in a service"
                                + " control policy: "
                                + arn);
    }

    @Test
    void holdForTheRootUserButNotForServiceLinkedRoles() {
        attach(OrganizationPolicy.Type.SERVICE_CONTROL, NO_LISTS);
        Caller linked =
                new Caller.RoleSession(
                        "123456789012",
                        "/aws-service-role/eks.amazonaws.com/",
                        "AWSServiceRoleForAmazonEKS",
                        "AROA1EKS0000000000001",
                        "EKS",
                        "ASIA1EKS000000000001");

        assertThatThrownBy(() -> sandbox.iamAs(new Caller.Root("123456789012")).listRoles())
                .hasMessageContaining("service control policy");
        assertThatCode(() -> sandbox.iamAs(linked).listRoles()).doesNotThrowAnyException();
    }

    @Test
    void holdNobodyAfterTheyAreDetached() {
        attach(OrganizationPolicy.Type.SERVICE_CONTROL, NO_LISTS);
        sandbox.organizationPolicies().detachAll();

        assertThatCode(() -> sandbox.iamAs("alice").listRoles()).doesNotThrowAnyException();
    }

    @Test
    void ofResourcesReachSomeServicesOnly() {
        attach(
                OrganizationPolicy.Type.RESOURCE_CONTROL,
                NO_LISTS.replace(
                        "\"Action\":\"iam:ListRoles\"",
                        "\"Principal\":\"*\",\"Action\":[\"iam:ListRoles\",\"sqs:SendMessage\"]"));

        assertThatCode(() -> sandbox.iamAs("alice").listRoles()).doesNotThrowAnyException();
        assertThat(
                        sandbox.permissions()
                                .of(Sandbox.user("alice"))
                                .refusal("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q"))
                .contains("with an explicit deny in a resource control policy: arn:aws:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SERVICE_CONTROL | 'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*' |"
                        + " has no element Principal",
                "RESOURCE_CONTROL | 'Effect':'Deny','Action':'s3:*','Resource':'*' | must have the"
                        + " Principal *",
                "RESOURCE_CONTROL | 'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'"
                        + " | must deny",
                "RESOURCE_CONTROL | 'Effect':'Deny','Principal':'*','Action':'*','Resource':'*' |"
                        + " must name actions",
                "SERVICE_CONTROL | 'Effect':'Deny','Resource':'*' | has no Action"
            })
    void areRefusedAsOrganizationsDoes(
            OrganizationPolicy.Type type, String statement, String message) {
        String document =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{%s}]}"
                        .formatted(statement.replace('\'', '"'));

        assertThatThrownBy(() -> attach(type, document)).hasMessageContaining(message);
        assertThatThrownBy(() -> attach(type, "{")).hasMessageContaining("is not JSON");
        assertThatThrownBy(() -> attach(type, document + " ".repeat(10_240)))
                .hasMessageContaining("white space included");
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private OrganizationPolicy attach(OrganizationPolicy.Type type, String document) {
        return sandbox.organizationPolicies().attach(type, "first", document);
    }
}
