package dev.profileguard.sandbox.aws.cloudtrail;

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
/// @param json the record itself, with CloudTrail's keys
public record CallRecord(String eventId, boolean readOnly, Map<String, @Nullable Object> json) {
    /// Error codes that records contain as the API spells them. To other codes, CloudTrail appends
    /// `Exception`.
    private static final Set<String> UNCHANGED_CODES =
            Set.of(
                    "AccessDenied",
                    "Throttling",
                    "ValidationError",
                    "InvalidClientTokenId",
                    "ExpiredToken",
                    "MissingAuthenticationToken",
                    "NotImplemented");

    private static final String ACCESS_DENIED = "AccessDenied";
    private static final int MOST_MESSAGE = 1024;
    private static final String CUT = "...";

    /// The record of a completed call to IAM. Exactly one of `response` and `error` is not null.
    ///
    /// @param userIds finds the ID of a user, AIDA…, by name
    public static CallRecord of(
            IamCall call,
            @Nullable IamResponse response,
            @Nullable IamException error,
            UnaryOperator<String> userIds) {
        String code = error == null ? null : errorCode(error);
        Origin origin =
                new Origin(call.caller(), call.userAgent(), call.sourceAddress(), call.requestId());
        return of(
                new CompletedCall(
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

    /// The record of a completed call.
    ///
    /// @param userIds finds the ID of a user, AIDA…, by name
    public static CallRecord of(CompletedCall call, UnaryOperator<String> userIds) {
        String eventId = UUID.randomUUID().toString();
        Map<String, @Nullable Object> json = fields(call, userIds);
        if (call.errorCode() != null) {
            json.put("errorCode", call.errorCode());
            json.put("errorMessage", cut(call.errorMessage()));
        }
        json.put("requestParameters", request(call));
        json.put("responseElements", call.readOnly() ? null : call.response());
        json.put("requestID", call.origin().requestId());
        json.put("eventID", eventId);
        addFields(json, call);
        return new CallRecord(eventId, call.readOnly(), json);
    }

    /// A service that does not take a call at all does not see its parameters either.
    private static @Nullable Map<String, Object> request(CompletedCall call) {
        boolean refusedAtOnce =
                ACCESS_DENIED.equals(call.errorCode())
                        && String.valueOf(call.errorMessage())
                                .contains(
                                        "to perform: %s:%s "
                                                .formatted(call.service(), call.operation()));
        Map<String, Object> request = call.request();
        return request == null || request.isEmpty() || refusedAtOnce ? null : request;
    }

    /// Records contain messages up to a length only, such as an encoded message of EC2.
    private static @Nullable String cut(@Nullable String message) {
        return message == null || message.length() <= MOST_MESSAGE
                ? message
                : message.substring(0, MOST_MESSAGE - CUT.length()) + CUT;
    }

    /// The region of the call. EventBridge and CloudTrail's event history have records of their own
    /// region only.
    public String region() {
        return String.valueOf(json.get("awsRegion"));
    }

    /// The error's code as the API spells it.
    public static String apiCode(IamException error) {
        return error.awsErrorDetails() == null ? "" : error.awsErrorDetails().errorCode();
    }

    private static String errorCode(IamException error) {
        String code = apiCode(error);
        return UNCHANGED_CODES.contains(code) || code.endsWith("Exception")
                ? code
                : code + "Exception";
    }

    /// The resource of the call, such as `instance-profile/web`; null: it has none.
    public static @Nullable String subject(IamCall call) {
        return Subjects.of(CloudTrailFields.of(call.request()));
    }

    /// The second resource of the call, such as `role/web`, or its tags; null: it has neither.
    public static @Nullable String others(IamCall call) {
        return Subjects.others(CloudTrailFields.of(call.request()));
    }

    /// The resource of a call to another service than IAM; null: it has none.
    public static @Nullable String subject(CompletedCall call) {
        return Subjects.of(call.service(), call.request());
    }

    /// The second resource of such a call, or its tags; null: it has neither.
    public static @Nullable String others(CompletedCall call) {
        return Subjects.others(call.request());
    }

    private static Map<String, @Nullable Object> fields(
            CompletedCall call, UnaryOperator<String> userIds) {
        Origin origin = call.origin();
        String host = origin.caller() instanceof Caller.Service service ? service.host() : null;
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("eventVersion", "1.11");
        json.put("userIdentity", UserIdentity.of(origin.caller(), call.time(), userIds));
        json.put("eventTime", second(call.time()));
        json.put("eventSource", call.host());
        json.put("eventName", call.operation());
        json.put("awsRegion", origin.region());
        json.put("sourceIPAddress", host == null ? origin.sourceAddress() : host);
        json.put("userAgent", host == null ? origin.userAgent() : host);
        return json;
    }

    private static void addFields(Map<String, @Nullable Object> json, CompletedCall call) {
        Caller caller = call.origin().caller();
        json.put("readOnly", call.recordedReadOnly());
        json.put("eventType", "AwsApiCall");
        json.put("managementEvent", true);
        json.put("recipientAccountId", accountId(caller));
        json.put("eventCategory", "Management");
        if (!(caller instanceof Caller.Service)) {
            Map<String, Object> tls = new LinkedHashMap<>();
            tls.put("tlsVersion", "TLSv1.3");
            tls.put("cipherSuite", "TLS_AES_128_GCM_SHA256");
            tls.put("clientProvidedHostHeader", regional(call.host(), call.origin().region()));
            json.put("tlsDetails", tls);
        }
    }

    /// Only IAM has no regional endpoints.
    private static String regional(String host, String region) {
        return host.startsWith("iam.") ? host : host.replaceFirst("\\.", "." + region + ".");
    }

    /// CloudTrail adds the default path to the creation of an instance profile, and to no other
    /// call.
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
