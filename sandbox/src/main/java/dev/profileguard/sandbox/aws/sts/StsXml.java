package dev.profileguard.sandbox.aws.sts;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.Xml;
import java.util.Set;

/// The XML of STS's responses. https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
final class StsXml {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final String FAULT_NAMESPACE =
            "http://webservices.amazon.com/AWSFault/2005-15-09";

    /// Errors that AWS returns before it knows that a request is for STS.
    private static final Set<String> FAULTS = Set.of("InvalidAction", "MissingAction");

    private StsXml() {}

    static String identity(String requestId, Caller caller, String userId, String account) {
        Xml xml = opened("GetCallerIdentity");
        xml.leaf("Arn", caller.arn()).leaf("UserId", userId).leaf("Account", account);
        return closed(xml, "GetCallerIdentity", requestId);
    }

    static String session(String requestId, Sts.Session made) {
        Caller.RoleSession session = made.caller();
        Xml xml = opened("AssumeRole");
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
        return closed(xml, "AssumeRole", requestId);
    }

    static String message(String requestId, String message) {
        Xml xml = opened("DecodeAuthorizationMessage");
        xml.leaf("DecodedMessage", message);
        return closed(xml, "DecodeAuthorizationMessage", requestId);
    }

    static String error(String requestId, int status, String code, String message) {
        String namespace = FAULTS.contains(code) ? FAULT_NAMESPACE : NAMESPACE;
        return new Xml()
                .open("ErrorResponse", namespace)
                .open("Error")
                .leaf("Type", status >= 500 ? "Receiver" : "Sender")
                .leaf("Code", code)
                .leaf("Message", message)
                .close("Error")
                .leaf("RequestId", requestId)
                .close("ErrorResponse")
                .toString();
    }

    private static Xml opened(String operation) {
        return new Xml().open(operation + "Response", NAMESPACE).open(operation + "Result");
    }

    private static String closed(Xml xml, String operation, String requestId) {
        return xml.close(operation + "Result")
                .open("ResponseMetadata")
                .leaf("RequestId", requestId)
                .close("ResponseMetadata")
                .close(operation + "Response")
                .toString();
    }
}
