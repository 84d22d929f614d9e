package dev.profileguard.aws;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedEventSelector;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedFieldSelector;
import software.amazon.awssdk.services.cloudtrail.model.EventSelector;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;
import software.amazon.awssdk.services.cloudtrail.model.ReadWriteType;
import software.amazon.awssdk.services.cloudtrail.model.Trail;

/// The event history of CloudTrail, by its API.
public final class CloudTrailHistory implements EventHistory {

    private final CloudTrailClient client;
    private final Function<Region, CloudTrailClient> inRegion;
    private final InstantSource clock;

    /// Uses the default endpoint, credentials and region of the AWS SDK.
    public CloudTrailHistory(SdkHttpClient http) {
        this(
                CloudTrailClient.builder().httpClient(http).build(),
                region -> CloudTrailClient.builder().httpClient(http).region(region).build(),
                InstantSource.system());
    }

    /// @param inRegion creates a client for another region
    CloudTrailHistory(
            CloudTrailClient client,
            Function<Region, CloudTrailClient> inRegion,
            InstantSource clock) {
        this.client = client;
        this.inRegion = inRegion;
        this.clock = clock;
    }

    /// If `since` is before the retention time of the event history, the request has no start time:
    /// it may be outside the range that the API accepts.
    @Override
    public Page page(LookupKey key, Instant since, @Nullable String token) {
        boolean withinRetention = since.isAfter(clock.instant().minus(CloudTrailEvent.RETENTION));
        LookupEventsResponse response =
                client.lookupEvents(request ->
                        request.lookupAttributes(
                                        LookupAttribute.builder()
                                                .attributeKey(attribute(key))
                                                .attributeValue(key.value())
                                                .build())
                                .startTime(withinRetention ? since : null)
                                .nextToken(token));
        List<String> records =
                response.events().stream()
                        .flatMap(event -> Stream.ofNullable(event.cloudTrailEvent()))
                        .toList();
        return new Page(records, response.nextToken());
    }

    private static LookupAttributeKey attribute(LookupKey key) {
        return switch (key.attribute()) {
            case RESOURCE_NAME -> LookupAttributeKey.RESOURCE_NAME;
            case EVENT_ID -> LookupAttributeKey.EVENT_ID;
            case EVENT_NAME -> LookupAttributeKey.EVENT_NAME;
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
        for (Trail trail : client.describeTrails(request -> {}).trailList()) {
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

    private boolean logsManagementWrites(Trail trail) {
        String arn = trail.trailARN();
        return Boolean.TRUE.equals(client.getTrailStatus(request -> request.name(arn)).isLogging())
                && logsWrites(selectors(trail));
    }

    /// Only the home region of a trail returns its event selectors.
    private GetEventSelectorsResponse selectors(Trail trail) {
        String home = trail.homeRegion();
        String arn = trail.trailARN();
        if (home == null || home.equals(client.serviceClientConfiguration().region().id())) {
            return client.getEventSelectors(request -> request.trailName(arn));
        }
        try (CloudTrailClient homeClient = inRegion.apply(Region.of(home))) {
            return homeClient.getEventSelectors(request -> request.trailName(arn));
        }
    }

    private static boolean logsWrites(GetEventSelectorsResponse selectors) {
        return selectors.eventSelectors().stream().anyMatch(CloudTrailHistory::logsWrites)
                || selectors.advancedEventSelectors().stream()
                        .anyMatch(CloudTrailHistory::logsWrites);
    }

    private static boolean logsWrites(EventSelector selector) {
        return Boolean.TRUE.equals(selector.includeManagementEvents())
                && selector.readWriteType() != ReadWriteType.READ_ONLY;
    }

    private static boolean logsWrites(AdvancedEventSelector selector) {
        boolean management =
                selector.fieldSelectors().stream()
                        .anyMatch(field ->
                                "eventCategory".equals(field.field())
                                        && field.equalsValue().contains("Management"));
        return management
                && selector.fieldSelectors().stream().noneMatch(field -> selectsReadsOnly(field));
    }

    private static boolean selectsReadsOnly(AdvancedFieldSelector field) {
        return "readOnly".equals(field.field())
                && !field.equalsValue().isEmpty()
                && !field.equalsValue().contains("false");
    }
}
