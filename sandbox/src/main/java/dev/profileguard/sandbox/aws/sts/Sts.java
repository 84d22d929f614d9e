package dev.profileguard.sandbox.aws.sts;

import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.Role;

/// STS in all regions. Trust policies are not evaluated: every caller may assume every existing
/// role, unless identity policies are enforced and its own do not allow it.
public final class Sts {
    private static final Duration DEFAULT_DURATION = Duration.ofHours(1);
    private static final Duration LONGEST_CHAINED = Duration.ofHours(1);
    private static final int FORBIDDEN = 403;
    private static final int SECRET_LETTERS = 40;
    private static final int TOKEN_LETTERS = 120;
    private static final int LONGEST_MESSAGE = 10_240;

    private final RecordedService service;
    private final IamAccount account;
    private final Function<Caller, Authorizer> permissions;
    private final SessionKeys keys;

    /// STS of an account.
    ///
    /// @param permissions finds what a caller may do
    /// @param keys of the sessions that AssumeRole makes
    public Sts(
            IamAccount account,
            InstantSource clock,
            Trail trail,
            Function<Caller, Authorizer> permissions,
            SessionKeys keys) {
        service = new RecordedService("sts", ErrorSpelling.EXCEPTION, clock, trail);
        this.account = account;
        this.permissions = permissions;
        this.keys = keys;
    }

    /// A session and its credentials.
    record Session(Caller.RoleSession caller, String secret, String token, Instant end) {
        /// As CloudTrail records it.
        Map<String, Object> recorded() {
            Map<String, Object> credentials = new LinkedHashMap<>();
            credentials.put("accessKeyId", caller.accessKeyId());
            credentials.put("sessionToken", token);
            credentials.put("expiration", RecordedService.date(end));
            Map<String, Object> user = new LinkedHashMap<>();
            user.put("assumedRoleId", caller.roleId() + ":" + caller.session());
            user.put("arn", caller.arn());
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("credentials", credentials);
            response.put("assumedRoleUser", user);
            return response;
        }
    }

    /// GetCallerIdentity, which needs no permission.
    ///
    /// @return the caller's ID, such as `AIDA...`
    String callerId(Origin origin) {
        return service.call(
                origin,
                "GetCallerIdentity",
                Map.of(),
                () -> userId(origin.caller()),
                id -> Map.of());
    }

    /// AssumeRole.
    ///
    /// @param sent the parameters as CloudTrail records them
    /// @param request reads them, or throws STS's error
    Session assume(Origin origin, Map<String, Object> sent, Supplier<AssumeRoleRequest> request) {
        return service.call(
                origin,
                "AssumeRole",
                sent,
                () -> session(origin.caller(), request.get()),
                Session::recorded);
    }

    private Session session(Caller caller, AssumeRoleRequest request) {
        require(caller, "sts:AssumeRole", request.roleArn());
        Role role =
                account.role(request.roleName())
                        .filter(found -> found.arn().equals(request.roleArn()))
                        .orElseThrow(() ->
                                denied(
                                        "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
                                                .formatted(caller.arn(), request.roleArn())));
        Instant now = service.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(duration(request, role, caller));
        Caller.RoleSession session =
                new Caller.RoleSession(
                        account.accountId(),
                        role.path(),
                        role.roleName(),
                        role.roleId(),
                        request.session(),
                        keys.newAccessKeyId());
        keys.add(session, end);
        return new Session(session, keys.letters(SECRET_LETTERS), keys.letters(TOKEN_LETTERS), end);
    }

    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html
    private static Duration duration(AssumeRoleRequest request, Role role, Caller caller) {
        Duration wanted = request.duration() == null ? DEFAULT_DURATION : request.duration();
        if (caller instanceof Caller.RoleSession && wanted.compareTo(LONGEST_CHAINED) > 0) {
            throw StsErrors.validation(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining.");
        }
        Integer most = role.maxSessionDuration();
        if (most != null && wanted.toSeconds() > most) {
            throw StsErrors.validation(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role.");
        }
        return wanted;
    }

    /// DecodeAuthorizationMessage.
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
    ///
    /// @return the message as JSON
    String decode(Origin origin, String encoded) {
        return service.call(
                origin,
                "DecodeAuthorizationMessage",
                Map.of(),
                () -> decoded(origin.caller(), encoded),
                message -> Map.of());
    }

    private String decoded(Caller caller, String encoded) {
        require(caller, "sts:DecodeAuthorizationMessage", "*");
        if (encoded.isEmpty() || encoded.length() > LONGEST_MESSAGE) {
            throw StsErrors.validation(
                    "1 validation error detected: Value at 'encodedMessage' failed to satisfy constraint: Member must have length %s"
                            .formatted(
                                    encoded.isEmpty()
                                            ? "greater than or equal to 1"
                                            : "less than or equal to " + LONGEST_MESSAGE));
        }
        return AuthorizationMessage.decoded(encoded)
                .orElseThrow(() ->
                        service.refusal(
                                "InvalidAuthorizationMessageException", "Message is not valid"));
    }

    private void require(Caller caller, String action, String resource) {
        String refusal = permissions.apply(caller).refusal(action, resource);
        if (refusal != null) {
            throw denied(refusal);
        }
    }

    private AwsServiceException denied(String sentence) {
        return service.refusal(FORBIDDEN, "AccessDenied", sentence);
    }

    private String userId(Caller caller) {
        return switch (caller) {
            case Caller.User user -> account.userId(user.name());
            case Caller.RoleSession session -> session.roleId() + ":" + session.session();
            case Caller.Root root -> root.accountId();
            case Caller.Service other -> userId(other.onBehalfOf());
        };
    }
}
