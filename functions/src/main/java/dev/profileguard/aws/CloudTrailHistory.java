package dev.profileguard.aws;

import dev.profileguard.event.CloudTrailEvent;
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

/// CloudTrail itself.
public final class CloudTrailHistory implements EventHistory {

    private final CloudTrailClient client;
    private final Function<Region, CloudTrailClient> elsewhere;
    private final InstantSource clock;

    /// Endpoint, credentials and region follow the SDK's own rules.
    public CloudTrailHistory(SdkHttpClient http) {
        this(
                CloudTrailClient.builder().httpClient(http).build(),
                region -> CloudTrailClient.builder().httpClient(http).region(region).build(),
                InstantSource.system());
    }

    /// @param elsewhere CloudTrail in another region
    CloudTrailHistory(
            CloudTrailClient client,
            Function<Region, CloudTrailClient> elsewhere,
            InstantSource clock) {
        this.client = client;
        this.elsewhere = elsewhere;
        this.clock = clock;
    }

    /// A time that CloudTrail does not reach back to is not asked for: it may be out of the range
    /// that a call can have.
    @Override
    public Page page(String resource, Instant since, @Nullable String token) {
        boolean remembered = since.isAfter(clock.instant().minus(CloudTrailEvent.KEPT));
        LookupEventsResponse response =
                client.lookupEvents(request ->
                        request.lookupAttributes(
                                        LookupAttribute.builder()
                                                .attributeKey(LookupAttributeKey.RESOURCE_NAME)
                                                .attributeValue(resource)
                                                .build())
                                .startTime(remembered ? since : null)
                                .nextToken(token));
        List<String> records =
                response.events().stream()
                        .flatMap(event -> Stream.ofNullable(event.cloudTrailEvent()))
                        .toList();
        return new Page(records, response.nextToken());
    }

    /// How many trails log management write events here, and are switched on. One that does not
    /// tell, as [an
    /// organization's](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html)
    /// may not in its member accounts, counts for nothing where another one does.
    ///
    /// See
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
    ///
    /// @throws SdkException when none is known to, and one does not tell
    int trails() {
        int count = 0;
        SdkException silent = null;
        for (Trail trail : client.describeTrails(request -> {}).trailList()) {
            try {
                count += logsManagementWrites(trail) ? 1 : 0;
            } catch (SdkException e) {
                silent = e;
            }
        }
        if (count == 0 && silent != null) {
            throw silent;
        }
        return count;
    }

    private boolean logsManagementWrites(Trail trail) {
        String arn = trail.trailARN();
        return Boolean.TRUE.equals(client.getTrailStatus(request -> request.name(arn)).isLogging())
                && selects(selectors(trail));
    }

    /// A trail's home alone knows what it selects.
    private GetEventSelectorsResponse selectors(Trail trail) {
        String home = trail.homeRegion();
        String arn = trail.trailARN();
        if (home == null || home.equals(client.serviceClientConfiguration().region().id())) {
            return client.getEventSelectors(request -> request.trailName(arn));
        }
        try (CloudTrailClient there = elsewhere.apply(Region.of(home))) {
            return there.getEventSelectors(request -> request.trailName(arn));
        }
    }

    private static boolean selects(GetEventSelectorsResponse selectors) {
        return selectors.eventSelectors().stream().anyMatch(CloudTrailHistory::selects)
                || selectors.advancedEventSelectors().stream().anyMatch(CloudTrailHistory::selects);
    }

    private static boolean selects(EventSelector selector) {
        return Boolean.TRUE.equals(selector.includeManagementEvents())
                && selector.readWriteType() != ReadWriteType.READ_ONLY;
    }

    private static boolean selects(AdvancedEventSelector selector) {
        boolean management =
                selector.fieldSelectors().stream()
                        .anyMatch(field ->
                                "eventCategory".equals(field.field())
                                        && field.equalsValue().contains("Management"));
        return management && selector.fieldSelectors().stream().noneMatch(field -> isReads(field));
    }

    private static boolean isReads(AdvancedFieldSelector field) {
        return "readOnly".equals(field.field())
                && !field.equalsValue().isEmpty()
                && !field.equalsValue().contains("false");
    }
}
