package dev.profileguard.sandbox.trail;

import dev.profileguard.sandbox.iam.Caller;
import dev.profileguard.sandbox.iam.IamCall;
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

    /// The record of an answered call. Exactly one of `response` and `error` is there.
    ///
    /// @param userIds gives the ID of a user, AIDA…, by its name
    public static CallRecord of(
            IamCall call,
            @Nullable IamResponse response,
            @Nullable IamException error,
            UnaryOperator<String> userIds) {
        String eventId = UUID.randomUUID().toString();
        boolean readOnly = readOnly(call.operation());
        String code = error == null ? null : errorCode(error);
        Map<String, @Nullable Object> json = opening(call, userIds);
        if (error != null) {
            json.put("errorCode", code);
            json.put("errorMessage", message(error));
        }
        json.put("requestParameters", ACCESS_DENIED.equals(code) ? null : request(call));
        json.put("responseElements", response == null || readOnly ? null : orNull(response));
        json.put("requestID", call.requestId());
        json.put("eventID", eventId);
        close(json, call, readOnly);
        return new CallRecord(eventId, readOnly, json);
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
        return Subjects.of(Elements.of(call.request()));
    }

    /// What else the call named, such as `role/web`; null: nothing.
    public static @Nullable String others(IamCall call) {
        return Subjects.others(Elements.of(call.request()));
    }

    private static Map<String, @Nullable Object> opening(
            IamCall call, UnaryOperator<String> userIds) {
        String host = call.caller() instanceof Caller.Service service ? service.host() : null;
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("eventVersion", "1.11");
        json.put("userIdentity", UserIdentity.of(call.caller(), call.time(), userIds));
        json.put("eventTime", second(call.time()));
        json.put("eventSource", "iam.amazonaws.com");
        json.put("eventName", call.operation());
        json.put("awsRegion", "us-east-1");
        json.put("sourceIPAddress", host == null ? call.sourceAddress() : host);
        json.put("userAgent", host == null ? call.userAgent() : host);
        return json;
    }

    private static void close(Map<String, @Nullable Object> json, IamCall call, boolean readOnly) {
        json.put("readOnly", readOnly);
        json.put("eventType", "AwsApiCall");
        json.put("managementEvent", true);
        json.put("recipientAccountId", accountId(call.caller()));
        json.put("eventCategory", "Management");
        if (!(call.caller() instanceof Caller.Service)) {
            Map<String, Object> tls = new LinkedHashMap<>();
            tls.put("tlsVersion", "TLSv1.3");
            tls.put("cipherSuite", "TLS_AES_128_GCM_SHA256");
            tls.put("clientProvidedHostHeader", "iam.amazonaws.com");
            json.put("tlsDetails", tls);
        }
    }

    /// CloudTrail writes the default path of a new instance profile; of nothing else.
    private static @Nullable Map<String, Object> request(IamCall call) {
        Map<String, Object> elements = Elements.of(call.request());
        if (call.operation().equals("CreateInstanceProfile")) {
            elements.putIfAbsent("path", "/");
        }
        return elements.isEmpty() ? null : elements;
    }

    private static @Nullable Map<String, Object> orNull(IamResponse response) {
        Map<String, Object> elements = Elements.of(response);
        return elements.isEmpty() ? null : elements;
    }

    private static boolean readOnly(String operation) {
        return operation.startsWith("Get")
                || operation.startsWith("List")
                || operation.startsWith("Simulate");
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
