package dev.profileguard.event;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One API call, as EventBridge hands on CloudTrail's record of it.
///
/// See
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
///
/// @param source such as `iam.amazonaws.com`
/// @param name such as `CreateRole`
/// @param errorCode null: the call succeeded
/// @param errorMessage null: the call succeeded, or CloudTrail has none
/// @param userAgent chosen by the caller, so that nothing may be allowed for it; null: unknown
/// @param request the call's parameters, which may be absent
/// @param response what the call answered, which may be absent
public record CloudTrailEvent(
        String source,
        String name,
        String id,
        Instant time,
        String account,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable String userAgent,
        Actor actor,
        JsonFields request,
        JsonFields response) {
    /// How long CloudTrail's event history keeps a call. See
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
    public static final Duration KEPT = Duration.ofDays(90);

    private static final String DETAIL_TYPE = "AWS API Call via CloudTrail";

    /// The call itself, without its parameters.
    public Call call() {
        return new Call(actor, name, account, id, time);
    }

    /// Whether these JSON values are an EventBridge event at all.
    public static boolean isEvent(Map<?, ?> json) {
        return json.containsKey("detail") || json.containsKey("detail-type");
    }

    /// Whether the event is CloudTrail's record of an API call.
    ///
    /// @throws UnreadableEventException when the field that tells is missing or no text
    public static boolean isApiCall(Map<?, ?> json) {
        return DETAIL_TYPE.equals(new JsonFields("", json).text("detail-type"));
    }

    /// Reads an EventBridge event.
    ///
    /// @throws UnreadableEventException naming the field that is not as CloudTrail writes it
    public static CloudTrailEvent read(Map<?, ?> json) {
        JsonFields event = new JsonFields("", json);
        JsonFields detail = event.object("detail");
        JsonFields identity = detail.object("userIdentity");
        return new CloudTrailEvent(
                detail.text("eventSource"),
                detail.text("eventName"),
                detail.text("eventID"),
                time(detail),
                account(event, detail),
                detail.optionalText("errorCode"),
                detail.optionalText("errorMessage"),
                detail.optionalText("userAgent"),
                Identity.actor(identity),
                detail.optionalObject("requestParameters"),
                detail.optionalObject("responseElements"));
    }

    private static Instant time(JsonFields detail) {
        String text = detail.text("eventTime");
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UnreadableEventException(
                    "detail.eventTime must be a time such as 2026-01-31T12:00:00Z, not '%s'"
                            .formatted(text),
                    e);
        }
    }

    private static String account(JsonFields event, JsonFields detail) {
        String recipient = detail.optionalText("recipientAccountId");
        String account = recipient == null ? event.optionalText("account") : recipient;
        return account == null ? "" : account;
    }
}
