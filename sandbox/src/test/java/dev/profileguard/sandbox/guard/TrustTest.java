package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.IamClient;

/// Who may set the baseline, and who only seems to.
class TrustTest {
    private static final String CI = "arn:aws:iam::*:role/ci/*";

    private GuardedAccount account = GuardedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::*:role/ci/* via cloudformation.amazonaws.com, web-v2, web",
        "arn:aws:iam::*:role/ci/*, web-v2, web",
        "* via cloudformation.amazonaws.com, web-v2, evil"
    })
    void aStackIsTrustedAsWhoeverRunsIt(String trusted, String byPipeline, String byMallory) {
        start(trusted);
        swap(stackOf(account.sandbox().assumeRole("deployer", "build")), "web", "web-v2");
        account.later();
        assertThat(account.role()).isEqualTo(byPipeline);

        start(trusted);
        swap(stackOf(Sandbox.user("mallory")), "web", "evil");
        account.later();
        assertThat(account.role()).isEqualTo(byMallory);
    }

    /// CloudFormation acts with the rights of whoever runs the stack.
    @Test
    void malloryCannotPassTheRoleByAStack() {
        start(CI);

        assertThatThrownBy(() -> swap(stackOf(Sandbox.user("mallory")), "web", "web-v2"))
                .hasMessageContaining("not authorized to perform: iam:PassRole")
                .hasMessageContaining("role/web-v2");
    }

    @Test
    void aPrincipalThatIsTrustedViaAServiceIsNotTrustedByItself() {
        start(CI + " via cloudformation.amazonaws.com");

        swap(account.asPipeline(), "web", "web-v2");
        account.later();

        assertThat(account.role()).isEqualTo("web");
    }

    /// Mallory may create roles, chooses their path, and acts as her role.
    @Test
    void aRoleWhosePathLooksLikeThePipelinesIsNotThePipeline() {
        start(CI);
        account.allow("mallory", Grant.of("iam:CreateRole", "iam:PutRolePolicy"));
        account.as("mallory")
                .createRole(r ->
                        r.roleName("fake")
                                .path("/x:role/ci/")
                                .assumeRolePolicyDocument(GuardedAccount.TRUSTS_EC2));
        account.allowRole("fake", Grant.PROFILES, Grant.passing("evil"));

        swap(account.sandbox().iamAs(account.sandbox().assumeRole("fake", "s")), "web", "evil");
        account.later();

        assertThat(account.role()).isEqualTo("web");
    }

    @Test
    void aStackThatTrustsNobodyDoesNotEnforceUnlessThisIsMeant() {
        Path template = Path.of("../template.yaml");

        assertThatThrownBy(() -> Sandbox.prepare(template, Map.of("GuardMode", "enforce")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("set it to nobody");
    }

    private void start(String trusted) {
        account.close();
        account = GuardedAccount.with("TrustedPrincipals", trusted);
    }

    /// IAM as CloudFormation calls it for somebody, with the rights of that principal.
    private IamClient stackOf(Caller caller) {
        return account.sandbox().iamAs(new Caller.Service("cloudformation.amazonaws.com", caller));
    }
}
