package dev.profileguard.sandbox.aws.query;

import java.util.function.Consumer;

/// The XML that the responses of IAM, STS and Auto Scaling have in common.
public final class QueryXml {
    /// The namespace of errors that AWS returns before it knows which service a request is for.
    public static final String FAULTS = "http://webservices.amazon.com/AWSFault/2005-15-09";

    private QueryXml() {}

    /// A response.
    ///
    /// @param namespace of the service
    /// @param operation such as `GetRole`
    /// @param result writes the result, if the response has one
    public static String response(
            String namespace, String operation, String requestId, Consumer<Xml> result) {
        Xml xml = new Xml().open(operation + "Response", namespace);
        result.accept(xml);
        return xml.open("ResponseMetadata")
                .leaf("RequestId", requestId)
                .close("ResponseMetadata")
                .close(operation + "Response")
                .toString();
    }

    /// An error.
    ///
    /// @param namespace of the service, or [#FAULTS]
    /// @param status of HTTP; it shows whether the sender or the receiver is at fault
    /// @param code as the service spells it
    public static String error(
            String namespace, int status, String code, String message, String requestId) {
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
}
