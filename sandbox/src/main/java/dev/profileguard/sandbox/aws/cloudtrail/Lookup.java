package dev.profileguard.sandbox.aws.cloudtrail;

import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What
/// [LookupEvents](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html)
/// requests.
///
/// @param attribute the attribute to compare; null: all calls match
/// @param value the value that the attribute must have
/// @param since calls before it are left out
/// @param until calls after it are left out
public record Lookup(@Nullable Attribute attribute, String value, Instant since, Instant until) {
    /// The attributes by which calls can be looked up.
    public enum Attribute {
        /// The ID of the record.
        EVENT_ID("EventId"),
        /// The operation.
        EVENT_NAME("EventName"),
        /// `false` for all: CloudTrail's event history contains only writes here.
        READ_ONLY("ReadOnly"),
        /// The user's name, or the session's.
        USER_NAME("Username"),
        /// Such as `AWS::IAM::Role`.
        RESOURCE_TYPE("ResourceType"),
        /// The name of a resource.
        RESOURCE_NAME("ResourceName"),
        /// Such as `iam.amazonaws.com`.
        EVENT_SOURCE("EventSource"),
        /// The key that signed the call.
        ACCESS_KEY_ID("AccessKeyId");

        private final String text;

        Attribute(String text) {
            this.text = text;
        }

        /// As the API spells it.
        public String text() {
            return text;
        }

        /// The attribute that the API spells so; null: the API has no such attribute.
        public static @Nullable Attribute of(String text) {
            return Arrays.stream(values())
                    .filter(each -> each.text.equals(text))
                    .findFirst()
                    .orElse(null);
        }

        Stream<String> valuesOf(PastCall call) {
            return switch (this) {
                case EVENT_ID -> Stream.of(call.id());
                case EVENT_NAME -> Stream.of(call.name());
                case READ_ONLY -> Stream.of(Boolean.toString(call.record().readOnly()));
                case USER_NAME -> Stream.of(call.userName());
                case RESOURCE_TYPE -> call.resources().values().stream();
                case RESOURCE_NAME -> call.resources().keySet().stream();
                case EVENT_SOURCE -> Stream.of(call.source());
                case ACCESS_KEY_ID -> Stream.of(call.accessKeyId());
            };
        }
    }

    boolean matches(PastCall call) {
        return !call.time().isBefore(since)
                && !call.time().isAfter(until)
                && (attribute == null || attribute.valuesOf(call).anyMatch(value::equals));
    }
}
