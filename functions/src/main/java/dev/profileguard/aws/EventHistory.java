package dev.profileguard.aws;

import dev.profileguard.event.LookupKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The event history of CloudTrail: the calls of the last 90 days, whether EventBridge delivered
/// their events or not.
@FunctionalInterface
public interface EventHistory {
    /// The IAM permission for [#page].
    String PERMISSION = "cloudtrail:LookupEvents";

    /// The number of LookupEvents calls a second that CloudTrail allows in an account and region.
    double MAX_CALLS_PER_SECOND = 2;

    /// One page of the calls with this attribute, newest first.
    ///
    /// See https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
    ///
    /// @param since the time of the oldest call to return
    /// @param token [Page#next()] of the previous page; null for the first page
    /// @throws software.amazon.awssdk.core.exception.SdkException if the call fails
    Page page(LookupKey key, Instant since, @Nullable String token);

    /// One page of the event history.
    ///
    /// @param records CloudTrail records as JSON, in the format of the `detail` of an event
    /// @param next the token of the next page; null for the last page
    record Page(List<String> records, @Nullable String next) {
        /// Takes a copy.
        public Page {
            records = List.copyOf(records);
        }
    }
}
