package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.http.message.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// EventBridge's PutEvents, and the operations on the template's rules.
public record BusOperations(EventBridgeClient bus) implements ClientService.Operations {
    /// EventBridge in its JSON protocol.
    public static ClientService service(EventBridgeClient bus) {
        return new ClientService(
                "AWSEvents.", "application/x-amz-json-1.1", "", new BusOperations(bus));
    }

    @Override
    public Map<String, Object> call(String operation, Map<String, Object> request) {
        String name = String.valueOf(request.get("Name"));
        return switch (operation) {
            case "PutEvents" -> put(request);
            case "DescribeRule" -> describe(name);
            case "ListRules" -> list(request);
            case "EnableRule" -> {
                bus.enableRule(call -> call.name(name));
                yield Map.of();
            }
            case "DisableRule" -> {
                bus.disableRule(call -> call.name(name));
                yield Map.of();
            }
            default ->
                    throw new Refusal(
                            400,
                            "UnknownOperationException",
                            "The sandbox has only PutEvents, DescribeRule, ListRules, EnableRule"
                                    + " and DisableRule of EventBridge.");
        };
    }

    private Map<String, Object> describe(String name) {
        DescribeRuleResponse rule = bus.describeRule(call -> call.name(name));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Name", rule.name());
        json.put("Arn", rule.arn());
        json.put("EventPattern", rule.eventPattern());
        json.put("State", rule.stateAsString());
        json.put("EventBusName", rule.eventBusName());
        json.put("CreatedBy", rule.createdBy());
        return json;
    }

    private Map<String, Object> list(Map<String, Object> request) {
        String prefix = text(request, "NamePrefix");
        return Map.of(
                "Rules",
                bus.listRules(call -> call.namePrefix(prefix)).rules().stream()
                        .map(rule ->
                                Map.of(
                                        "Name", rule.name(),
                                        "Arn", rule.arn(),
                                        "EventPattern", rule.eventPattern(),
                                        "State", rule.stateAsString(),
                                        "EventBusName", rule.eventBusName()))
                        .toList());
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
                .eventBusName(text(value, "EventBusName"))
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
