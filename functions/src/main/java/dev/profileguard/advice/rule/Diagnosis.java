package dev.profileguard.advice.rule;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Why AWS refused a call, as its error code and message show.
public enum Diagnosis {
    /// The caller may not pass the role.
    PASS_ROLE_DENIED("pass-role-denied"),
    /// The caller lacks another permission, or something denies it.
    ACCESS_DENIED("access-denied"),
    /// There is no instance profile of the name or ARN in the call.
    PROFILE_MISSING("profile-missing"),
    /// The instance profile contains no role.
    PROFILE_EMPTY("profile-empty"),
    /// A role in the instance profile prevents its deletion.
    PROFILE_DELETE_BLOCKED("profile-delete-blocked"),
    /// Instance profiles or policies prevent the role's deletion.
    ROLE_DELETE_BLOCKED("role-delete-blocked"),
    /// The association of an instance with a profile was replaced, or ended.
    ASSOCIATION_NOT_ACTIVE("association-not-active"),
    /// The instance has a profile already.
    ASSOCIATION_EXISTS("association-exists"),
    /// A role or profile of the name exists already.
    NAME_TAKEN("name-taken"),
    /// The instance profile contains a role already.
    PROFILE_HAS_ROLE("profile-has-role"),
    /// The session of a role that a session of another role assumes lasts one hour at most.
    CHAINED_SESSION_TOO_LONG("chained-session-too-long"),
    /// The role's maximum session duration is shorter.
    SESSION_TOO_LONG("session-too-long"),
    /// The role, the profile, or the role in the profile does not exist.
    NOT_FOUND("not-found"),
    /// EKS does not accept the node role.
    NODE_ROLE_INVALID("node-role-invalid"),
    /// A quota is reached.
    QUOTA_REACHED("quota-reached"),
    /// IAM cannot read the policy.
    POLICY_MALFORMED("policy-malformed"),
    /// The policy is for other kinds of principals.
    POLICY_NOT_ATTACHABLE("policy-not-attachable"),
    /// The session policies and tags are too large.
    SESSION_POLICY_TOO_LARGE("session-policy-too-large"),
    /// Only an AWS service may change the role.
    OWNED_BY_SERVICE("owned-by-service"),
    /// Somebody else changed the same thing at the same time.
    CHANGED_MEANWHILE("changed-meanwhile"),
    /// A node group, Auto Scaling group or launch configuration of the name exists or is in use.
    RESOURCE_TAKEN("resource-taken"),
    /// The service-linked role that the call needs is missing or cannot be created.
    SERVICE_ROLE_MISSING("service-role-missing"),
    /// STS is not active in the region.
    REGION_DISABLED("region-disabled"),
    /// The credentials of the call are expired or unknown.
    CREDENTIALS_INVALID("credentials-invalid"),
    /// A parameter is missing, or has a value that the service does not accept.
    REQUEST_INVALID("request-invalid"),
    /// Too many calls.
    THROTTLED("throttled"),
    /// The service failed.
    SERVICE_FAILED("service-failed"),
    /// None of these.
    UNKNOWN("unknown");

    private static final String IAM = "iam.amazonaws.com";

    /// By the message; the first row that matches decides. They are more exact than codes.
    private static final List<ByMessage> MESSAGES =
            List.of(
                    row(PASS_ROLE_DENIED, "not authorized to perform: iam:PassRole\\b"),
                    row(PROFILE_MISSING, "Invalid IAM ?Instance ?Profile"),
                    row(PROFILE_MISSING, "parameter iamInstanceProfile\\S* is invalid"),
                    row(PROFILE_MISSING, "InstanceIdentityProfile not found"),
                    row(PROFILE_EMPTY, "has no associated IAM Roles?"),
                    row(ASSOCIATION_NOT_ACTIVE, "not (?:an|the) active association"),
                    row(ASSOCIATION_NOT_ACTIVE, "invalid association-id"),
                    row(ASSOCIATION_EXISTS, "existing association for instance"),
                    row(PROFILE_HAS_ROLE, "InstanceSessionsPerInstanceProfile"),
                    row(CHAINED_SESSION_TOO_LONG, "session limit for roles assumed by role chain"),
                    row(SESSION_TOO_LONG, "DurationSeconds exceeds the MaxSessionDuration"),
                    row(PROFILE_DELETE_BLOCKED, "must remove roles from instance profile"));

    private record ByMessage(Diagnosis diagnosis, Pattern pattern) {}

    private final String text;

    Diagnosis(String text) {
        this.text = text;
    }

    private static ByMessage row(Diagnosis diagnosis, String pattern) {
        return new ByMessage(diagnosis, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
    }

    /// The diagnosis in results, such as `profile-missing`.
    public String text() {
        return text;
    }

    /// The diagnosis of a refused call, from its code and message alone.
    public static Diagnosis of(FailedCall call) {
        Diagnosis byMessage =
                MESSAGES.stream()
                        .filter(each -> each.pattern().matcher(call.message()).find())
                        .map(ByMessage::diagnosis)
                        .findFirst()
                        .orElse(UNKNOWN);
        if (byMessage == PROFILE_DELETE_BLOCKED) {
            return deletion(call);
        }
        return byMessage == UNKNOWN ? byCode(call) : byMessage;
    }

    private static Diagnosis byCode(FailedCall call) {
        String code = call.code().toLowerCase(Locale.ROOT);
        return switch (code.endsWith("exception")
                ? code.substring(0, code.length() - "exception".length())
                : code.endsWith("fault") ? code.substring(0, code.length() - 5) : code) {
            case "accessdenied",
                    "unauthorizedoperation",
                    "unauthorized",
                    "notauthorized",
                    "authfailure",
                    "optinrequired" ->
                    ACCESS_DENIED;
            case "deleteconflict" -> deletion(call);
            case "entityalreadyexists" -> NAME_TAKEN;
            case "nosuchentity" -> NOT_FOUND;
            case "limitexceeded",
                    "resourcelimitexceeded",
                    "vcpulimitexceeded",
                    "instancelimitexceeded",
                    "maxspotinstancecountexceeded" ->
                    QUOTA_REACHED;
            case "malformedpolicydocument" -> POLICY_MALFORMED;
            case "policynotattachable" -> POLICY_NOT_ATTACHABLE;
            case "packedpolicytoolarge" -> SESSION_POLICY_TOO_LARGE;
            case "unmodifiableentity" -> OWNED_BY_SERVICE;
            case "concurrentmodification", "resourcecontention", "scalingactivityinprogress" ->
                    CHANGED_MEANWHILE;
            case "incorrectstate" ->
                    call.operation().contains("IamInstanceProfile")
                            ? ASSOCIATION_NOT_ACTIVE
                            : UNKNOWN;
            case "invalidassociationid.notfound", "invalidassociationid.malformed" ->
                    ASSOCIATION_NOT_ACTIVE;
            case "alreadyexists", "resourceinuse" -> RESOURCE_TAKEN;
            case "servicelinkedrolefailure", "authfailure.servicelinkedrolecreationnotpermitted" ->
                    SERVICE_ROLE_MISSING;
            case "regiondisabled" -> REGION_DISABLED;
            case "expiredtoken",
                    "invalidclienttokenid",
                    "unrecognizedclient",
                    "signaturedoesnotmatch",
                    "incompletesignature",
                    "missingauthenticationtoken",
                    "requestexpired" ->
                    CREDENTIALS_INVALID;
            case "throttling",
                    "throttled",
                    "requestlimitexceeded",
                    "toomanyrequests",
                    "requestthrottled" ->
                    THROTTLED;
            case "servicefailure",
                    "internalfailure",
                    "internalerror",
                    "server",
                    "serviceunavailable",
                    "unavailable" ->
                    SERVICE_FAILED;
            case "validationerror",
                    "validation",
                    "invalidinput",
                    "invalidparameter",
                    "invalidparametervalue",
                    "invalidparametercombination",
                    "missingparameter",
                    "invalidrequest",
                    "invalidnexttoken",
                    "client",
                    "resourcenotfound" ->
                    nodeRoleOr(call);
            default -> UNKNOWN;
        };
    }

    private static Diagnosis deletion(FailedCall call) {
        return switch (call.operation()) {
            case "DeleteInstanceProfile" -> PROFILE_DELETE_BLOCKED;
            case "DeleteRole" -> ROLE_DELETE_BLOCKED;
            default ->
                    call.message().contains("instance profile")
                                    || call.service().isEmpty()
                                    || call.service().equals(IAM)
                            ? ROLE_DELETE_BLOCKED
                            : UNKNOWN;
        };
    }

    private static Diagnosis nodeRoleOr(FailedCall call) {
        String message = call.message().toLowerCase(Locale.ROOT);
        return call.operation().equals("CreateNodegroup") && message.contains("role")
                ? NODE_ROLE_INVALID
                : REQUEST_INVALID;
    }
}
