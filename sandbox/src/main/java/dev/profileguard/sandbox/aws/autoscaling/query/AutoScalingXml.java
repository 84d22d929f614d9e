package dev.profileguard.sandbox.aws.autoscaling.query;

import dev.profileguard.sandbox.aws.query.Xml;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/// The XML of Auto Scaling's responses.
final class AutoScalingXml {
    private static final String NAMESPACE = "http://autoscaling.amazonaws.com/doc/2011-01-01/";

    private AutoScalingXml() {}

    /// @param elements of the result; empty: the response has no result
    static String response(String operation, String requestId, Map<String, Object> elements) {
        Xml xml = new Xml().open(operation + "Response", NAMESPACE);
        if (!elements.isEmpty()) {
            xml.open(operation + "Result");
            write(xml, elements);
            xml.close(operation + "Result");
        }
        return xml.open("ResponseMetadata")
                .leaf("RequestId", requestId)
                .close("ResponseMetadata")
                .close(operation + "Response")
                .toString();
    }

    static String error(String requestId, int status, String code, String message) {
        return new Xml()
                .open("ErrorResponse", NAMESPACE)
                .open("Error")
                .leaf("Type", status >= 500 ? "Receiver" : "Sender")
                .leaf("Code", code)
                .leaf("Message", message)
                .close("Error")
                .leaf("RequestId", requestId)
                .close("ErrorResponse")
                .toString();
    }

    private static void write(Xml xml, Map<?, ?> elements) {
        elements.forEach((key, value) -> element(xml, String.valueOf(key), value));
    }

    private static void element(Xml xml, String name, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                xml.open(name);
                write(xml, map);
                xml.close(name);
            }
            case List<?> members -> {
                xml.open(name);
                members.forEach(member -> element(xml, "member", member));
                xml.close(name);
            }
            case Instant time -> xml.leaf(name, DateTimeFormatter.ISO_INSTANT.format(time));
            default -> xml.leaf(name, String.valueOf(value));
        }
    }
}
