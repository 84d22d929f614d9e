package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

class DeletedPrincipalTest {
    private static final String WEB = "arn:aws:iam::123456789012:role/web";

    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @Test
    void showsTheIdOfADeletedRoleAndDoesNotTrustItsSuccessor() {
        String id = test.role("web").roleId();
        trusting("app", quoted(WEB));
        assertThat(trust("app")).isEqualTo(document(quoted(WEB)));

        iam.deleteRole(r -> r.roleName("web"));
        assertThat(trust("app")).isEqualTo(document(quoted(id)));

        test.role("web");
        assertThat(trust("app")).isEqualTo(document(quoted(id)));
    }

    @Test
    void trustsTheSuccessorOnceThePolicyIsSetAgain() {
        String id = test.role("web").roleId();
        trusting("app", quoted(WEB));
        iam.deleteRole(r -> r.roleName("web"));
        assertThat(refusal(() -> trusted("app", quoted(WEB))))
                .isEqualTo(
                        "400 MalformedPolicyDocument: Invalid principal in policy: \"AWS\":\"%s\""
                                .formatted(WEB));
        assertThat(refusal(() -> trusted("app", quoted(id))))
                .isEqualTo(
                        "400 MalformedPolicyDocument: Invalid principal in policy: \"AWS\":\"%s\""
                                .formatted(id));

        test.role("web");
        trusted("app", quoted(WEB));

        assertThat(trust("app")).isEqualTo(document(quoted(WEB)));
    }

    @Test
    void replacesOneOfSeveralPrincipals() {
        String id = test.role("web").roleId();
        test.role("webapp");
        trusting("app", "[%s,%s,\"210987654321\"]".formatted(quoted(WEB), quoted(WEB + "app")));

        iam.deleteRole(r -> r.roleName("web"));

        assertThat(trust("app"))
                .isEqualTo(
                        document(
                                "[%s,%s,\"210987654321\"]"
                                        .formatted(quoted(id), quoted(WEB + "app"))));
    }

    @Test
    void leavesConditionsAndOtherAccountsAlone() {
        test.role("web");
        String document =
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
                {"AWS":"arn:aws:iam::210987654321:role/web"},"Action":"sts:AssumeRole",\
                "Condition":{"ArnEquals":{"aws:PrincipalArn":"%s"}}}]}\
                """
                        .formatted(WEB);
        iam.createRole(r -> r.roleName("app").assumeRolePolicyDocument(document));

        iam.deleteRole(r -> r.roleName("web"));

        assertThat(trust("app")).isEqualTo(document);
    }

    @Test
    void showsTheIdInEveryAnswerWithATrustPolicy() {
        String id = test.role("web").roleId();
        trusting("app", quoted(WEB));
        test.profile("app");
        test.add("app", "app");
        iam.deleteRole(r -> r.roleName("web"));

        assertThat(iam.listRoles().roles().getFirst().assumeRolePolicyDocument()).contains(id);
        assertThat(
                        iam.getInstanceProfile(p -> p.instanceProfileName("app"))
                                .instanceProfile()
                                .roles()
                                .getFirst()
                                .assumeRolePolicyDocument())
                .contains(id);
        assertThat(
                        iam.getAccountAuthorizationDetails()
                                .roleDetailList()
                                .getFirst()
                                .assumeRolePolicyDocument())
                .contains(id);
    }

    @Test
    void showsTheIdOfADeletedUserAndOfADeletedServiceLinkedRole() {
        String user = iam.createUser(u -> u.userName("bob").path("/team/")).user().userId();
        trusting("app", quoted("arn:aws:iam::123456789012:user/team/bob"));
        iam.deleteUser(u -> u.userName("bob"));
        assertThat(trust("app")).isEqualTo(document(quoted(user)));

        var role = iam.createServiceLinkedRole(r -> r.awsServiceName("eks.amazonaws.com")).role();
        trusted("app", quoted(role.arn()));
        iam.deleteServiceLinkedRole(r -> r.roleName(role.roleName()));
        assertThat(trust("app")).isEqualTo(document(quoted(role.roleId())));
    }

    private void trusting(String role, String principal) {
        iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument(document(principal)));
    }

    private void trusted(String role, String principal) {
        iam.updateAssumeRolePolicy(r -> r.roleName(role).policyDocument(document(principal)));
    }

    private String trust(String role) {
        return URLDecoder.decode(
                iam.getRole(r -> r.roleName(role)).role().assumeRolePolicyDocument(),
                StandardCharsets.UTF_8);
    }

    private static String quoted(String principal) {
        return "\"" + principal + "\"";
    }

    private static String document(String principal) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":%s},\
        "Action":"sts:AssumeRole"}]}\
        """
                .formatted(principal);
    }
}
