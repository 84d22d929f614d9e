package dev.profileguard.sweep;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedEventSelector;
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

    /// Endpoint, credentials and region follow the SDK's own rules.
    public CloudTrailHistory(SdkHttpClient http) {
        client = CloudTrailClient.builder().httpClient(http).build();
    }

    @Override
    public Page page(String resource, Instant since, @Nullable String token) {
        LookupEventsResponse response =
                client.lookupEvents(request ->
                        request.lookupAttributes(
                                        LookupAttribute.builder()
                                                .attributeKey(LookupAttributeKey.RESOURCE_NAME)
                                                .attributeValue(resource)
                                                .build())
                                .startTime(since)
                                .nextToken(token));
        List<String> records =
                response.events().stream().map(event -> event.cloudTrailEvent()).toList();
        return new Page(records, response.nextToken());
    }

    /// How many trails log management write events here, and are switched on.
    ///
    /// See
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
    int trails() {
        return (int)
                client.describeTrails(request -> {}).trailList().stream()
                        .filter(this::logsManagementWrites)
                        .count();
    }

    private boolean logsManagementWrites(Trail trail) {
        String arn = trail.trailARN();
        return client.getTrailStatus(request -> request.name(arn)).isLogging()
                && selects(client.getEventSelectors(request -> request.trailName(arn)));
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
        boolean readsOnly =
                selector.fieldSelectors().stream()
                        .anyMatch(field ->
                                "readOnly".equals(field.field())
                                        && field.equalsValue().contains("true"));
        return management && !readsOnly;
    }
}
