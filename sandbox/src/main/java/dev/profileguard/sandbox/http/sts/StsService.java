package dev.profileguard.sandbox.http.sts;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.sts.AuthorizationMessage;
import dev.profileguard.sandbox.http.message.AccessKeys;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.service.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.Role;

/// STS. Trust policies are not evaluated: every caller may assume every existing role, unless
/// identity policies are enforced and its own do not allow it.
public final class StsService implements Service {
    private static final String VERSION = "2011-06-15";
    private static final Duration DEFAULT_DURATION = Duration.ofHours(1);
    private static final Duration LONGEST_CHAINED = Duration.ofHours(1);
    private static final int FORBIDDEN = 403;
    private static final int SECRET_LETTERS = 40;
    private static final int TOKEN_LETTERS = 120;
    private static final int LONGEST_MESSAGE = 10_240;

    private final Sandbox sandbox;
    private final AccessKeys accessKeys;
    private final StsCalls calls;

    /// STS with these keys.
    public StsService(Sandbox sandbox, AccessKeys accessKeys) {
        this.sandbox = sandbox;
        this.accessKeys = accessKeys;
        calls = new StsCalls(sandbox.clock(), sandbox.trail());
    }

    @Override
    public Reply handle(Request request, Caller caller) {
        Map<String, List<String>> form = request.form();
        String action = first(form, "Action");
        if (!form.containsKey("Action")) {
            throw new Refusal(400, "MissingAction", "Missing Action");
        }
        String version = first(form, "Version");
        return switch (version.equals(VERSION) ? action : "") {
            case "GetCallerIdentity" ->
                    calls.call(
                            request.origin(caller), action, Map.of(), id -> identity(caller, id));
            case "AssumeRole" ->
                    calls.call(
                            request.origin(caller),
                            action,
                            AssumeRoleRequest.recorded(form),
                            id -> assume(AssumeRoleRequest.read(form), caller, id));
            case "DecodeAuthorizationMessage" ->
                    calls.call(
                            request.origin(caller),
                            action,
                            Map.of(),
                            id -> decode(first(form, "EncodedMessage"), caller, id));
            default ->
                    throw new Refusal(
                            400,
                            "InvalidAction",
                            "Could not find operation %s for version %s"
                                    .formatted(
                                            action,
                                            form.containsKey("Version")
                                                    ? version
                                                    : "NO_VERSION_SPECIFIED"));
        };
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return Reply.xml(refusal.status(), request.id(), StsXml.error(request.id(), refusal));
    }

    private StsCalls.Result identity(Caller caller, String requestId) {
        return new StsCalls.Result(
                StsXml.identity(requestId, caller, userId(caller), Stack.ACCOUNT), Map.of());
    }

    private StsCalls.Result assume(AssumeRoleRequest request, Caller caller, String requestId) {
        Role role = sandbox.account().role(request.roleName()).orElse(null);
        require(caller, "sts:AssumeRole", request.roleArn());
        if (role == null || !role.arn().equals(request.roleArn())) {
            throw new Refusal(
                    FORBIDDEN,
                    "AccessDenied",
                    "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
                            .formatted(caller.arn(), request.roleArn()));
        }
        Instant now = sandbox.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(duration(request, role, caller));
        Caller.RoleSession session =
                Sandbox.sessionOf(role, request.session(), accessKeys.newAccessKeyId());
        accessKeys.add(session, end);
        String secret = accessKeys.letters(SECRET_LETTERS);
        String token = accessKeys.letters(TOKEN_LETTERS);
        return new StsCalls.Result(
                StsXml.session(requestId, session, secret, token, end),
                recorded(session, token, end));
    }

    private static Map<String, Object> recorded(
            Caller.RoleSession session, String token, Instant end) {
        Map<String, Object> credentials = new LinkedHashMap<>();
        credentials.put("accessKeyId", session.accessKeyId());
        credentials.put("sessionToken", token);
        credentials.put("expiration", RecordedService.date(end));
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("assumedRoleId", session.roleId() + ":" + session.session());
        user.put("arn", session.arn());
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("credentials", credentials);
        response.put("assumedRoleUser", user);
        return response;
    }

    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html
    private static Duration duration(AssumeRoleRequest request, Role role, Caller caller) {
        Duration wanted = request.duration() == null ? DEFAULT_DURATION : request.duration();
        if (caller instanceof Caller.RoleSession && wanted.compareTo(LONGEST_CHAINED) > 0) {
            throw Refusal.validation(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining.");
        }
        Integer most = role.maxSessionDuration();
        if (most != null && wanted.toSeconds() > most) {
            throw Refusal.validation(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role.");
        }
        return wanted;
    }

    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
    private StsCalls.Result decode(String encoded, Caller caller, String requestId) {
        require(caller, "sts:DecodeAuthorizationMessage", "*");
        if (encoded.isEmpty() || encoded.length() > LONGEST_MESSAGE) {
            throw Refusal.validation(
                    "1 validation error detected: Value at 'encodedMessage' failed to satisfy constraint: Member must have length %s"
                            .formatted(
                                    encoded.isEmpty()
                                            ? "greater than or equal to 1"
                                            : "less than or equal to " + LONGEST_MESSAGE));
        }
        String message =
                AuthorizationMessage.decoded(encoded)
                        .orElseThrow(() ->
                                new Refusal(
                                        400,
                                        "InvalidAuthorizationMessageException",
                                        "Message is not valid"));
        return new StsCalls.Result(StsXml.message(requestId, message), Map.of());
    }

    private void require(Caller caller, String action, String resource) {
        String refusal = sandbox.permissions().of(caller).refusal(action, resource);
        if (refusal != null) {
            throw new Refusal(FORBIDDEN, "AccessDenied", refusal);
        }
    }

    private String userId(Caller caller) {
        return switch (caller) {
            case Caller.User user -> sandbox.account().userId(user.name());
            case Caller.RoleSession session -> session.roleId() + ":" + session.session();
            case Caller.Root root -> root.accountId();
            case Caller.Service service -> userId(service.onBehalfOf());
        };
    }

    private static String first(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
