package dev.profileguard.sandbox.aws.ec2.query;

import dev.profileguard.sandbox.aws.query.Xml;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/// The XML of EC2's responses.
final class Ec2Xml {
    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Ec2Xml() {}

    /// @param elements as CloudTrail records them: `items` contains the members of a list
    static String response(String operation, String requestId, Map<String, Object> elements) {
        Xml xml = new Xml().open(operation + "Response", NAMESPACE);
        if (!elements.containsKey("requestId")) {
            xml.leaf("requestId", requestId);
        }
        write(xml, elements);
        return xml.close(operation + "Response").toString();
    }

    static String error(String requestId, String code, String message) {
        return new Xml()
                .open("Response")
                .open("Errors")
                .open("Error")
                .leaf("Code", code)
                .leaf("Message", message)
                .close("Error")
                .close("Errors")
                .leaf("RequestID", requestId)
                .close("Response")
                .toString();
    }

    private static void write(Xml xml, Map<?, ?> elements) {
        elements.forEach((key, value) -> {
            String name = String.valueOf(key);
            switch (value) {
                case Map<?, ?> map -> {
                    xml.open(name);
                    write(xml, map);
                    xml.close(name);
                }
                case List<?> items -> items.forEach(item -> item(xml, item));
                case Long milliseconds ->
                        xml.leaf(name, TIME.format(Instant.ofEpochMilli(milliseconds)));
                default -> xml.leaf(name, String.valueOf(value));
            }
        });
    }

    private static void item(Xml xml, Object item) {
        if (item instanceof String text) {
            xml.leaf("item", text);
            return;
        }
        xml.open("item");
        write(xml, (Map<?, ?>) item);
        xml.close("item");
    }
}
