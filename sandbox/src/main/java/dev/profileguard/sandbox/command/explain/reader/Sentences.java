package dev.profileguard.sandbox.command.explain.reader;

import java.util.ArrayList;
import java.util.List;

/// The sentences that AWS says about roles and instance profiles, in the order in which they are
/// looked for: a longer one before one that is a part of it. `docs/errors.md` says where each was
/// seen.
final class Sentences {
    private static final String IAM = "iam.amazonaws.com";
    private static final String EC2 = "ec2.amazonaws.com";
    private static final String STS = "sts.amazonaws.com";

    private static final String REMOVE_ROLES =
            "Cannot delete entity, must remove roles from instance profile first.";
    private static final String EXISTS = "Instance Profile {profile} already exists.";
    private static final String NO_ROLE =
            "IAM Instance Profile \"{profile}\" has no associated IAM Roles";
    private static final String NOT_ACTIVE =
            "The association {association} is not the active association";
    private static final String ACTIVE_ERROR = "The association is not an active association";
    private static final String CHAINING =
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
                    + " role chaining.";
    private static final String DENIED =
            "User: {user} is not authorized to perform: {action} on resource: {resource}";
    private static final String NO_PERMISSION = "You are not authorized to perform this operation.";

    /// The kinds of policies by which a call is denied, as AWS's messages name them: [access denied
    /// error
    /// messages](https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
    private static final List<String> POLICIES =
            List.of(
                    "identity-based policy",
                    "resource-based policy",
                    "permissions boundary",
                    "session policy",
                    "service control policy",
                    "resource control policy",
                    "VPC endpoint policy",
                    "role trust policy");

    private Sentences() {}

    /// CloudFormation says only the name, and the type of the resource elsewhere.
    static final Sentence PROFILE_EXISTS =
            Sentence.of(EXISTS, "EntityAlreadyExists", IAM, "CreateInstanceProfile");

    /// The same of a role.
    static final Sentence ROLE_EXISTS =
            Sentence.of(
                    "Role with name {role} already exists.",
                    "EntityAlreadyExists",
                    IAM,
                    "CreateRole");

    /// All sentences.
    static List<Sentence> all() {
        List<Sentence> all = new ArrayList<>(ofIam());
        all.addAll(ofInstances());
        all.addAll(ofAssociations());
        all.addAll(ofSessions());
        all.addAll(denials());
        all.addAll(ofTheConsole());
        all.addAll(inJapanese());
        return all;
    }

    private static List<Sentence> ofIam() {
        return List.of(
                Sentence.of(REMOVE_ROLES, "DeleteConflict", IAM, ""),
                Sentence.of(
                        "Cannot delete entity, must detach all policies first.",
                        "DeleteConflict",
                        IAM,
                        ""),
                Sentence.of(
                        "Cannot delete entity, must delete policies first.",
                        "DeleteConflict",
                        IAM,
                        ""),
                PROFILE_EXISTS,
                ROLE_EXISTS,
                Sentence.of(
                        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: {number}",
                        "LimitExceeded",
                        IAM,
                        "AddRoleToInstanceProfile"),
                Sentence.of(
                        "Cannot exceed quota for InstanceProfilesPerAccount: {number}",
                        "LimitExceeded",
                        IAM,
                        "CreateInstanceProfile"),
                Sentence.of(
                        "Cannot exceed quota for RolesPerAccount: {number}",
                        "LimitExceeded",
                        IAM,
                        "CreateRole"),
                Sentence.of(
                        "Role {role} in Instance Profile {profile} cannot be found.",
                        "NoSuchEntity",
                        IAM,
                        "RemoveRoleFromInstanceProfile"),
                Sentence.of("Instance Profile {profile} cannot be found.", "NoSuchEntity", IAM, ""),
                Sentence.of("The role with name {role} cannot be found.", "NoSuchEntity", IAM, ""),
                Sentence.of(
                        "The specified value for roleName is invalid. It must contain only"
                                + " alphanumeric characters and/or the following: +=,.@_-",
                        "ValidationError",
                        IAM,
                        ""),
                Sentence.of(
                        "The specified value for instanceProfileName is invalid. It must contain"
                                + " only alphanumeric characters and/or the following: +=,.@_-",
                        "ValidationError",
                        IAM,
                        ""));
    }

    private static List<Sentence> ofInstances() {
        String invalid =
                "Value ({profile}) for parameter iamInstanceProfile.%s is invalid. Invalid"
                        + " IAM Instance Profile %s";
        String template = "You must use a valid fully-formed launch template. ";
        String scaling = "autoscaling.amazonaws.com";
        return List.of(
                Sentence.of(
                        template + invalid.formatted("name", "name"),
                        "ValidationError",
                        scaling,
                        ""),
                Sentence.of(
                        template + invalid.formatted("arn", "ARN"), "ValidationError", scaling, ""),
                Sentence.of(invalid.formatted("name", "name"), "InvalidParameterValue", EC2, ""),
                Sentence.of(invalid.formatted("arn", "ARN"), "InvalidParameterValue", EC2, ""),
                Sentence.of(
                        "Invalid IamInstanceProfile: {profile}", "ValidationError", scaling, ""),
                Sentence.of(NO_ROLE, "InvalidParameterValue", EC2, ""),
                Sentence.of(
                        "The parameter 'iamInstanceProfile.name' may not be used in combination"
                                + " with 'iamInstanceProfile.arn'",
                        "InvalidParameterCombination",
                        EC2,
                        ""));
    }

    private static List<Sentence> ofAssociations() {
        return List.of(
                Sentence.of(
                        "There is an existing association for instance {instance}",
                        "IncorrectState",
                        EC2,
                        "AssociateIamInstanceProfile"),
                Sentence.of(NOT_ACTIVE, "IncorrectState", EC2, ""),
                Sentence.of(
                        "The association '{association}' is not an active association",
                        "IncorrectState",
                        EC2,
                        ""),
                Sentence.of("Invalid value for associationId", "InvalidParameterValue", EC2, ""),
                Sentence.of(
                        "InstanceIdentityProfile not found for the key: {profile},",
                        "IncorrectState",
                        EC2,
                        "AssociateIamInstanceProfile"),
                Sentence.of(
                        "The instance '{instance}' is not in the 'running' or 'stopped' states.",
                        "IncorrectInstanceState",
                        EC2,
                        "AssociateIamInstanceProfile"));
    }

    private static List<Sentence> ofSessions() {
        return List.of(
                Sentence.of(CHAINING, "ValidationError", STS, "AssumeRole"),
                Sentence.of(
                        "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                                + " role.",
                        "ValidationError",
                        STS,
                        ""));
    }

    /// The longest first: why, on what, what.
    private static List<Sentence> denials() {
        List<Sentence> denials = new ArrayList<>();
        String operation = NO_PERMISSION + " ";
        for (String policy : POLICIES) {
            String denied = " with an explicit deny in a" + article(policy) + " " + policy;
            String allowed = " because no " + policy + " allows the {action} action";
            for (String why : List.of(denied, allowed)) {
                denials.add(
                        Sentence.of(operation + DENIED + why, "UnauthorizedOperation", EC2, ""));
                denials.add(Sentence.of(DENIED + why, "AccessDenied", "", ""));
            }
        }
        denials.add(Sentence.of(operation + DENIED, "UnauthorizedOperation", EC2, ""));
        denials.add(
                Sentence.of(
                        operation + "User: {user} is not authorized to perform: {action}",
                        "UnauthorizedOperation",
                        EC2,
                        ""));
        denials.add(Sentence.of(DENIED + " with an explicit deny", "AccessDenied", "", ""));
        denials.add(Sentence.of(DENIED, "AccessDenied", "", ""));
        denials.add(Sentence.of("Not authorized to perform {action}", "AccessDenied", STS, ""));
        denials.add(
                Sentence.of(
                        "User: {user} is not authorized to perform: {action}",
                        "AccessDenied",
                        "",
                        ""));
        denials.add(
                Sentence.of(
                        operation + "Encoded authorization failure message: {encoded}",
                        "UnauthorizedOperation",
                        EC2,
                        ""));
        denials.add(Sentence.of(NO_PERMISSION, "UnauthorizedOperation", EC2, ""));
        denials.add(
                Sentence.of(
                        "You are not authorized to use launch template: {template}",
                        "AccessDenied",
                        "autoscaling.amazonaws.com",
                        ""));
        return denials;
    }

    private static String article(String policy) {
        return policy.startsWith("identity") ? "n" : "";
    }

    /// The wordings of [AWS's page on errors of instance
    /// profiles](https://repost.aws/knowledge-center/iam-role-instance-profile).
    private static List<Sentence> ofTheConsole() {
        return List.of(
                Sentence.translated(
                        "Can't delete entity, remove role from instance profile",
                        REMOVE_ROLES,
                        "DeleteConflict",
                        IAM,
                        ""),
                named("No roles attached to instance profile: {profile}"),
                unnamed("No roles attached to instance profile"),
                unnamed("No role attached to instance profile"),
                Sentence.translated(
                        "Active association errors on an EC2 instance",
                        ACTIVE_ERROR,
                        "IncorrectState",
                        EC2,
                        ""),
                Sentence.of("Instance profile already exists", "EntityAlreadyExists", IAM, ""),
                duration(
                        "The requested DurationSeconds exceeds the 1 hour session limit for"
                                + " roles"),
                denied("AccessDenied or unauthorized"));
    }

    private static List<Sentence> inJapanese() {
        return List.of(
                denied("AccessDenied または許可されていません"),
                unnamed("インスタンスプロファイルにロールがアタッチされていません"),
                Sentence.translated(
                        "エンティティを削除できません。インスタンスプロファイルからロールを削除してください",
                        REMOVE_ROLES,
                        "DeleteConflict",
                        IAM,
                        ""),
                Sentence.translated(
                        "EC2 インスタンスでアクティブアソシエーションエラー発生", ACTIVE_ERROR, "IncorrectState", EC2, ""),
                Sentence.translated(
                        "インスタンスプロファイルは既にあります",
                        "Instance profile already exists",
                        "EntityAlreadyExists",
                        IAM,
                        ""),
                duration("要求された DurationSeconds がロールのセッション制限 1 時間を超えています"),
                Sentence.translated(
                        "この操作を実行する権限がありません。エンコードした認証失敗メッセージ{encoded}",
                        NO_PERMISSION + " Encoded authorization failure message: {encoded}",
                        "UnauthorizedOperation",
                        EC2,
                        ""),
                Sentence.translated(
                        "この操作を実行する権限がありません", NO_PERMISSION, "UnauthorizedOperation", EC2, ""));
    }

    private static Sentence named(String printed) {
        return Sentence.translated(printed, NO_ROLE, "InvalidParameterValue", EC2, "");
    }

    private static Sentence unnamed(String printed) {
        return Sentence.translated(
                printed,
                "IAM Instance Profile has no associated IAM Roles",
                "InvalidParameterValue",
                EC2,
                "");
    }

    private static Sentence duration(String printed) {
        return Sentence.translated(printed, CHAINING, "ValidationError", STS, "AssumeRole");
    }

    private static Sentence denied(String printed) {
        return Sentence.translated(printed, "AccessDenied or unauthorized", "AccessDenied", "", "");
    }
}
