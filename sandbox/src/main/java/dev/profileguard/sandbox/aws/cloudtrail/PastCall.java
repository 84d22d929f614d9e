package dev.profileguard.sandbox.aws.cloudtrail;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A call in CloudTrail's event history, with the attributes by which it can be looked up.
///
/// @param number increases with each call
/// @param resources the resources of the call: name to type
public record PastCall(
        long number, Instant time, Map<String, String> resources, CallRecord record) {
    private static final JSON FORMAT =
            JSON.builder().enable(JSON.Feature.WRITE_NULL_PROPERTIES).build();

    /// Parameter to the type of the resource that it names.
    private static final Map<String, String> KINDS =
            Map.of(
                    "instanceProfileName", "AWS::IAM::InstanceProfile",
                    "roleName", "AWS::IAM::Role",
                    "userName", "AWS::IAM::User",
                    "policyName", "AWS::IAM::Policy");

    static PastCall of(long number, CallRecord record) {
        Map<String, String> resources = new LinkedHashMap<>();
        if (record.json().get("requestParameters") instanceof Map<?, ?> request) {
            request.forEach((key, value) -> {
                String kind = KINDS.get(String.valueOf(key));
                if (kind != null) {
                    resources.put(String.valueOf(value), kind);
                }
            });
        }
        Instant time = Instant.parse(String.valueOf(record.json().get("eventTime")));
        return new PastCall(number, time, resources, record);
    }

    /// `eventID`.
    public String id() {
        return record.eventId();
    }

    /// `eventName`.
    public String name() {
        return text(record.json(), "eventName");
    }

    /// `eventSource`.
    public String source() {
        return text(record.json(), "eventSource");
    }

    /// The access key that signed it; empty: unknown.
    public String accessKeyId() {
        return text(identity(), "accessKeyId");
    }

    /// The user's or session's name, or `root`; empty: the caller has none.
    public String userName() {
        return switch (text(identity(), "type")) {
            case "AssumedRole" -> text(identity(), "principalId").replaceFirst("^[^:]*:", "");
            case "Root" -> "root";
            default -> text(identity(), "userName");
        };
    }

    /// The record as JSON.
    public String text() {
        try {
            return FORMAT.asString(record.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<?, ?> identity() {
        return record.json().get("userIdentity") instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ? extends @Nullable Object> values, String name) {
        return values.get(name) instanceof String text ? text : "";
    }
}
