package dev.profileguard.sandbox.server;

import dev.profileguard.sandbox.iam.Caller;
import java.time.Instant;

/// What STS writes. https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
final class StsXml {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private StsXml() {}

    static String identity(String requestId, Caller caller, String userId, String account) {
        return answer(
                "GetCallerIdentity",
                requestId,
                leaf("Arn", caller.arn()) + leaf("UserId", userId) + leaf("Account", account));
    }

    static String session(
            String requestId,
            Caller.RoleSession session,
            String secret,
            String token,
            Instant end) {
        String user =
                leaf("AssumedRoleId", session.roleId() + ":" + session.session())
                        + leaf("Arn", session.arn());
        String credentials =
                leaf("AccessKeyId", session.accessKeyId())
                        + leaf("SecretAccessKey", secret)
                        + leaf("SessionToken", token)
                        + leaf("Expiration", end.toString());
        return answer(
                "AssumeRole",
                requestId,
                element("AssumedRoleUser", user) + element("Credentials", credentials));
    }

    static String error(String requestId, Refusal refusal) {
        String error =
                leaf("Type", refusal.status() >= 500 ? "Receiver" : "Sender")
                        + leaf("Code", refusal.code())
                        + leaf("Message", refusal.text());
        return """
        <ErrorResponse xmlns="%s">%s%s</ErrorResponse>\
        """
                .formatted(NAMESPACE, element("Error", error), leaf("RequestId", requestId));
    }

    private static String answer(String operation, String requestId, String result) {
        return """
        <%1$sResponse xmlns="%2$s">%3$s%4$s</%1$sResponse>\
        """
                .formatted(
                        operation,
                        NAMESPACE,
                        element(operation + "Result", result),
                        element("ResponseMetadata", leaf("RequestId", requestId)));
    }

    private static String element(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }

    private static String leaf(String name, String text) {
        return element(name, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }
}
