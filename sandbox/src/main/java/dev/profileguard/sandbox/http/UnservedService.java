package dev.profileguard.sandbox.http;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.Xml;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.message.Signature;
import dev.profileguard.sandbox.http.service.Service;
import dev.profileguard.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/// Every service that the sandbox does not have. It refuses each request in the protocol of the
/// request, so that any client shows the message. See [the protocols of
/// AWS](https://smithy.io/2.0/aws/protocols/index.html).
///
/// @param served the services that the sandbox has, as signatures name them
record UnservedService(SortedSet<String> served) implements Service {
    /// Services whose REST protocol has XML bodies, as signatures name them; besides S3, which the
    /// sandbox has.
    private static final Set<String> XML_SERVICES = Set.of("cloudfront", "route53");

    private static final String JSON_1_0 = "application/x-amz-json-1.0";

    /// Whether a request is of Smithy's CBOR protocol, which no service of the sandbox speaks.
    static boolean isCbor(Request request) {
        return request.header("smithy-protocol").equals("rpc-v2-cbor");
    }

    @Override
    public Reply handle(Request request, Caller caller) {
        throw new Refusal(
                501,
                "NotImplemented",
                "The sandbox does not have the service %s. It has: %s."
                        .formatted(VisibleText.excerpt(name(request)), String.join(", ", served)));
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        if (isCbor(request)) {
            return CborError.of(request, refusal);
        }
        if (!request.header("x-amz-target").isEmpty()) {
            return json(request, refusal);
        }
        boolean isForm =
                request.header("content-type").startsWith("application/x-www-form-urlencoded");
        return isForm || XML_SERVICES.contains(name(request))
                ? xml(request, refusal)
                : restJson(request, refusal);
    }

    private static String name(Request request) {
        Signature signature = request.signature();
        return signature == null ? "" : signature.service();
    }

    private static Reply json(Request request, Refusal refusal) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("__type", refusal.code());
        error.put("message", refusal.text());
        String sent = request.header("content-type");
        return Reply.json(refusal.status(), error)
                .with(
                        "Content-Type",
                        sent.startsWith(JSON_1_0) ? JSON_1_0 : "application/x-amz-json-1.1")
                .with("x-amzn-RequestId", request.id());
    }

    private static Reply restJson(Request request, Refusal refusal) {
        return Reply.json(refusal.status(), Map.of("message", refusal.text()))
                .with("x-amzn-ErrorType", refusal.code())
                .with("x-amzn-RequestId", request.id());
    }

    private static Reply xml(Request request, Refusal refusal) {
        Xml xml =
                new Xml()
                        .open("ErrorResponse")
                        .open("Error")
                        .leaf("Type", "Sender")
                        .leaf("Code", refusal.code())
                        .leaf("Message", refusal.text())
                        .close("Error")
                        .leaf("RequestId", request.id())
                        .close("ErrorResponse");
        return Reply.xml(refusal.status(), request.id(), xml.toString());
    }
}
