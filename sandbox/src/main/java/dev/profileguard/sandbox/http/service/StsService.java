package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.AccessKeys;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Role;

/// STS. Trust policies are not evaluated: every caller may assume every existing role, unless
/// identity policies are enforced and its own do not allow it.
public record StsService(Sandbox sandbox, AccessKeys accessKeys) implements Service {
    private static final String VERSION = "2011-06-15";
    private static final Duration DEFAULT_DURATION = Duration.ofHours(1);
    private static final Duration LONGEST_CHAINED = Duration.ofHours(1);
    private static final int SECRET_LETTERS = 40;
    private static final int TOKEN_LETTERS = 120;

    @Override
    public Reply handle(Request request, Caller caller) {
        Map<String, List<String>> form = request.form();
        String action = first(form, "Action");
        String version = first(form, "Version");
        long began = System.nanoTime();
        try {
            Reply reply = handle(action, version, form, caller, request.id());
            record(caller, action, subject(form), "ok", began);
            return reply;
        } catch (Refusal refusal) {
            record(caller, action, subject(form), refusal.code(), began);
            throw refusal;
        }
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return Reply.xml(refusal.status(), request.id(), StsXml.error(request.id(), refusal));
    }

    private Reply handle(
            String action,
            String version,
            Map<String, List<String>> form,
            Caller caller,
            String requestId) {
        if (!form.containsKey("Action")) {
            throw new Refusal(400, "MissingAction", "Missing Action");
        }
        return switch (version.equals(VERSION) ? action : "") {
            case "GetCallerIdentity" ->
                    Reply.xml(
                            200,
                            requestId,
                            StsXml.identity(requestId, caller, userId(caller), Stack.ACCOUNT));
            case "AssumeRole" -> assume(AssumeRoleRequest.read(form), caller, requestId);
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

    private Reply assume(AssumeRoleRequest request, Caller caller, String requestId) {
        Role role = sandbox.account().role(request.roleName()).orElse(null);
        String refusal =
                sandbox.permissions().of(caller).refusal("sts:AssumeRole", request.roleArn());
        if (refusal != null) {
            throw new Refusal(403, "AccessDenied", refusal);
        }
        if (role == null || !role.arn().equals(request.roleArn())) {
            throw new Refusal(
                    403,
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
        return Reply.xml(200, requestId, StsXml.session(requestId, session, secret, token, end));
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

    private String userId(Caller caller) {
        return switch (caller) {
            case Caller.User user -> sandbox.account().userId(user.name());
            case Caller.RoleSession session -> session.roleId() + ":" + session.session();
            case Caller.Root root -> root.accountId();
            case Caller.Service service -> userId(service.onBehalfOf());
        };
    }

    private void record(
            Caller caller, String action, @Nullable String subject, String outcome, long began) {
        sandbox.timeline()
                .add(
                        Entry.of(sandbox.clock().instant(), Entry.Kind.CALL)
                                .by(caller.arn())
                                .to("sts")
                                .about(action, subject)
                                .ended(outcome, Duration.ofNanos(System.nanoTime() - began)));
    }

    private static @Nullable String subject(Map<String, List<String>> form) {
        String role = first(form, "RoleArn");
        return role.isEmpty() ? null : role.substring(Math.max(0, role.indexOf("role/")));
    }

    private static String first(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
