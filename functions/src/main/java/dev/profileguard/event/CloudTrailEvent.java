package dev.profileguard.event;

import dev.profileguard.text.AwsTime;
import dev.profileguard.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// CloudTrail's record of one API call, as EventBridge delivers it.
///
/// See
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
///
/// @param source such as `iam.amazonaws.com`
/// @param name such as `CreateRole`
/// @param region such as `us-east-1`; empty if the record does not say
/// @param errorCode null if the call succeeded
/// @param errorMessage null if the call succeeded, or if the record has no message
/// @param userAgent chosen by the caller, so it must not grant anything; null if unknown
/// @param request the parameters of the call; empty if absent
/// @param response the response of the call; empty if absent
public record CloudTrailEvent(
        String source,
        String name,
        String id,
        Instant time,
        String account,
        String region,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable String userAgent,
        Actor actor,
        JsonFields request,
        JsonFields response) {
    /// The retention time of CloudTrail's event history.
    ///
    /// See https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
    public static final Duration RETENTION = Duration.ofDays(90);

    /// How late CloudTrail shows a call at most, by its documentation: typically about 15 minutes.
    ///
    /// See https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
    public static final Duration DELAY = Duration.ofMinutes(15);

    /// An event ID has 36 characters, an account twelve digits.
    private static final int MAX_LENGTH = 128;

    private static final String DETAIL_TYPE = "AWS API Call via CloudTrail";

    /// The call without its parameters.
    public Call call() {
        return new Call(actor, name, account, id, time);
    }

    /// Whether this JSON object is an EventBridge event.
    public static boolean isEvent(Map<?, ?> json) {
        return json.containsKey("detail") || json.containsKey("detail-type");
    }

    /// Whether the event is CloudTrail's record of an API call.
    ///
    /// @throws UnreadableEventException if `detail-type` is missing or not a string
    public static boolean isApiCall(Map<?, ?> json) {
        return DETAIL_TYPE.equals(new JsonFields("", json).text("detail-type"));
    }

    /// Reads an EventBridge event.
    ///
    /// @throws UnreadableEventException if a field is missing or does not have the format of
    ///   CloudTrail
    public static CloudTrailEvent read(Map<?, ?> json) {
        JsonFields event = new JsonFields("", json);
        JsonFields detail = event.object("detail");
        JsonFields identity = detail.object("userIdentity");
        return new CloudTrailEvent(
                bounded("detail.eventSource", detail.text("eventSource")),
                bounded("detail.eventName", detail.text("eventName")),
                bounded("detail.eventID", detail.text("eventID")),
                time(detail),
                bounded("detail.recipientAccountId", account(event, detail)),
                bounded("detail.awsRegion", region(detail)),
                errorCode(detail),
                detail.optionalText("errorMessage"),
                detail.optionalText("userAgent"),
                Identity.actor(identity),
                detail.optionalObject("requestParameters"),
                detail.optionalObject("responseElements"));
    }

    /// IDs are keys in the tables, and findings repeat the others. AWS's are all shorter.
    private static String bounded(String path, String text) {
        if (text.length() > MAX_LENGTH) {
            throw new UnreadableEventException(
                    "%s must have at most %d characters, not '%s'"
                            .formatted(path, MAX_LENGTH, VisibleText.excerpt(text)));
        }
        return text;
    }

    private static @Nullable String errorCode(JsonFields detail) {
        String code = detail.optionalText("errorCode");
        return code == null ? null : bounded("detail.errorCode", code);
    }

    private static Instant time(JsonFields detail) {
        String text = detail.text("eventTime");
        try {
            return AwsTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new UnreadableEventException(
                    "detail.eventTime must be a time such as 2026-01-31T12:00:00Z, not '%s'"
                            .formatted(VisibleText.excerpt(text)),
                    e);
        }
    }

    private static String region(JsonFields detail) {
        String region = detail.optionalText("awsRegion");
        return region == null ? "" : region;
    }

    private static String account(JsonFields event, JsonFields detail) {
        String recipient = detail.optionalText("recipientAccountId");
        String account = recipient == null ? event.optionalText("account") : recipient;
        return account == null ? "" : account;
    }

    /// Whether this call created the instance profile with this ID.
    public boolean createdProfile(String id) {
        return errorCode == null
                && source.equals("iam.amazonaws.com")
                && name.equals("CreateInstanceProfile")
                && id.equals(
                        response.optionalObject("instanceProfile")
                                .optionalText("instanceProfileId"));
    }
}
