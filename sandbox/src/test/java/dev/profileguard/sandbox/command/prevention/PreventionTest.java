package dev.profileguard.sandbox.command.prevention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A matrix of callers and calls: the stack's roles and the trusted principals may, nobody else.
class PreventionTest {
    private static final String ACCOUNT = "123456789012";
    private static final String CLOUDFORMATION = "cloudformation.amazonaws.com";
    private static final String MALLORY = iam("user/mallory");
    private static final String PIPELINE = iam("role/ci/release");
    private static final String DEPLOYER = iam("role/deploy/stacks");
    private static final String BREAK_GLASS = iam("role/BreakGlass");
    private static final String GUARD = iam("role/profile-guard-ProfileGuardRole-1ABCDEFGH");
    private static final String PROFILE = iam("instance-profile/prod-web");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user/mallory",
                "user/team/ci/mallory",
                "root",
                "role/Admin",
                "role/ci",
                "role/x:role/ci/release",
                "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1",
                "role/profile-guard-NodeRoleCheckRole-1ABCDEFGH",
                "role/profile-guard-CanaryProfileRole-1ABCDEFGH",
                "role/profile-guard-eu-ProfileGuardRole-1ABCDEFGH"
            })
    void deniesEditsOfGuardedProfilesToEverybodyElse(String principal) {
        for (String action : edits()) {
            assertThat(denied(iam(principal), action, PROFILE)).as(action).isTrue();
            assertThat(denied(iam(principal), action, iam("instance-profile/team/gke-1")))
                    .as(action)
                    .isTrue();
            assertThat(tagged(iam(principal), action, "locked")).as(action).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role/profile-guard-ProfileGuardRole-1ABCDEFGH",
                "role/profile-guard-ProfileProvisionerRole-1ABCDEFGH",
                "role/profile-guard-TagEnforcerRole-1ABCDEFGH",
                "role/profile-guard-ProfileRotationRole-1ABCDEFGH",
                "role/profile-guard-BackfillRole-1ABCDEFGH",
                "role/profile-guard-CanaryRole-1ABCDEFGH",
                "role/ci/release",
                "role/ci/team/release",
                "role/BreakGlass"
            })
    void letsTheGuardAndTheTrustedEditThem(String principal) {
        for (String action : edits()) {
            assertThat(denied(iam(principal), action, PROFILE)).as(action).isFalse();
            assertThat(tagged(iam(principal), action, "locked")).as(action).isFalse();
        }
    }

    @Test
    void letsEverybodyEditOtherProfilesAndReadAll() {
        for (String action : edits()) {
            assertThat(denied(MALLORY, action, iam("instance-profile/dev-web"))).isFalse();
            assertThat(tagged(MALLORY, action, "eks-node-role")).isFalse();
        }
        for (String action :
                List.of(
                        "iam:GetInstanceProfile",
                        "iam:ListInstanceProfileTags",
                        "iam:GetRole",
                        "lambda:GetFunction",
                        "sqs:GetQueueAttributes",
                        "dynamodb:GetItem",
                        "dynamodb:DescribeTable",
                        "events:DescribeRule",
                        "logs:FilterLogEvents",
                        "states:DescribeExecution",
                        "s3:GetObject",
                        "cloudformation:DescribeStacks",
                        "cloudwatch:DescribeAlarms",
                        "scheduler:GetSchedule",
                        "ssm:GetParameter")) {
            ours().forEach((kind, arn) ->
                    assertThat(denied(MALLORY, action, arn)).as(action + kind).isFalse());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "iam:TagInstanceProfile, profile-guard, true",
        "iam:TagInstanceProfile, Profile-Guard, true",
        "iam:TagInstanceProfile, profile-guard:release, true",
        "iam:UntagInstanceProfile, profile-guard, true",
        "iam:CreateInstanceProfile, profile-guard, true",
        "iam:TagRole, profile-guard, true",
        "iam:CreateRole, profile-guard, true",
        "iam:TagInstanceProfile, Owner, false",
        "iam:TagRole, profile-guard:provision, false"
    })
    void deniesTheGuardTagOnAnything(String action, String key, boolean denied) {
        String resource = iam((action.contains("Role") ? "role/" : "instance-profile/") + "dev");
        Map<String, List<String>> keys = Map.of("aws:TagKeys", List.of("Owner", key));

        assertThat(denied(MALLORY, null, action, resource, keys)).isEqualTo(denied);
        assertThat(denied(PIPELINE, null, action, resource, keys)).isFalse();
        assertThat(denied(GUARD, null, action, resource, keys)).isFalse();
        assertThat(denied(MALLORY, null, action, resource, Map.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "lambda:InvokeFunction, function",
        "lambda:UpdateFunctionCode, function",
        "lambda:UpdateFunctionConfiguration, function",
        "lambda:UpdateAlias, function",
        "lambda:AddPermission, function",
        "lambda:PutFunctionConcurrency, function",
        "lambda:DeleteFunction, function",
        "events:PutRule, rule",
        "events:DisableRule, rule",
        "events:RemoveTargets, rule",
        "sqs:SendMessage, queue",
        "sqs:ReceiveMessage, queue",
        "sqs:PurgeQueue, queue",
        "sqs:SetQueueAttributes, queue",
        "sqs:StartMessageMoveTask, queue",
        "dynamodb:PutItem, table",
        "dynamodb:DeleteTable, table",
        "dynamodb:PutResourcePolicy, table",
        "cloudwatch:DeleteAlarms, alarm",
        "cloudwatch:SetAlarmState, alarm",
        "scheduler:UpdateSchedule, schedule",
        "states:StartExecution, machine",
        "states:UpdateStateMachine, machine",
        "logs:DeleteLogGroup, logs",
        "iam:PassRole, role",
        "iam:UpdateAssumeRolePolicy, role",
        "iam:AttachRolePolicy, role",
        "iam:CreateRole, role",
        "iam:CreatePolicyVersion, policy",
        "s3:PutObject, report",
        "s3:DeleteBucket, bucket",
        "ssm:PutParameter, parameter",
        "codedeploy:CreateDeployment, deployment",
        "cloudformation:UpdateStack, stack"
    })
    void deniesUseAndChangeOfTheStack(String action, String kind) {
        String arn = ours().getOrDefault(kind, "");

        assertThat(denied(MALLORY, action, arn)).isTrue();
        assertThat(denied(iam("root"), action, arn)).isTrue();
        assertThat(denied(PIPELINE, action, arn)).isFalse();
        assertThat(denied(BREAK_GLASS, action, arn)).isFalse();
        assertThat(denied(DEPLOYER, CLOUDFORMATION, action, arn, Map.of())).isFalse();
        assertThat(denied(MALLORY, CLOUDFORMATION, action, arn, Map.of())).isTrue();
        assertThat(denied(DEPLOYER, action, arn)).isEqualTo(!kind.equals("stack"));
        assertThat(denied(MALLORY, action, arn.replace("profile-guard", "other"))).isFalse();
    }

    @Test
    void deniesTheEventSourcesOfTheFunctions() {
        Map<String, List<String>> ours =
                Map.of("lambda:FunctionArn", List.of(ours().getOrDefault("function", "")));
        String mapping = "arn:aws:lambda:us-east-1:123456789012:event-source-mapping:1";

        assertThat(denied(MALLORY, null, "lambda:UpdateEventSourceMapping", mapping, ours))
                .isTrue();
        assertThat(denied(PIPELINE, null, "lambda:UpdateEventSourceMapping", mapping, ours))
                .isFalse();
        assertThat(denied(MALLORY, null, "lambda:UpdateEventSourceMapping", mapping, Map.of()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "iam:CreateRole, role/ci/mallory, true",
        "iam:UpdateAssumeRolePolicy, role/ci/release, true",
        "iam:UpdateRole, role/ci/release, true",
        "iam:PassRole, role/ci/release, true",
        "iam:CreateRole, role/BreakGlass, true",
        "iam:CreateRole, role/deploy/mallory, true",
        "iam:UpdateAssumeRolePolicy, role/deploy/stacks, true",
        "iam:CreateRole, role/ci, false",
        "iam:CreateRole, role/BreakGlass2, false",
        "iam:AttachRolePolicy, role/ci/release, false",
        "iam:DeleteRole, role/ci/release, false",
        "iam:PassRole, role/web, false"
    })
    void letsOnlyTheExceptedMakeSuchPrincipals(String action, String resource, boolean denied) {
        assertThat(denied(MALLORY, action, iam(resource))).isEqualTo(denied);
        assertThat(denied(iam("root"), action, iam(resource))).isEqualTo(denied);
        assertThat(denied(PIPELINE, action, iam(resource))).isFalse();
        assertThat(denied(BREAK_GLASS, action, iam(resource))).isFalse();
        assertThat(denied(DEPLOYER, CLOUDFORMATION, action, iam(resource), Map.of())).isFalse();
        assertThat(denied(GUARD, action, iam(resource))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "iam:CreateUser, true",
        "iam:CreateAccessKey, true",
        "iam:CreateLoginProfile, true",
        "iam:UpdateLoginProfile, true",
        "iam:UpdateUser, true",
        "iam:GetUser, false"
    })
    void letsNobodyElseActAsAnExceptedUser(String action, boolean denied) {
        Evaluated policies =
                Evaluated.serviceControl(
                        prevention(Map.of("TrustedPrincipals", "arn:*:iam::*:user/ops/*")));
        String ops = iam("user/ops/alice");

        assertThat(policies.denies(by(MALLORY, action, ops))).isEqualTo(denied);
        assertThat(policies.denies(by(MALLORY, action, iam("user/bob")))).isFalse();
        assertThat(policies.denies(by(ops, action, ops))).isFalse();
        assertThat(policies.files().toString())
                .as("AWS refuses a resource with a star as its partition")
                .doesNotContain("\"Resource\":\"arn:*");
    }

    @Test
    void exceptsAPrincipalViaAServiceOnlyThere() {
        assertThat(denied(DEPLOYER, "iam:DeleteInstanceProfile", PROFILE)).isTrue();
        assertThat(viaService(DEPLOYER, CLOUDFORMATION)).isFalse();
        assertThat(viaService(DEPLOYER, "servicecatalog.amazonaws.com")).isTrue();
        assertThat(viaService(MALLORY, CLOUDFORMATION)).isTrue();
    }

    @Test
    void exceptsEverybodyViaAService() {
        Evaluated policies =
                Evaluated.serviceControl(
                        prevention(
                                Map.of(
                                        "GuardedProfiles",
                                        "prod-*",
                                        "TrustedPrincipals",
                                        "* via " + CLOUDFORMATION)));

        assertThat(
                        policies.denies(
                                Evaluated.request(
                                        MALLORY,
                                        CLOUDFORMATION,
                                        "iam:DeleteInstanceProfile",
                                        PROFILE,
                                        Map.of())))
                .isFalse();
        assertThat(
                        policies.denies(
                                Evaluated.request(
                                        MALLORY,
                                        null,
                                        "iam:DeleteInstanceProfile",
                                        PROFILE,
                                        Map.of())))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "platform-"})
    void letsEachFunctionMakeTheCallsThatTheTemplateAllows(String prefix) {
        Map<String, String> parameters =
                Map.of(
                        "GuardMode", "enforce",
                        "ProvisionMode", "enforce",
                        "TagMode", "enforce",
                        "NodeRoleMode", "enforce",
                        "RotationMode", "enforce",
                        "GuardedProfiles", "prod-*",
                        "TrustedPrincipals", "arn:aws:iam::*:role/ci/*",
                        "RolePath", "/guard/",
                        "RoleNamePrefix", prefix);
        Prevention prevention = prevention(parameters);
        Evaluated serviceControl = Evaluated.serviceControl(prevention);
        Evaluated resourceControl = Evaluated.resourceControl(prevention);
        int calls = 0;
        for (FunctionDefinition each :
                TemplateReader.read(Path.of("../template.yaml"), parameters).functions()) {
            String role =
                    prefix.isEmpty()
                            ? iam("role/guard/profile-guard-%sRole-1A".formatted(each.logicalId()))
                            : iam("role/guard/" + prefix + each.logicalId());
            for (AccessRequest call : calls(each, role)) {
                assertThat(serviceControl.denies(call)).as(role + call).isFalse();
                assertThat(resourceControl.denies(call)).as(role + call).isFalse();
                calls++;
            }
        }
        assertThat(calls).isGreaterThan(100);
    }

    /// Its calls, as concrete ones.
    private static List<AccessRequest> calls(FunctionDefinition function, String role) {
        List<AccessRequest> calls = new ArrayList<>();
        function.allows()
                .forEach(each ->
                        each.actions()
                                .forEach(action ->
                                        each.resources()
                                                .forEach(resource ->
                                                        calls.add(
                                                                Evaluated.request(
                                                                        role,
                                                                        null,
                                                                        action.replace("*", "X"),
                                                                        resource.replace(
                                                                                "*", "prod-x"),
                                                                        Map.of(
                                                                                "aws:ResourceTag/profile-guard",
                                                                                List.of(
                                                                                        "locked")))))));
        return calls;
    }

    @ParameterizedTest
    @CsvSource({
        "user/mallory, 123456789012, sqs:SendMessage, queue, true",
        "user/mallory, 123456789012, dynamodb:PutItem, table, true",
        "user/mallory, 123456789012, s3:PutObject, report, true",
        "user/mallory, 123456789012, sqs:GetQueueAttributes, queue, false",
        "role/ci/release, 123456789012, sqs:SendMessage, queue, false",
        "role/ci/release, 210987654321, sqs:SendMessage, queue, true",
        "role/ci/release, 210987654321, dynamodb:GetItem, table, true",
        "role/profile-guard-ProfileGuardRole-1A, 123456789012, dynamodb:PutItem, table, false",
        "role/ci/release, 123456789012, sts:AssumeRole, role, true",
        "service, , sqs:SendMessage, queue, false",
        "service, , sts:AssumeRole, role, false"
    })
    void protectsQueuesTablesAndReportsAsResources(
            String principal,
            @Nullable String account,
            String action,
            String kind,
            boolean denied) {
        String arn =
                account == null ? principal : "arn:aws:iam::%s:%s".formatted(account, principal);

        assertThat(
                        Evaluated.resourceControl(PREVENTION)
                                .denies(
                                        Evaluated.request(
                                                arn,
                                                null,
                                                action,
                                                ours().getOrDefault(kind, ""),
                                                Map.of())))
                .isEqualTo(denied);
    }

    @Test
    void isTheSameAsABoundaryWithoutExceptions() {
        Evaluated boundary = Evaluated.boundary(PREVENTION);

        for (String action : edits()) {
            assertThat(boundary.denies(by(PIPELINE, action, PROFILE))).as(action).isTrue();
            assertThat(boundary.denies(by(MALLORY, action, iam("instance-profile/dev"))))
                    .as(action)
                    .isFalse();
        }
        ours().forEach((kind, arn) ->
                assertThat(boundary.denies(by(MALLORY, changeOf(arn), arn))).as(kind).isTrue());
        assertThat(boundary.denies(by(MALLORY, "s3:GetObject", "arn:aws:s3:::x/y"))).isFalse();
    }

    @Test
    void letsNobodyOutOfTheBoundary() {
        Evaluated boundary = Evaluated.boundary(PREVENTION);
        Map<String, List<String>> bounded =
                Map.of("iam:PermissionsBoundary", List.of(iam("policy/ProfileGuardPrevention")));

        assertThat(boundary.denies(by(MALLORY, "iam:CreateRole", iam("role/x")))).isTrue();
        assertThat(
                        boundary.denies(
                                Evaluated.request(
                                        MALLORY, null, "iam:CreateRole", iam("role/x"), bounded)))
                .isFalse();
        assertThat(boundary.denies(by(MALLORY, "iam:DeleteUserPermissionsBoundary", MALLORY)))
                .isTrue();
        assertThat(
                        boundary.denies(
                                by(
                                        MALLORY,
                                        "iam:CreatePolicyVersion",
                                        iam("policy/ProfileGuardPrevention"))))
                .isTrue();
    }

    @Test
    void coversTheNamesOfAStackSet() {
        Evaluated policies =
                Evaluated.serviceControl(
                        Prevention.of(
                                PreventionSettings.of(
                                        Map.of(
                                                "TrustedPrincipals",
                                                "arn:aws:iam::*:role/ci/*",
                                                "RolePath",
                                                "/guard/",
                                                "RoleNamePrefix",
                                                "acme-"),
                                        "StackSet-profile-guard-*",
                                        "aws",
                                        List.of())));
        String cut = "StackSet-profile-guard-0a";

        assertThat(
                        policies.denies(
                                by(
                                        MALLORY,
                                        "lambda:InvokeFunction",
                                        lambda(cut + "-ProfileGuard-1ABC"))))
                .isTrue();
        assertThat(
                        policies.denies(
                                by(
                                        iam("role/guard/acme-Schedules"),
                                        "lambda:InvokeFunction",
                                        lambda(cut + "-Canary-1ABC"))))
                .isFalse();
        assertThat(
                        policies.denies(
                                by(
                                        MALLORY,
                                        "states:UpdateStateMachine",
                                        "arn:aws:states:us-east-1:123456789012:stateMachine:acme-Sweep")))
                .isTrue();
    }

    /// Without the prefix, nobody could tell the guard's own roles from others.
    @Test
    void refusesAStackSetWhoseRolesItDoesNotKnow() {
        assertThatThrownBy(() ->
                        PreventionSettings.of(
                                Map.of("TrustedPrincipals", "arn:aws:iam::*:role/ci/*"),
                                "StackSet-profile-guard-*",
                                "aws",
                                List.of()))
                .isInstanceOf(PreventionException.class)
                .hasMessageContaining("RoleNamePrefix is needed");
    }

    @Test
    void theSweepOfAnOrganizationAssumesItsRoleAndNobodyAnother() {
        Evaluated resourceControl =
                Evaluated.resourceControl(
                        prevention(
                                Map.of(
                                        "TrustedPrincipals",
                                        "arn:aws:iam::*:role/ci/*",
                                        "RoleNamePrefix",
                                        "acme-")));
        String sweeper = "arn:aws:iam::999999999999:role/guard/SweepAllRole";

        assertThat(
                        resourceControl.denies(
                                by(sweeper, "sts:AssumeRole", iam("role/acme-OrganizationSweep"))))
                .isFalse();
        assertThat(resourceControl.denies(by(sweeper, "sts:AssumeRole", iam("role/acme-Backfill"))))
                .isTrue();
    }

    @Test
    void allPoliciesOfTheStackAreProtected() {
        Evaluated policies = Evaluated.serviceControl(PREVENTION);

        for (String name : List.of("FindingsPolicy-1ABC", "AccountReaderPolicy-1ABC")) {
            assertThat(
                            policies.denies(
                                    by(
                                            MALLORY,
                                            "iam:CreatePolicyVersion",
                                            iam("policy/profile-guard-" + name))))
                    .as(name)
                    .isTrue();
        }
    }

    private static final Prevention PREVENTION =
            Prevention.of(
                    PreventionSettings.of(
                            Map.of(
                                    "GuardedProfiles",
                                    "prod-*,gke-*",
                                    "TrustedPrincipals",
                                    "arn:aws:iam::*:role/ci/*, arn:aws:iam::*:role/deploy/* via "
                                            + CLOUDFORMATION),
                            "profile-guard",
                            "aws",
                            List.of("arn:aws:iam::*:role/BreakGlass")));

    private static Prevention prevention(Map<String, String> parameters) {
        return Prevention.of(PreventionSettings.of(parameters, "profile-guard", "aws", List.of()));
    }

    private static boolean denied(String principal, String action, String resource) {
        return denied(principal, null, action, resource, Map.of());
    }

    private static boolean denied(
            String principal,
            @Nullable String via,
            String action,
            String resource,
            Map<String, List<String>> context) {
        return Evaluated.serviceControl(PREVENTION)
                .denies(Evaluated.request(principal, via, action, resource, context));
    }

    private static boolean viaService(String principal, String service) {
        return denied(principal, service, "iam:DeleteInstanceProfile", PROFILE, Map.of());
    }

    /// Whether an edit of a profile of another name with this value of the tag is denied.
    private static boolean tagged(String principal, String action, String value) {
        return denied(
                principal,
                null,
                action,
                iam("instance-profile/dev-web"),
                Map.of("aws:ResourceTag/profile-guard", List.of(value)));
    }

    private static AccessRequest by(String principal, String action, String resource) {
        return Evaluated.request(principal, null, action, resource, Map.of());
    }

    private static List<String> edits() {
        return List.of(
                "iam:AddRoleToInstanceProfile",
                "iam:RemoveRoleFromInstanceProfile",
                "iam:DeleteInstanceProfile",
                "iam:TagInstanceProfile",
                "iam:UntagInstanceProfile");
    }

    /// Resources of the stack, by what they are.
    private static Map<String, String> ours() {
        String there = ":us-east-1:123456789012:";
        return Map.ofEntries(
                Map.entry("function", lambda("profile-guard-ProfileGuard-1ABC") + ":live"),
                Map.entry("rule", "arn:aws:events" + there + "rule/profile-guard-RoleMade-1ABC"),
                Map.entry("queue", "arn:aws:sqs" + there + "profile-guard-RefusedCalls-1ABC"),
                Map.entry(
                        "table",
                        "arn:aws:dynamodb" + there + "table/profile-guard-BaselineTable-1"),
                Map.entry("alarm", "arn:aws:cloudwatch" + there + "alarm:profile-guard-Alarm-1"),
                Map.entry(
                        "schedule",
                        "arn:aws:scheduler"
                                + there
                                + "schedule/default/profile-guard-CanarySent-1"),
                Map.entry("machine", "arn:aws:states" + there + "stateMachine:profile-guard-S-1"),
                Map.entry("logs", "arn:aws:logs" + there + "log-group:profile-guard-Logs-1:*"),
                Map.entry("role", iam("role/profile-guard-ProfileGuardRole-1ABC")),
                Map.entry("policy", iam("policy/profile-guard-FindingsPolicy-1ABC")),
                Map.entry("bucket", "arn:aws:s3:::profile-guard-reportsbucket-1abc"),
                Map.entry("report", "arn:aws:s3:::profile-guard-reportsbucket-1abc/a/b.jsonl"),
                Map.entry(
                        "parameter",
                        "arn:aws:ssm"
                                + there
                                + "parameter/profile-guard/profile-guard/delivery-checks"),
                Map.entry(
                        "deployment",
                        "arn:aws:codedeploy" + there + "deploymentgroup:profile-guard-App-1/g"),
                Map.entry("stack", "arn:aws:cloudformation" + there + "stack/profile-guard/1-2"));
    }

    private static String changeOf(String arn) {
        return switch (arn.split(":", 6)[2]) {
            case "lambda" -> "lambda:UpdateFunctionCode";
            case "events" -> "events:PutRule";
            case "sqs" -> "sqs:SetQueueAttributes";
            case "dynamodb" -> "dynamodb:UpdateTable";
            case "cloudwatch" -> "cloudwatch:PutMetricAlarm";
            case "scheduler" -> "scheduler:UpdateSchedule";
            case "states" -> "states:UpdateStateMachine";
            case "logs" -> "logs:DeleteLogGroup";
            case "s3" -> arn.contains("/") ? "s3:PutObject" : "s3:PutBucketPolicy";
            case "ssm" -> "ssm:PutParameter";
            case "codedeploy" -> "codedeploy:CreateDeployment";
            case "cloudformation" -> "cloudformation:UpdateStack";
            default -> arn.contains(":role/") ? "iam:PutRolePolicy" : "iam:DeletePolicyVersion";
        };
    }

    private static String lambda(String name) {
        return "arn:aws:lambda:us-east-1:%s:function:%s".formatted(ACCOUNT, name);
    }

    private static String iam(String resource) {
        return "arn:aws:iam::%s:%s".formatted(ACCOUNT, resource);
    }
}
