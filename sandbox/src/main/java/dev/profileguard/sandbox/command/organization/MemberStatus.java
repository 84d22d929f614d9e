package dev.profileguard.sandbox.command.organization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.StackInstanceSummary;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What the centre knows of an account.
///
/// @param instance its part of the StackSet; null: the StackSet does not have it
/// @param time when it reported; null: never
/// @param status what it reported, as JSON; missing: nothing that can be read
record MemberStatus(
        String account,
        @Nullable StackInstanceSummary instance,
        @Nullable Instant time,
        JsonNode status) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param item of the status table; empty: there is none
    static MemberStatus of(
            String account,
            @Nullable StackInstanceSummary instance,
            Map<String, AttributeValue> item) {
        return new MemberStatus(
                account, instance, time(text(item, "time")), parsed(text(item, "status")));
    }

    /// Whether it reported nothing for this long.
    boolean isSilent(Instant now, Duration silence) {
        return time == null || time.isBefore(now.minus(silence));
    }

    /// `CURRENT`, or what CloudFormation says else about its stack.
    String deployment() {
        if (instance == null) {
            return "not in the StackSet";
        }
        String reason = instance.statusReason();
        return reason == null
                ? instance.statusAsString()
                : "%s: %s".formatted(instance.statusAsString(), reason);
    }

    /// The mode of a function, such as `enforce`.
    ///
    /// @param setting such as `GuardMode`
    String mode(String setting) {
        return status.path("modes").path(setting).asText("-");
    }

    /// How many findings are open.
    ///
    /// @param severity such as `critical`
    long open(String severity) {
        return status.path("open").path(severity).asLong(0);
    }

    /// For programs.
    ObjectNode json(boolean silent) {
        ObjectNode json = JSON.createObjectNode().put("account", account).put("silent", silent);
        json.put("reported", time == null ? null : time.toString());
        json.put("deployment", deployment());
        json.set("status", status.isMissingNode() ? JSON.nullNode() : status);
        return json;
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
