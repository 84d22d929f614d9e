package dev.profileguard.sandbox.command.prevention;

import dev.profileguard.state.GuardedProfiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the service control policies and the permissions boundary deny, and to whom not.
///
/// The Service Authorization Reference says which actions know which keys: those on instance
/// profiles know `aws:ResourceTag`, and those that tag know `aws:TagKeys`. The tagging API needs
/// the same permissions of IAM.
///
/// See
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
record Statements(PreventionSettings settings) {
    /// The longest list of resources of one statement, so that it fits into a policy.
    private static final int MOST_CHARACTERS = 2_000;

    /// Everything that changes a profile, a role or a policy: their resources limit it.
    private static final List<String> CHANGES_OF_IAM =
            List.of(
                    "iam:Add*",
                    "iam:Attach*",
                    "iam:Create*",
                    "iam:Delete*",
                    "iam:Detach*",
                    "iam:PassRole",
                    "iam:Put*",
                    "iam:Remove*",
                    "iam:Set*",
                    "iam:Tag*",
                    "iam:Untag*",
                    "iam:Update*");

    /// What lets somebody act as a role or a user: make one of that name, change who may assume it,
    /// let a service run with it, set a password or make an access key. A user is renamed only by
    /// who may do that to both names.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
    private static final List<String> WAYS_TO_A_PRINCIPAL =
            List.of("iam:Create*", "iam:PassRole", "iam:Update*");

    private static final String STACK = "Stack";
    private static final String IS_AWS = "aws:PrincipalIsAWSService";

    private static final List<String> EDITS =
            List.of(
                    "iam:AddRoleToInstanceProfile",
                    "iam:DeleteInstanceProfile",
                    "iam:RemoveRoleFromInstanceProfile",
                    "iam:TagInstanceProfile",
                    "iam:UntagInstanceProfile");

    private static final List<String> TAGGING =
            List.of(
                    "iam:CreateInstanceProfile",
                    "iam:CreateRole",
                    "iam:TagInstanceProfile",
                    "iam:TagRole",
                    "iam:UntagInstanceProfile",
                    "iam:UntagRole");

    /// The tag that guards, the one that ends the guard for a time, and the one of profiles that
    /// ProfileProvisioner makes.
    private static final List<String> TAGS =
            List.of(
                    GuardedProfiles.TAG,
                    GuardedProfiles.TAG + ":created-by",
                    GuardedProfiles.TAG + ":release");

    private static final List<String> USES_OF_DATA =
            List.of(
                    "dynamodb:BatchWriteItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:PartiQLDelete",
                    "dynamodb:PartiQLInsert",
                    "dynamodb:PartiQLUpdate",
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "s3:DeleteObject*",
                    "s3:PutObject*",
                    "sqs:ChangeMessageVisibility",
                    "sqs:DeleteMessage",
                    "sqs:ReceiveMessage",
                    "sqs:SendMessage");

    private static final List<String> CHANGES_OF_DATA =
            List.of(
                    "dynamodb:CreateTable*",
                    "dynamodb:DeleteResourcePolicy",
                    "dynamodb:DeleteTable*",
                    "dynamodb:PutResourcePolicy",
                    "dynamodb:RestoreTable*",
                    "dynamodb:UpdateContinuousBackups",
                    "dynamodb:UpdateTable*",
                    "dynamodb:UpdateTimeToLive",
                    "s3:DeleteBucket*",
                    "s3:PutBucket*",
                    "s3:PutEncryptionConfiguration",
                    "s3:PutLifecycleConfiguration",
                    "s3:PutReplicationConfiguration",
                    "sqs:AddPermission",
                    "sqs:CancelMessageMoveTask",
                    "sqs:CreateQueue",
                    "sqs:DeleteQueue",
                    "sqs:PurgeQueue",
                    "sqs:RemovePermission",
                    "sqs:SetQueueAttributes",
                    "sqs:StartMessageMoveTask");

    private static final List<String> CHANGES =
            List.of(
                    "cloudwatch:DeleteAlarms",
                    "cloudwatch:DisableAlarmActions",
                    "cloudwatch:EnableAlarmActions",
                    "cloudwatch:PutCompositeAlarm",
                    "cloudwatch:PutMetricAlarm",
                    "cloudwatch:SetAlarmState",
                    "codedeploy:Create*",
                    "codedeploy:Delete*",
                    "codedeploy:Update*",
                    "events:DeleteRule",
                    "events:DisableRule",
                    "events:EnableRule",
                    "events:PutRule",
                    "events:PutTargets",
                    "events:RemoveTargets",
                    "lambda:Add*",
                    "lambda:Create*",
                    "lambda:Delete*",
                    "lambda:Publish*",
                    "lambda:Put*",
                    "lambda:Remove*",
                    "lambda:Update*",
                    "logs:AssociateKmsKey",
                    "logs:Delete*",
                    "logs:DisassociateKmsKey",
                    "logs:PutDataProtectionPolicy",
                    "logs:PutRetentionPolicy",
                    "logs:PutTransformer",
                    "scheduler:CreateSchedule",
                    "scheduler:DeleteSchedule",
                    "scheduler:UpdateSchedule",
                    "ssm:DeleteParameter*",
                    "ssm:PutParameter",
                    "states:Create*",
                    "states:Delete*",
                    "states:Publish*",
                    "states:Update*");

    /// All statements of a service control policy.
    List<Statement> ofServiceControl() {
        return exceptForSome(denials());
    }

    /// Those of a permissions boundary, without exceptions: who is one does not get it.
    List<Statement> ofBoundary() {
        return Denial.merged("ByName", denials()).stream()
                .map(each -> each.statement(Map.of()))
                .toList();
    }

    /// Those of a resource control policy. It reaches some services only, neither IAM nor Lambda,
    /// and principals of other accounts too.
    ///
    /// See
    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
    List<Statement> ofResourceControl() {
        List<String> actions = new ArrayList<>(USES_OF_DATA);
        actions.addAll(CHANGES_OF_DATA);
        List<Statement> all =
                new ArrayList<>(
                        exceptForSome(
                                List.of(
                                        Denial.of(
                                                        "StackData",
                                                        actions,
                                                        settings.data(),
                                                        StackRole.users())
                                                .when("BoolIfExists", IS_AWS, "false")
                                                .ofEverybody())));
        all.add(
                Statement.deny(
                                "OtherAccounts",
                                List.of("dynamodb:*", "s3:*", "sqs:*"),
                                settings.data())
                        .ofEverybody()
                        .when("BoolIfExists", IS_AWS, "false")
                        .when("StringNotEquals", "aws:ResourceAccount", "${aws:PrincipalAccount}"));
        all.add(
                Statement.deny(
                                "OnlyServicesAssumeTheRoles",
                                List.of("sts:AssumeRole"),
                                names().rolesOfServices())
                        .ofEverybody()
                        .when("BoolIfExists", IS_AWS, "false"));
        return all;
    }

    /// For everybody but the exceptions; then, for those that are excepted only through services,
    /// what they call otherwise.
    private List<Statement> exceptForSome(List<Denial> denials) {
        Exceptions exceptions = settings.exceptions();
        List<Statement> all = new ArrayList<>();
        denials.forEach(
                each -> all.add(each.statement(exceptions.nobodyOf(names().roles(each.own())))));
        int number = 0;
        for (Exceptions.Via group : exceptions.via()) {
            number++;
            for (Denial each : held(group, denials)) {
                Statement statement =
                        each.statement(exceptions.butNotThrough(group, names().roles(each.own())));
                all.add(statement.named(each.id() + "Via" + number));
            }
        }
        return all;
    }

    /// What principals may not do but through services. One statement is enough for most of it,
    /// unless roles of the stack are among these principals, which may do different things.
    private List<Denial> held(Exceptions.Via group, List<Denial> denials) {
        List<Denial> held =
                denials.stream()
                        .filter(each -> !(group.deploys() && each.id().equals(STACK)))
                        .toList();
        return group.overlaps(names().allRoles()) ? held : Denial.merged("ByName", held);
    }

    private List<Denial> denials() {
        List<Denial> all = new ArrayList<>();
        all.add(
                Denial.of(
                                "GuardedByTag",
                                EDITS,
                                List.of(names().everyProfile()),
                                StackRole.editors())
                        .notOf(settings.exemptProfiles())
                        .when(
                                "StringEquals",
                                "aws:ResourceTag/" + GuardedProfiles.TAG,
                                GuardedProfiles.LOCKED));
        all.add(
                Denial.of(
                                "GuardTags",
                                TAGGING,
                                List.of(names().everyProfile(), names().everyRole()),
                                StackRole.editors())
                        .when("ForAnyValue:StringEqualsIgnoreCase", "aws:TagKeys", TAGS));
        all.addAll(byName());
        all.addAll(exceptedPrincipals());
        all.add(uses());
        all.add(changes());
        // What brings the messages of queues to the functions has an ARN of its own.
        all.add(
                Denial.of(
                                "EventSources",
                                List.of(
                                        "lambda:CreateEventSourceMapping",
                                        "lambda:DeleteEventSourceMapping",
                                        "lambda:UpdateEventSourceMapping"),
                                List.of("*"),
                                List.of())
                        .when("ArnLike", "lambda:FunctionArn", names().functions()));
        if (!settings.exceptions().everybodyByCloudFormation()) {
            all.add(stack());
        }
        return all;
    }

    /// The guarded profiles, and the stack's roles.
    private List<Denial> byName() {
        List<String> resources = new ArrayList<>(names().allRoles());
        resources.addAll(names().policies());
        resources.addAll(settings.guardedProfiles());
        List<Denial> all = new ArrayList<>();
        for (List<String> part : parts(resources)) {
            String id = "ProfilesAndRoles" + (all.isEmpty() ? "" : all.size() + 1);
            all.add(Denial.of(id, CHANGES_OF_IAM, part, StackRole.editors()));
        }
        return all;
    }

    /// Otherwise whoever may make a role whose name an exception matches would be excepted. The
    /// guard puts such roles back into profiles, and repairs their trust policies.
    private List<Denial> exceptedPrincipals() {
        List<String> principals = settings.exceptions().resources(names().partition());
        return principals.isEmpty()
                ? List.of()
                : List.of(
                        Denial.of(
                                "Excepted", WAYS_TO_A_PRINCIPAL, principals, StackRole.passers()));
    }

    /// The resources in parts that fit into a statement.
    private static List<List<String>> parts(List<String> resources) {
        List<List<String>> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        int length = 0;
        for (String each : resources) {
            if (length + each.length() > MOST_CHARACTERS) {
                parts.add(part);
                part = new ArrayList<>();
                length = 0;
            }
            part.add(each);
            length += each.length();
        }
        parts.add(part);
        return parts;
    }

    private Denial uses() {
        List<String> actions =
                new ArrayList<>(
                        List.of(
                                "lambda:Invoke*",
                                "states:RedriveExecution",
                                "states:StartExecution",
                                "states:StopExecution"));
        actions.addAll(USES_OF_DATA);
        List<String> resources = new ArrayList<>(settings.data());
        resources.add(names().functions());
        resources.addAll(names().stateMachines());
        return Denial.of("Use", actions, resources, StackRole.users());
    }

    private Denial changes() {
        List<String> actions = new ArrayList<>(CHANGES);
        actions.addAll(CHANGES_OF_DATA);
        List<String> resources = new ArrayList<>(settings.data());
        resources.addAll(
                List.of(
                        names().alarms(),
                        names().deployments(),
                        names().functions(),
                        names().parameters(),
                        names().rules(),
                        names().schedules()));
        resources.addAll(names().logGroups());
        resources.addAll(names().stateMachines());
        return Denial.of("Change", actions, resources, StackRole.changers());
    }

    private Denial stack() {
        return Denial.of(
                STACK,
                List.of(
                        "cloudformation:Cancel*",
                        "cloudformation:Continue*",
                        "cloudformation:Create*",
                        "cloudformation:Delete*",
                        "cloudformation:Execute*",
                        "cloudformation:Rollback*",
                        "cloudformation:Set*",
                        "cloudformation:Update*"),
                List.of(names().stacks()),
                List.of());
    }

    private StackNames names() {
        return settings.names();
    }
}
