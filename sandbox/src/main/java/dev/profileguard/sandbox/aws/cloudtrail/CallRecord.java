package dev.profileguard.sandbox.aws.cloudtrail;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// CloudTrail's record of a call.
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
///
/// @param eventId identifies the record
/// @param json the record itself, keys as CloudTrail spells them
public record CallRecord(String eventId, boolean readOnly, Map<String, @Nullable Object> json) {
    /// Error codes that stand in records as the API spells them. The others get `Exception` behind.
    private static final Set<String> AS_SPELT =
            Set.of(
                    "AccessDenied",
                    "Throttling",
                    "ValidationError",
                    "InvalidClientTokenId",
                    "ExpiredToken",
                    "MissingAuthenticationToken",
                    "NotImplemented");

    private static final String ACCESS_DENIED = "AccessDenied";

    /// The record of an answered call to IAM. Exactly one of `response` and `error` is there.
    ///
    /// @param userIds gives the ID of a user, AIDA…, by its name
    public static CallRecord of(
            IamCall call,
            @Nullable IamResponse response,
            @Nullable IamException error,
            UnaryOperator<String> userIds) {
        String code = error == null ? null : errorCode(error);
        Origin origin =
                new Origin(call.caller(), call.userAgent(), call.sourceAddress(), call.requestId());
        return of(
                new AnsweredCall(
                        origin,
                        "iam.amazonaws.com",
                        call.operation(),
                        call.time(),
                        ACCESS_DENIED.equals(code) ? null : request(call),
                        response == null ? null : orNull(response),
                        code,
                        error == null ? null : message(error)),
                userIds);
    }

    /// The record of an answered call.
    ///
    /// @param userIds gives the ID of a user, AIDA…, by its name
    public static CallRecord of(AnsweredCall call, UnaryOperator<String> userIds) {
        String eventId = UUID.randomUUID().toString();
        Map<String, @Nullable Object> json = opening(call, userIds);
        if (call.errorCode() != null) {
            json.put("errorCode", call.errorCode());
            json.put("errorMessage", call.errorMessage());
        }
        json.put("requestParameters", call.request());
        json.put("responseElements", call.readOnly() ? null : call.response());
        json.put("requestID", call.origin().requestId());
        json.put("eventID", eventId);
        close(json, call);
        return new CallRecord(eventId, call.readOnly(), json);
    }

    /// The error's code as the API spells it.
    public static String apiCode(IamException error) {
        return error.awsErrorDetails() == null ? "" : error.awsErrorDetails().errorCode();
    }

    private static String errorCode(IamException error) {
        String code = apiCode(error);
        return AS_SPELT.contains(code) || code.endsWith("Exception") ? code : code + "Exception";
    }

    /// What the call was about, such as `instance-profile/web`; null: nothing in particular.
    public static @Nullable String subject(IamCall call) {
        return Subjects.of(CloudTrailFields.of(call.request()));
    }

    /// What else the call named, such as `role/web`; null: nothing.
    public static @Nullable String others(IamCall call) {
        return Subjects.others(CloudTrailFields.of(call.request()));
    }

    /// What another call than to IAM was about; null: nothing in particular.
    public static @Nullable String subject(AnsweredCall call) {
        return Subjects.of(call.request());
    }

    /// What else it named; null: nothing.
    public static @Nullable String others(AnsweredCall call) {
        return Subjects.others(call.request());
    }

    private static Map<String, @Nullable Object> opening(
            AnsweredCall call, UnaryOperator<String> userIds) {
        Origin origin = call.origin();
        String host = origin.caller() instanceof Caller.Service service ? service.host() : null;
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("eventVersion", "1.11");
        json.put("userIdentity", UserIdentity.of(origin.caller(), call.time(), userIds));
        json.put("eventTime", second(call.time()));
        json.put("eventSource", call.host());
        json.put("eventName", call.operation());
        json.put("awsRegion", Stack.REGION);
        json.put("sourceIPAddress", host == null ? origin.sourceAddress() : host);
        json.put("userAgent", host == null ? origin.userAgent() : host);
        return json;
    }

    private static void close(Map<String, @Nullable Object> json, AnsweredCall call) {
        Caller caller = call.origin().caller();
        json.put("readOnly", call.readOnly());
        json.put("eventType", "AwsApiCall");
        json.put("managementEvent", true);
        json.put("recipientAccountId", accountId(caller));
        json.put("eventCategory", "Management");
        if (!(caller instanceof Caller.Service)) {
            Map<String, Object> tls = new LinkedHashMap<>();
            tls.put("tlsVersion", "TLSv1.3");
            tls.put("cipherSuite", "TLS_AES_128_GCM_SHA256");
            tls.put("clientProvidedHostHeader", regional(call.host()));
            json.put("tlsDetails", tls);
        }
    }

    /// IAM alone has no regions.
    private static String regional(String host) {
        return host.startsWith("iam.") ? host : host.replaceFirst("\\.", "." + Stack.REGION + ".");
    }

    /// CloudTrail writes the default path of a new instance profile; of nothing else.
    private static @Nullable Map<String, Object> request(IamCall call) {
        Map<String, Object> elements = CloudTrailFields.of(call.request());
        if (call.operation().equals("CreateInstanceProfile")) {
            elements.putIfAbsent("path", "/");
        }
        return elements.isEmpty() ? null : elements;
    }

    private static @Nullable Map<String, Object> orNull(IamResponse response) {
        Map<String, Object> elements = CloudTrailFields.of(response);
        return elements.isEmpty() ? null : elements;
    }

    private static @Nullable String message(IamException error) {
        return error.awsErrorDetails() == null
                ? error.getMessage()
                : error.awsErrorDetails().errorMessage();
    }

    private static String accountId(Caller caller) {
        return switch (caller) {
            case Caller.User user -> user.accountId();
            case Caller.RoleSession session -> session.accountId();
            case Caller.Root root -> root.accountId();
            case Caller.Service service -> accountId(service.onBehalfOf());
        };
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
