package dev.profileguard.aws;

import dev.profileguard.aws.query.FunctionCredentials;
import dev.profileguard.aws.resource.JsonService;
import dev.profileguard.aws.resource.SignedCalls;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;

/// The event history of CloudTrail, by its API.
///
/// See https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
public final class CloudTrailHistory implements EventHistory {
    private static final String TARGET = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";

    private final JsonService service;
    private final InstantSource clock;

    private CloudTrailHistory(JsonService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    /// With the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    public static CloudTrailHistory live(SdkHttpClient http, Map<String, String> environment) {
        return of(http, FunctionCredentials.live(), environment, InstantSource.system());
    }

    /// With other credentials, and another clock for what the history still has.
    static CloudTrailHistory of(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Map<String, String> environment,
            InstantSource clock) {
        SignedCalls calls = SignedCalls.patient(http, credentials);
        return new CloudTrailHistory(
                new JsonService(calls, "cloudtrail", TARGET, environment), clock);
    }

    /// If `since` is before the retention time of the event history, the request has no start time:
    /// it may be outside the range that the API accepts.
    @Override
    public Page page(LookupKey key, Instant since, @Nullable String token) {
        boolean withinRetention = since.isAfter(clock.instant().minus(CloudTrailEvent.RETENTION));
        Map<String, Object> request = new HashMap<>();
        request.put(
                "LookupAttributes",
                List.of(Map.of("AttributeKey", attribute(key), "AttributeValue", key.value())));
        if (withinRetention) {
            request.put("StartTime", since.getEpochSecond());
        }
        if (token != null) {
            request.put("NextToken", token);
        }
        Map<String, Object> response = service.call("LookupEvents", request);
        return new Page(
                objects(response, "Events")
                        .flatMap(event -> Stream.ofNullable(text(event, "CloudTrailEvent")))
                        .toList(),
                text(response, "NextToken"));
    }

    private static String attribute(LookupKey key) {
        return switch (key.attribute()) {
            case RESOURCE_NAME -> "ResourceName";
            case EVENT_ID -> "EventId";
            case EVENT_NAME -> "EventName";
        };
    }

    /// The number of trails that are switched on and log management write events in this region. A
    /// trail whose settings cannot be read is not counted: a member account may not read [an
    /// organization's
    /// trail](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html).
    ///
    /// See
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
    ///
    /// @throws SdkException if the count is 0 and the settings of a trail cannot be read
    int trails() {
        int count = 0;
        SdkException failure = null;
        Map<String, Object> response = service.call("DescribeTrails", Map.of());
        for (Map<?, ?> trail : objects(response, "trailList").toList()) {
            try {
                count += logsManagementWrites(trail) ? 1 : 0;
            } catch (SdkException e) {
                failure = e;
            }
        }
        if (count == 0 && failure != null) {
            throw failure;
        }
        return count;
    }

    private boolean logsManagementWrites(Map<?, ?> trail) {
        String arn = Objects.requireNonNullElse(text(trail, "TrailARN"), "");
        Map<String, Object> status = service.call("GetTrailStatus", Map.of("Name", arn));
        if (!Boolean.TRUE.equals(status.get("IsLogging"))) {
            return false;
        }
        // Only the home region of a trail returns its event selectors.
        String home = Objects.requireNonNullElse(text(trail, "HomeRegion"), service.region());
        Map<String, Object> selectors =
                service.call(home, "GetEventSelectors", Map.of("TrailName", arn));
        return objects(selectors, "EventSelectors").anyMatch(CloudTrailHistory::logsWrites)
                || objects(selectors, "AdvancedEventSelectors")
                        .anyMatch(CloudTrailHistory::logsWritesByFields);
    }

    private static boolean logsWrites(Map<?, ?> selector) {
        return Boolean.TRUE.equals(selector.get("IncludeManagementEvents"))
                && !"ReadOnly".equals(selector.get("ReadWriteType"));
    }

    private static boolean logsWritesByFields(Map<?, ?> selector) {
        return fields(selector, "eventCategory").anyMatch(values -> values.contains("Management"))
                && fields(selector, "readOnly")
                        .allMatch(values -> values.isEmpty() || values.contains("false"));
    }

    /// The values of each condition that an advanced selector has for a field.
    private static Stream<List<?>> fields(Map<?, ?> selector, String field) {
        return objects(selector, "FieldSelectors")
                .filter(each -> field.equals(each.get("Field")))
                .map(each -> each.get("Equals") instanceof List<?> values ? values : List.of());
    }

    private static Stream<Map<?, ?>> objects(Map<?, ?> from, String list) {
        return from.get(list) instanceof List<?> all
                ? all.stream()
                        .flatMap(each ->
                                each instanceof Map<?, ?> map ? Stream.of(map) : Stream.empty())
                : Stream.empty();
    }

    private static @Nullable String text(Map<?, ?> from, String name) {
        return from.get(name) instanceof String text ? text : null;
    }
}
