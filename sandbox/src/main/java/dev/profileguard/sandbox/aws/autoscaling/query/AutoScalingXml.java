package dev.profileguard.sandbox.aws.autoscaling.query;

import dev.profileguard.sandbox.aws.query.QueryXml;
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
        return QueryXml.response(
                NAMESPACE,
                operation,
                requestId,
                xml -> {
                    if (!elements.isEmpty()) {
                        element(xml, operation + "Result", elements);
                    }
                });
    }

    static String error(String requestId, int status, String code, String message) {
        return QueryXml.error(NAMESPACE, status, code, message, requestId);
    }

    private static void element(Xml xml, String name, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                xml.open(name);
                map.forEach((key, each) -> element(xml, String.valueOf(key), each));
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
