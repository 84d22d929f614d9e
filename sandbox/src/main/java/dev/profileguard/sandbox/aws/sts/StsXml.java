package dev.profileguard.sandbox.aws.sts;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.QueryXml;
import dev.profileguard.sandbox.aws.query.Xml;
import java.util.Set;
import java.util.function.Consumer;

/// The XML of STS's responses. https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
final class StsXml {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// Errors that AWS returns before it knows that a request is for STS.
    private static final Set<String> FAULTS = Set.of("InvalidAction", "MissingAction");

    private StsXml() {}

    static String identity(String requestId, Caller caller, String userId, String account) {
        return response(
                "GetCallerIdentity",
                requestId,
                xml ->
                        xml.leaf("Arn", caller.arn())
                                .leaf("UserId", userId)
                                .leaf("Account", account));
    }

    static String session(String requestId, Sts.Session made) {
        return response("AssumeRole", requestId, xml -> session(xml, made));
    }

    private static void session(Xml xml, Sts.Session made) {
        Caller.RoleSession session = made.caller();
        xml.open("AssumedRoleUser")
                .leaf("AssumedRoleId", session.roleId() + ":" + session.session())
                .leaf("Arn", session.arn())
                .close("AssumedRoleUser");
        xml.open("Credentials")
                .leaf("AccessKeyId", session.accessKeyId())
                .leaf("SecretAccessKey", made.secret())
                .leaf("SessionToken", made.token())
                .leaf("Expiration", made.end().toString())
                .close("Credentials");
    }

    static String message(String requestId, String message) {
        return response(
                "DecodeAuthorizationMessage",
                requestId,
                xml -> xml.leaf("DecodedMessage", message));
    }

    static String error(String requestId, int status, String code, String message) {
        String namespace = FAULTS.contains(code) ? QueryXml.FAULTS : NAMESPACE;
        return QueryXml.error(namespace, status, code, message, requestId);
    }

    private static String response(String operation, String requestId, Consumer<Xml> elements) {
        return QueryXml.response(
                NAMESPACE,
                operation,
                requestId,
                xml -> {
                    xml.open(operation + "Result");
                    elements.accept(xml);
                    xml.close(operation + "Result");
                });
    }
}
