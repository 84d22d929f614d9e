package dev.profileguard.sandbox.aws.cloudtrail;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// CloudTrail's `userIdentity`.
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
final class UserIdentity {
    private UserIdentity() {}

    static Map<String, Object> of(Caller caller, Instant time, UnaryOperator<String> userIds) {
        return switch (caller) {
            case Caller.User user -> user(user, userIds.apply(user.name()));
            case Caller.RoleSession session -> session(session, time);
            case Caller.Root root ->
                    identity("Root", root.accountId(), root.arn(), root.accountId());
            case Caller.Service service -> {
                Map<String, Object> identity = of(service.onBehalfOf(), time, userIds);
                identity.put("invokedBy", service.host());
                yield identity;
            }
        };
    }

    private static Map<String, Object> user(Caller.User user, String id) {
        Map<String, Object> identity = identity("IAMUser", id, user.arn(), user.accountId());
        identity.put("accessKeyId", user.accessKeyId());
        identity.put("userName", user.name());
        return identity;
    }

    /// The session's ARN drops the role's path, the issuer's keeps it.
    private static Map<String, Object> session(Caller.RoleSession session, Instant time) {
        String id = session.roleId() + ":" + session.session();
        Map<String, Object> identity =
                identity("AssumedRole", id, session.arn(), session.accountId());
        identity.put("accessKeyId", session.accessKeyId());
        Map<String, Object> issuer =
                identity("Role", session.roleId(), session.roleArn(), session.accountId());
        issuer.put("userName", session.roleName());
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("creationDate", time.truncatedTo(ChronoUnit.SECONDS).toString());
        attributes.put("mfaAuthenticated", "false");
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("sessionIssuer", issuer);
        context.put("attributes", attributes);
        identity.put("sessionContext", context);
        return identity;
    }

    private static Map<String, Object> identity(
            String type, String principalId, String arn, String accountId) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("type", type);
        identity.put("principalId", principalId);
        identity.put("arn", arn);
        identity.put("accountId", accountId);
        return identity;
    }
}
