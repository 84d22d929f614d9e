package dev.profileguard.aws;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What CloudTrail remembers of the last 90 days, delivered as events or not.
@FunctionalInterface
public interface EventHistory {
    /// What its calls need.
    String PERMISSION = "cloudtrail:LookupEvents";

    /// How many calls a second CloudTrail takes, of an account and region.
    double MOST_PER_SECOND = 2;

    /// One page of the calls that named a resource, newest first.
    ///
    /// See https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
    ///
    /// @param resource the name of a role or an instance profile, spelled as IAM does
    /// @param since calls before it are left out
    /// @param token what the page before handed back; null: the first page
    /// @throws software.amazon.awssdk.core.exception.SdkException when CloudTrail does not tell
    Page page(String resource, Instant since, @Nullable String token);

    /// A part of what CloudTrail remembers.
    ///
    /// @param records CloudTrail's records, JSON texts, as the `detail` of an event is
    /// @param next asks for the next page; null: this is the last
    record Page(List<String> records, @Nullable String next) {
        /// Takes a copy.
        public Page {
            records = List.copyOf(records);
        }
    }
}
