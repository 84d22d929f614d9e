package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.http.message.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// EventBridge's PutEvents, and DescribeRule for the template's rules. Every caller may call them.
public record BusOperations(EventBridgeClient bus, Template template)
        implements ClientService.Operations {
    /// EventBridge in its JSON protocol.
    public static ClientService service(EventBridgeClient bus, Template template) {
        return new ClientService(
                "AWSEvents.", "application/x-amz-json-1.1", "", new BusOperations(bus, template));
    }

    @Override
    public Map<String, Object> call(String operation, Map<String, Object> request) {
        return switch (operation) {
            case "PutEvents" -> put(request);
            case "DescribeRule" -> describe(String.valueOf(request.get("Name")));
            default ->
                    throw new Refusal(
                            400,
                            "UnknownOperationException",
                            "The sandbox has only PutEvents and DescribeRule of EventBridge.");
        };
    }

    private Map<String, Object> describe(String name) {
        return Stream.of(template.rules(), template.rulesOff())
                .flatMap(List::stream)
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .map(this::json)
                .orElseThrow(() ->
                        new Refusal(
                                400,
                                "ResourceNotFoundException",
                                "Rule %s does not exist on EventBus default.".formatted(name)));
    }

    private Map<String, Object> json(RuleDefinition rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Name", rule.name());
        json.put("Arn", Stack.arn("events", "rule/" + rule.name()));
        json.put("EventPattern", rule.pattern());
        json.put("State", template.rules().contains(rule) ? "ENABLED" : "DISABLED");
        json.put("EventBusName", "default");
        json.put("CreatedBy", Stack.ACCOUNT);
        return json;
    }

    private Map<String, Object> put(Map<String, Object> request) {
        List<PutEventsRequestEntry> entries =
                request.get("Entries") instanceof List<?> list
                        ? list.stream().map(BusOperations::entry).toList()
                        : List.of();
        PutEventsResponse response = bus.putEvents(call -> call.entries(entries));
        return Map.of(
                "FailedEntryCount",
                response.failedEntryCount(),
                "Entries",
                response.entries().stream().map(BusOperations::json).toList());
    }

    private static PutEventsRequestEntry entry(@Nullable Object value) {
        return PutEventsRequestEntry.builder()
                .source(text(value, "Source"))
                .detailType(text(value, "DetailType"))
                .detail(text(value, "Detail"))
                .build();
    }

    private static @Nullable String text(@Nullable Object value, String name) {
        return value instanceof Map<?, ?> map && map.get(name) instanceof String text ? text : null;
    }

    private static Map<String, String> json(PutEventsResultEntry result) {
        Map<String, String> json = new LinkedHashMap<>();
        if (result.eventId() != null) {
            json.put("EventId", result.eventId());
        } else {
            json.put("ErrorCode", result.errorCode());
            json.put("ErrorMessage", result.errorMessage());
        }
        return json;
    }
}
