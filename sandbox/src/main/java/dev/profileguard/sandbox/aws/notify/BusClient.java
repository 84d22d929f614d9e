package dev.profileguard.sandbox.aws.notify;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.eventbridge.RuleStates;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Rule;

/// EventBridge's PutEvents, and the template's rules. An event for the default bus goes to the
/// rules, one for a bus of another account goes there, if that bus's policy lets it. One for a bus
/// of this account that does not exist is accepted and goes nowhere, [as on
/// AWS](https://github.com/localstack/localstack/blob/main/tests/aws/services/events/test_events.py)
/// (`test_put_events_nonexistent_event_bus`).
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
record BusClient(NotifyServices services, Caller caller) implements EventBridgeClient {
    private static final int MOST_ENTRIES = 10;
    private static final int MOST_BYTES = 262_144;
    private static final ServiceErrors<EventBridgeException> ERRORS =
            new ServiceErrors<>(
                    EventBridgeException.class, "EventBridge", EventBridgeException::builder);

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        List<PutEventsRequestEntry> entries =
                services.recorded(
                        services.call(
                                caller,
                                "events",
                                "PutEvents",
                                String.join(", ", buses(request.entries()))),
                        () -> checked(request.entries()));
        List<PutEventsResultEntry> results = entries.stream().map(this::put).toList();
        long failed = results.stream().filter(result -> result.eventId() == null).count();
        return PutEventsResponse.builder().entries(results).failedEntryCount((int) failed).build();
    }

    @Override
    public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
        RuleDefinition rule = rule("DescribeRule", request.name());
        return DescribeRuleResponse.builder()
                .name(rule.name())
                .arn(arn(rule.name()))
                .eventPattern(rule.pattern())
                .state(state(rule.name()))
                .eventBusName("default")
                .createdBy(caller.accountId())
                .build();
    }

    @Override
    public EnableRuleResponse enableRule(EnableRuleRequest request) {
        rules().set(rule("EnableRule", request.name()).name(), true);
        return EnableRuleResponse.builder().build();
    }

    @Override
    public DisableRuleResponse disableRule(DisableRuleRequest request) {
        rules().set(rule("DisableRule", request.name()).name(), false);
        return DisableRuleResponse.builder().build();
    }

    /// The rules whose names begin with a prefix, in one page.
    @Override
    public ListRulesResponse listRules(ListRulesRequest request) {
        services.recorded(
                services.call(caller, "events", "ListRules", arn("*")),
                () -> {
                    require("ListRules", arn("*"));
                    return "*";
                });
        String prefix = request.namePrefix() == null ? "" : request.namePrefix();
        return ListRulesResponse.builder()
                .rules(
                        rules().rules().stream()
                                .filter(rule -> rule.name().startsWith(prefix))
                                .map(rule ->
                                        Rule.builder()
                                                .name(rule.name())
                                                .arn(arn(rule.name()))
                                                .eventPattern(rule.pattern())
                                                .state(state(rule.name()))
                                                .eventBusName("default")
                                                .build())
                                .toList())
                .build();
    }

    private RuleDefinition rule(String operation, String name) {
        return services.recorded(
                services.call(caller, "events", operation, arn(name)),
                () -> {
                    require(operation, arn(name));
                    return rules().find(name)
                            .orElseThrow(() ->
                                    ERRORS.of(
                                            400,
                                            "ResourceNotFoundException",
                                            "Rule %s does not exist on EventBus default."
                                                    .formatted(name)));
                });
    }

    private void require(String operation, String resource) {
        services.requireAvailable(operation, ERRORS, "InternalException");
        String refused = services.refusal(caller, "events:" + operation, resource);
        if (refused != null) {
            throw ERRORS.of(400, "AccessDeniedException", refused);
        }
    }

    private String bus() {
        return stack().arn("events", "event-bus/default");
    }

    private Stack stack() {
        return new Stack(caller.accountId());
    }

    private RuleStates rules() {
        return services.bus().states();
    }

    private String state(String rule) {
        return rules().isEnabled(rule) ? "ENABLED" : "DISABLED";
    }

    private String arn(String rule) {
        return stack().arn("events", "rule/" + rule);
    }

    private List<PutEventsRequestEntry> checked(List<PutEventsRequestEntry> entries) {
        services.requireAvailable("PutEvents", ERRORS, "InternalException");
        buses(entries).forEach(bus -> requireBus(bus, entries));
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw ERRORS.of(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value at 'entries' failed to satisfy constraint:"
                            + " Member must have length between 1 and 10");
        }
        if (entries.stream().mapToInt(BusClient::size).sum() > MOST_BYTES) {
            throw ERRORS.of(
                    400,
                    "ValidationException",
                    "Total size of the entries in the request is over the limit.");
        }
        return entries;
    }

    /// The policy of another account's bus has to allow it too.
    private void requireBus(String bus, List<PutEventsRequestEntry> entries) {
        String refused = services.refusal(caller, "events:PutEvents", bus);
        if (refused == null && isForeign(bus)) {
            Set<String> sources =
                    entries.stream()
                            .filter(entry -> bus(entry).equals(bus))
                            .map(entry -> String.valueOf(entry.source()))
                            .collect(Collectors.toSet());
            refused = services.foreignBuses().refusal(caller, bus, sources);
        }
        if (refused != null) {
            throw ERRORS.of(400, "AccessDeniedException", refused);
        }
    }

    private boolean isForeign(String bus) {
        return !bus.contains(":%s:".formatted(caller.accountId()));
    }

    private Set<String> buses(List<PutEventsRequestEntry> entries) {
        return entries.isEmpty()
                ? Set.of(bus())
                : entries.stream()
                        .map(this::bus)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// The ARN of an entry's bus.
    private String bus(PutEventsRequestEntry entry) {
        String name = entry.eventBusName();
        if (name == null) {
            return bus();
        }
        return name.startsWith("arn:") ? name : stack().arn("events", "event-bus/" + name);
    }

    private PutEventsResultEntry put(PutEventsRequestEntry entry) {
        if (entry.source() == null || entry.detailType() == null || entry.detail() == null) {
            return failed("InvalidArgument", "Source, DetailType and Detail are required.");
        }
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        String id = UUID.randomUUID().toString();
        Instant now = services.clock().instant();
        try {
            event.put("version", "0");
            event.put("id", id);
            event.put("detail-type", entry.detailType());
            event.put("source", entry.source());
            event.put("account", caller.accountId());
            event.put("time", now.truncatedTo(ChronoUnit.SECONDS).toString());
            event.put("region", Stack.REGION);
            event.put("resources", entry.resources());
            event.put("detail", JSON.std.mapFrom(entry.detail()));
        } catch (IOException e) {
            return failed("MalformedDetail", "Detail is malformed.");
        }
        String bus = bus(entry);
        deliver(bus, BusEvent.of(text(event)));
        if (bus.equals(bus()) || isForeign(bus)) {
            services.notifications()
                    .add(new Notification(now, "events", bus, entry.detailType(), entry.detail()));
        }
        return PutEventsResultEntry.builder().eventId(id).build();
    }

    private void deliver(String bus, BusEvent event) {
        if (bus.equals(bus())) {
            services.bus().put(event);
        } else if (isForeign(bus)) {
            services.foreignBuses().put(bus, event);
        }
    }

    private static PutEventsResultEntry failed(String code, String message) {
        return PutEventsResultEntry.builder().errorCode(code).errorMessage(message).build();
    }

    private static String text(Map<String, @Nullable Object> event) {
        try {
            return JSON.std.asString(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int size(PutEventsRequestEntry entry) {
        return bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
