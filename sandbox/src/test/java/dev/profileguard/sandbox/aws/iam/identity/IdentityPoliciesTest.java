package dev.profileguard.sandbox.aws.iam.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import dev.profileguard.sandbox.aws.ec2.Description;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

class IdentityPoliciesTest {
    private static final String MALLORY = "User: arn:aws:iam::123456789012:user/mallory";

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("../template.yaml"),
                    Map.of("GuardMode", "off", "ProvisionMode", "off", "TagMode", "off"),
                    Sandbox.Mode.TEST_CLOCK);

    @Test
    void holdNobodyUntilTheyAreEnforced() {
        sandbox.identityPolicies().enforce(false);

        assertThatCode(() -> mallory().listRoles()).doesNotThrowAnyException();
    }

    @Test
    void refuseWhatTheyDoNotAllow() {
        assertDenied(
                () -> mallory().deleteRole(r -> r.roleName("prod")),
                MALLORY
                        + " is not authorized to perform: iam:DeleteRole on resource: role prod"
                        + " because no identity-based policy allows the iam:DeleteRole action");
        assertDenied(
                () -> mallory().createRole(r -> r.roleName("new").assumeRolePolicyDocument(TRUST)),
                MALLORY
                        + " is not authorized to perform: iam:CreateRole on resource:"
                        + " arn:aws:iam::123456789012:role/new because no identity-based policy"
                        + " allows the iam:CreateRole action");
        assertThat(lastCall())
                .contains("\"errorCode\":\"AccessDenied\"", "\"requestParameters\":null");
    }

    @Test
    void askForPassRoleWhereARoleIsAdded() {
        allow("'Effect':'Allow','Action':'iam:*InstanceProfile','Resource':'*'");
        mallory().removeRoleFromInstanceProfile(r -> r.instanceProfileName("web").roleName("weak"));

        assertDenied(
                () -> add("prod"),
                MALLORY
                        + " is not authorized to perform: iam:PassRole on resource:"
                        + " arn:aws:iam::123456789012:role/app/prod because no identity-based"
                        + " policy allows the iam:PassRole action");

        allowPassing("weak", "");
        add("weak");
    }

    @Test
    void evaluateTheConditionsOfPassRoleWhereARoleIsAdded() {
        allow("'Effect':'Allow','Action':'iam:*InstanceProfile','Resource':'*'");
        mallory().removeRoleFromInstanceProfile(r -> r.instanceProfileName("web").roleName("weak"));

        allowPassing("weak", "'StringEquals':{'iam:PassedToService':'lambda.amazonaws.com'}");
        assertThatThrownBy(() -> add("weak")).hasMessageContaining("iam:PassRole");

        allowPassing(
                "weak",
                "'StringEquals':{'iam:PassedToService':'ec2.amazonaws.com'},'ArnLike':"
                        + "{'iam:AssociatedResourceARN':'arn:aws:ec2:*:123456789012:instance/*'}");
        add("weak");
    }

    @Test
    void askForPassRoleOfTheRoleThatIsInTheProfileThen() {
        allow("'Effect':'Allow','Action':'ec2:*','Resource':'*'");
        allowPassing("weak", "'StringEquals':{'iam:PassedToService':'ec2.amazonaws.com'}");
        String instance = ec2().runInstance();
        String association = ec2().associate(instance, "web");
        ec2().runInstances("web");

        swapAsRoot();

        assertUnauthorized(() -> ec2().runInstances("web"));
        assertUnauthorized(() -> ec2().replace(association, "web"));
        ec2().disassociate(association);
        assertUnauthorized(() -> ec2().associate(instance, "web"));
    }

    @Test
    void evaluateWhichInstanceARoleIsPassedTo() {
        allow("'Effect':'Allow','Action':'ec2:*','Resource':'*'");
        String instance = ec2().runInstance();
        String other = ec2().runInstance();
        allowPassing(
                "weak",
                "'ArnLike':{'iam:AssociatedResourceARN':'arn:aws:ec2:us-east-1:123456789012:instance/%s'}"
                        .formatted(instance));

        ec2().associate(instance, "web");

        assertThatThrownBy(() -> ec2().associate(other, "web"))
                .hasMessageContaining("iam:PassRole");
        assertThatThrownBy(() -> ec2().runInstances("web")).hasMessageContaining("iam:PassRole");
    }

    @Test
    void refuseCallsOfEc2AsEc2Does() {
        assertThatThrownBy(() -> ec2().describe(Description.ALL))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(403);
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("UnauthorizedOperation");
                            assertThat(e.awsErrorDetails().errorMessage())
                                    .isEqualTo(
                                            "You are not authorized to perform this operation. "
                                                    + MALLORY
                                                    + " is not authorized to perform:"
                                                    + " ec2:DescribeInstances because no"
                                                    + " identity-based policy allows the"
                                                    + " ec2:DescribeInstances action");
                        });
        assertThatThrownBy(() -> ec2().runInstance())
                .hasMessageContaining(
                        "ec2:RunInstances on resource:"
                                + " arn:aws:ec2:us-east-1:123456789012:instance/* because no"
                                + " identity-based policy allows the ec2:RunInstances action."
                                + " Encoded authorization failure message: ");
    }

    @Test
    void evaluateRegionsTagsAndProfilesInCallsOfEc2() {
        allow(
                "'Effect':'Allow','Action':'ec2:*','Resource':'*','Condition':{'StringEquals':"
                        + "{'aws:RequestedRegion':'eu-west-1'}}");
        ComputeClient ireland = sandbox.ec2(Sandbox.user("mallory"), "eu-west-1");
        String tagged =
                ireland.run(
                                new Launch(
                                        "ami-1",
                                        "t3.micro",
                                        1,
                                        1,
                                        null,
                                        Map.of("team", "blue"),
                                        null),
                                false)
                        .getFirst();
        assertThatThrownBy(() -> ec2().runInstance()).hasMessageContaining("ec2:RunInstances");

        put(
                "deny",
                "'Effect':'Deny','Action':'ec2:TerminateInstances','Resource':'*','Condition':"
                        + "{'StringEquals':{'aws:ResourceTag/team':'blue'}}");

        assertThatThrownBy(() -> ireland.terminate(tagged))
                .hasMessageContaining("with an explicit deny in an identity-based policy");
    }

    @Test
    void evaluateTheTagsOfRolesAndProfiles() {
        root().tagRole(r -> r.roleName("prod").tags(tag("env", "prod")));
        allow(
                "'Effect':'Allow','Action':'iam:DeleteRole','Resource':'*','Condition':"
                        + "{'StringNotEquals':{'iam:ResourceTag/env':'prod'}}");

        assertThatThrownBy(() -> mallory().deleteRole(r -> r.roleName("prod")))
                .hasMessageContaining("iam:DeleteRole on resource: role prod");
        root().createRole(r -> r.roleName("free").assumeRolePolicyDocument(TRUST));
        mallory().deleteRole(r -> r.roleName("free"));
    }

    @Test
    void evaluateTheTagsOfARequest() {
        allow(
                "'Effect':'Allow','Action':['iam:CreateRole','iam:TagRole'],'Resource':'*',"
                        + "'Condition':{'ForAllValues:StringEquals':{'aws:TagKeys':['team']}}");

        mallory()
                .createRole(r ->
                        r.roleName("one")
                                .assumeRolePolicyDocument(TRUST)
                                .tags(tag("team", "blue")));
        assertThatThrownBy(() -> mallory().tagRole(r -> r.roleName("one").tags(tag("env", "prod"))))
                .hasMessageContaining("iam:TagRole on resource: role one");
        assertThatThrownBy(() -> mallory().untagRole(r -> r.roleName("one").tagKeys("team", "env")))
                .hasMessageContaining("iam:UntagRole");
    }

    @Test
    void areThoseOfARoleInItsSessions() {
        root().putRolePolicy(r ->
                r.roleName("weak")
                        .policyName("read")
                        .policyDocument(
                                policy("'Effect':'Allow','Action':'iam:GetRole','Resource':'*'")));
        Caller session = sandbox.assumeRole("weak", "s");

        sandbox.iamAs(session).getRole(r -> r.roleName("weak"));
        assertDenied(
                () -> sandbox.iamAs(session).deleteRole(r -> r.roleName("prod")),
                "User: arn:aws:sts::123456789012:assumed-role/weak/s is not authorized to perform:"
                        + " iam:DeleteRole on resource: role prod because no identity-based policy"
                        + " allows the iam:DeleteRole action");
    }

    @Test
    void areThoseOfTheUserForWhomAServiceActs() {
        Caller stack = new Caller.Service("cloudformation.amazonaws.com", Sandbox.user("mallory"));
        assertThatThrownBy(() -> sandbox.iamAs(stack).deleteRole(r -> r.roleName("prod")))
                .hasMessageContaining("is not authorized to perform: iam:DeleteRole");

        allow(
                "'Effect':'Allow','Action':'iam:*','Resource':'*','Condition':{'Bool':"
                        + "{'aws:ViaAWSService':'true'}}");
        sandbox.iamAs(stack).getRole(r -> r.roleName("prod"));
        assertThatThrownBy(() -> mallory().getRole(r -> r.roleName("prod")))
                .hasMessageContaining("is not authorized to perform: iam:GetRole");
    }

    @Test
    void includeAttachedPoliciesAndBoundaries() {
        root().attachUserPolicy(r ->
                r.userName("mallory").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        mallory().listRoles();
        String limit =
                root().createPolicy(r ->
                                r.policyName("limit")
                                        .policyDocument(
                                                policy(
                                                        "'Effect':'Allow','Action':'s3:*','Resource':'*'")))
                        .policy()
                        .arn();
        root().createUser(r -> r.userName("limited").permissionsBoundary(limit));
        root().attachUserPolicy(r ->
                r.userName("limited").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));

        assertDenied(
                () -> sandbox.iamAs("limited").listRoles(),
                "User: arn:aws:iam::123456789012:user/limited is not authorized to perform:"
                        + " iam:ListRoles on resource: * because no permissions boundary allows the"
                        + " iam:ListRoles action");
    }

    @Test
    void holdNoUserWithoutTheDocumentOfAPolicy() {
        root().attachUserPolicy(r ->
                r.userName("mallory").policyArn("arn:aws:iam::aws:policy/AmazonAthenaFullAccess"));

        assertThatThrownBy(() -> mallory().listRoles())
                .hasMessageContaining(
                        "does not have the document of"
                                + " arn:aws:iam::aws:policy/AmazonAthenaFullAccess");
    }

    @Test
    void leaveTheFunctionsToTheTemplate() {
        sandbox.lambda().invoke("ProfileGuard", "{\"show\": {}}");

        assertThat(sandbox.timeline().entries())
                .noneMatch(entry -> "AccessDenied".equals(entry.outcome()));
    }

    @BeforeEach
    void fill() {
        root().createUser(r -> r.userName("mallory"));
        root().createRole(r -> r.roleName("weak").assumeRolePolicyDocument(TRUST));
        root().createRole(r -> r.roleName("prod").path("/app/").assumeRolePolicyDocument(TRUST));
        root().createInstanceProfile(r -> r.instanceProfileName("web"));
        root().addRoleToInstanceProfile(r -> r.instanceProfileName("web").roleName("weak"));
        sandbox.identityPolicies().enforce(true);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private IamClient root() {
        return sandbox.iamAs(new Caller.Root("123456789012"));
    }

    private IamClient mallory() {
        return sandbox.iamAs("mallory");
    }

    private ComputeClient ec2() {
        return sandbox.ec2(Sandbox.user("mallory"));
    }

    private void add(String role) {
        mallory().addRoleToInstanceProfile(r -> r.instanceProfileName("web").roleName(role));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private void swapAsRoot() {
        root().removeRoleFromInstanceProfile(r -> r.instanceProfileName("web").roleName("weak"));
        root().addRoleToInstanceProfile(r -> r.instanceProfileName("web").roleName("prod"));
    }

    private void allow(String statement) {
        put("allow", statement);
    }

    private void allowPassing(String role, String condition) {
        put(
                "pass",
                "'Effect':'Allow','Action':'iam:PassRole','Resource':"
                        + "'arn:aws:iam::123456789012:role/%s','Condition':{%s}"
                                .formatted(role, condition));
    }

    private void put(String name, String statement) {
        root().putUserPolicy(r ->
                r.userName("mallory").policyName(name).policyDocument(policy(statement)));
    }

    private static String policy(String statement) {
        return "{'Version':'2012-10-17','Statement':[{%s}]}"
                .formatted(statement)
                .replace('\'', '"');
    }

    private String lastCall() {
        return sandbox.pastCalls()
                .find(new Lookup(null, "", Instant.MIN, Instant.MAX), 1, null)
                .calls()
                .getFirst()
                .text();
    }

    private static void assertUnauthorized(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("UnauthorizedOperation");
                            assertThat(e.awsErrorDetails().errorMessage())
                                    .startsWith(
                                            "You are not authorized to perform this operation. "
                                                    + MALLORY
                                                    + " is not authorized to perform: iam:PassRole"
                                                    + " on resource:"
                                                    + " arn:aws:iam::123456789012:role/app/prod"
                                                    + " because no identity-based policy allows"
                                                    + " the iam:PassRole action. Encoded");
                        });
    }

    private static void assertDenied(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(403);
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
                        });
    }

    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
}
