package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.PastCall;
import dev.profileguard.sandbox.aws.cloudtrail.PastCalls;
import dev.profileguard.sandbox.http.message.Refusal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Some of CloudTrail's operations: lookups in the event history, and one trail that logs all
/// management events. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html
public record TrailOperations(PastCalls calls) {
    private static final String TRAIL = "management-events";
    private static final int MOST = 50;

    /// CloudTrail in its JSON protocol.
    public static JsonService service(PastCalls calls) {
        TrailOperations operations = new TrailOperations(calls);
        return new JsonService(
                "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.",
                Map.of(
                        "LookupEvents",
                        (input, origin) -> operations.lookup(input, origin.region()),
                        "DescribeTrails",
                        (input, origin) -> describe(input.texts("trailNameList"), origin),
                        "GetTrailStatus",
                        (input, origin) -> status(input.text("Name"), origin),
                        "GetEventSelectors",
                        (input, origin) -> selectors(input.text("TrailName"), origin)));
    }

    private Map<String, Object> lookup(JsonInput input, String region) {
        int most = input.number("MaxResults", MOST);
        if (most < 1 || most > MOST) {
            throw refusal(
                    "InvalidMaxResults", "MaxResults must be from 1 to 50, not %d".formatted(most));
        }
        if ("insight".equals(input.optional("EventCategory"))) {
            return Map.of("Events", List.of());
        }
        try {
            PastCalls.Found found =
                    calls.in(region).find(criteria(input), most, input.optional("NextToken"));
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("Events", found.calls().stream().map(TrailOperations::event).toList());
            if (found.next() != null) {
                response.put("NextToken", found.next());
            }
            return response;
        } catch (IllegalArgumentException e) {
            throw refusal(
                    "InvalidNextToken",
                    "NextToken is none, or one of a call with other parameters");
        }
    }

    private static Lookup criteria(JsonInput input) {
        Instant since = input.time("StartTime", Instant.MIN);
        Instant until = input.time("EndTime", Instant.MAX);
        if (since.isAfter(until)) {
            throw refusal("InvalidTimeRange", "StartTime is after EndTime");
        }
        List<Map<?, ?>> attributes = input.maps("LookupAttributes");
        if (attributes.size() > 1) {
            throw refusal("InvalidLookupAttributes", "There can be one lookup attribute only");
        }
        return attributes.isEmpty()
                ? new Lookup(null, "", since, until)
                : criteria(attributes.getFirst(), since, until);
    }

    private static Lookup criteria(Map<?, ?> given, Instant since, Instant until) {
        Lookup.Attribute attribute = Lookup.Attribute.of(String.valueOf(given.get("AttributeKey")));
        if (attribute == null
                || !(given.get("AttributeValue") instanceof String value)
                || value.isEmpty()) {
            throw refusal(
                    "InvalidLookupAttributes",
                    "A lookup attribute has an AttributeValue and an AttributeKey of: "
                            + Arrays.stream(Lookup.Attribute.values())
                                    .map(Lookup.Attribute::text)
                                    .collect(Collectors.joining(", ")));
        }
        return new Lookup(attribute, value, since, until);
    }

    private static Map<String, Object> event(PastCall call) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("EventId", call.id());
        event.put("EventName", call.name());
        event.put("ReadOnly", Boolean.toString(call.record().readOnly()));
        event.put("EventTime", call.time().getEpochSecond());
        event.put("EventSource", call.source());
        if (!call.accessKeyId().isEmpty()) {
            event.put("AccessKeyId", call.accessKeyId());
        }
        if (!call.userName().isEmpty()) {
            event.put("Username", call.userName());
        }
        event.put(
                "Resources",
                call.resources().entrySet().stream()
                        .map(each ->
                                Map.of(
                                        "ResourceType",
                                        each.getValue(),
                                        "ResourceName",
                                        each.getKey()))
                        .toList());
        event.put("CloudTrailEvent", call.text());
        return event;
    }

    /// The trails with these names. Names without a trail are ignored.
    private static Map<String, Object> describe(List<String> names, Origin origin) {
        boolean wanted = names.isEmpty() || names.contains(TRAIL) || names.contains(arn(origin));
        Map<String, Object> trail = new LinkedHashMap<>();
        trail.put("Name", TRAIL);
        trail.put("S3BucketName", "cloudtrail-logs-" + origin.account());
        trail.put("IncludeGlobalServiceEvents", true);
        trail.put("IsMultiRegionTrail", true);
        trail.put("HomeRegion", Stack.REGION);
        trail.put("TrailARN", arn(origin));
        trail.put("LogFileValidationEnabled", true);
        trail.put("HasCustomEventSelectors", false);
        trail.put("HasInsightSelectors", false);
        trail.put("IsOrganizationTrail", false);
        return Map.of("trailList", wanted ? List.of(trail) : List.of());
    }

    private static Map<String, Object> status(String name, Origin origin) {
        require(name, origin);
        return Map.of("IsLogging", true);
    }

    private static Map<String, Object> selectors(String name, Origin origin) {
        require(name, origin);
        Map<String, Object> selector = new LinkedHashMap<>();
        selector.put("ReadWriteType", "All");
        selector.put("IncludeManagementEvents", true);
        selector.put("DataResources", List.of());
        selector.put("ExcludeManagementEventSources", List.of());
        return Map.of("TrailARN", arn(origin), "EventSelectors", List.of(selector));
    }

    private static void require(@Nullable String name, Origin origin) {
        if (!TRAIL.equals(name) && !arn(origin).equals(name)) {
            throw refusal(
                    "TrailNotFound",
                    "Unknown trail: %s for the user: %s".formatted(name, origin.account()));
        }
    }

    private static String arn(Origin origin) {
        return new Stack(origin.account()).arn("cloudtrail", "trail/" + TRAIL);
    }

    private static Refusal refusal(String code, String message) {
        return new Refusal(400, code + "Exception", message);
    }
}
