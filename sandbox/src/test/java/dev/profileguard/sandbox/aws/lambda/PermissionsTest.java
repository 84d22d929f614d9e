package dev.profileguard.sandbox.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Statement;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

class PermissionsTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/web";
    private static final String PROFILE = "arn:aws:iam::123456789012:instance-profile/web";
    private static final Tag TAG = Tag.builder().key("a").value("1").build();

    @Test
    void checksCallsThatNameARoleAgainstTheRolesArn() {
        passes("iam:GetRole", ROLE, iam -> iam.getRole(r -> r.roleName("web")));
        passes(
                "iam:ListInstanceProfilesForRole",
                ROLE,
                iam -> iam.listInstanceProfilesForRole(r -> r.roleName("web")));
        passes("iam:TagRole", ROLE, iam -> iam.tagRole(r -> r.roleName("web").tags(TAG)));
        passes("iam:UntagRole", ROLE, iam -> iam.untagRole(r -> r.roleName("web").tagKeys("a")));
    }

    @Test
    void checksTheAccountSummaryAgainstAllResources() {
        passes("iam:GetAccountSummary", "*", IamClient::getAccountSummary);
        assertThatThrownBy(() -> function("iam:GetAccountSummary", ROLE).getAccountSummary())
                .hasMessageContaining(
                        "is not authorized to perform: iam:GetAccountSummary on resource: *");
    }

    @Test
    void requiresThePermissionToTagForACreationWithTags() {
        passes(
                "iam:CreateInstanceProfile",
                PROFILE,
                iam -> iam.createInstanceProfile(r -> r.instanceProfileName("web")));
        assertThatThrownBy(() ->
                        function("iam:CreateInstanceProfile", PROFILE)
                                .createInstanceProfile(r -> r.instanceProfileName("web").tags(TAG)))
                .hasMessageContaining(
                        "is not authorized to perform: iam:TagInstanceProfile on resource: "
                                + PROFILE);
    }

    @Test
    void restrictsOnlyFunctionsInOtherServices() {
        Permissions permissions = new Permissions(List.of(definition("ssm:GetParameter", "x")));

        assertThat(permissions.of(CALLER).refusal("ssm:GetParameter", "x")).isNull();
        assertThat(permissions.of(CALLER).refusal("ssm:GetParameter", "y"))
                .contains("is not authorized to perform: ssm:GetParameter on resource: y");
        assertThat(permissions.of(ALICE).refusal("ssm:GetParameter", "y")).isNull();
    }

    private static void passes(String action, String resource, Consumer<IamClient> call) {
        assertThatCode(() -> call.accept(function(action, resource))).doesNotThrowAnyException();
        assertThatThrownBy(() -> call.accept(function("iam:Other", resource)))
                .hasMessageContaining("is not authorized to perform: " + action);
    }

    /// IAM with a role `web`, for a function with this permission only.
    private static IamClient function(String action, String resource) {
        IamAccount account = new IamAccount("123456789012", InstantSource.fixed(Instant.EPOCH));
        account.as(ALICE, "test", "192.0.2.1")
                .createRole(r -> r.roleName("web").assumeRolePolicyDocument(TRUST));
        account.gate(new Permissions(List.of(definition(action, resource))));
        return account.as(CALLER, "test", "192.0.2.1");
    }

    private static FunctionDefinition definition(String action, String resource) {
        return new FunctionDefinition(
                "Fn",
                "fn",
                "arn:aws:lambda:us-east-1:123456789012:function:fn",
                "arn:aws:iam::123456789012:role/service/fn-role",
                "a.B",
                Duration.ofMinutes(1),
                128,
                0,
                Map.of(),
                2,
                null,
                List.of(new Statement(List.of(action), List.of(resource))),
                List.of());
    }

    private static final Caller.User ALICE = new Caller.User("123456789012", "alice", "alice");
    private static final Caller CALLER =
            new Caller.RoleSession("123456789012", "/service/", "fn-role", "AROAX", "fn", "ASIAX");
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
}
