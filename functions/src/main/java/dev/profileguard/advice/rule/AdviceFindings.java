package dev.profileguard.advice.rule;

import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.state.failure.FailureBurst;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What people read about a refused call.
public final class AdviceFindings {
    /// The services whose calls fail for many reasons that have nothing to do with roles.
    private static final Set<String> LAUNCHING =
            Set.of("ec2.amazonaws.com", "autoscaling.amazonaws.com", "eks.amazonaws.com");

    private AdviceFindings() {}

    /// The kind of the finding; null: the failure has nothing to do with roles or profiles.
    public static @Nullable Kind kind(Diagnosis diagnosis, FailedCall call) {
        Kind kind = kind(diagnosis);
        boolean other =
                kind == Kind.CALL_FAILED
                        && LAUNCHING.contains(call.service())
                        && !call.operation().contains("IamInstanceProfile");
        return other ? null : kind;
    }

    private static Kind kind(Diagnosis diagnosis) {
        return switch (diagnosis) {
            case PROFILE_MISSING, PROFILE_EMPTY, NODE_ROLE_INVALID, SERVICE_ROLE_MISSING ->
                    Kind.LAUNCH_FAILED;
            case ASSOCIATION_NOT_ACTIVE, ASSOCIATION_EXISTS -> Kind.ASSOCIATION_FAILED;
            case PROFILE_DELETE_BLOCKED, ROLE_DELETE_BLOCKED -> Kind.DELETE_BLOCKED;
            case PASS_ROLE_DENIED, ACCESS_DENIED -> Kind.ACCESS_DENIED;
            case NAME_TAKEN, PROFILE_HAS_ROLE -> Kind.ALREADY_EXISTS;
            case CHAINED_SESSION_TOO_LONG, SESSION_TOO_LONG -> Kind.SESSION_TOO_LONG;
            case NOT_FOUND,
                    QUOTA_REACHED,
                    POLICY_MALFORMED,
                    POLICY_NOT_ATTACHABLE,
                    SESSION_POLICY_TOO_LARGE,
                    OWNED_BY_SERVICE,
                    CHANGED_MEANWHILE,
                    RESOURCE_TAKEN,
                    REGION_DISABLED,
                    CREDENTIALS_INVALID,
                    REQUEST_INVALID,
                    THROTTLED,
                    SERVICE_FAILED,
                    UNKNOWN ->
                    Kind.CALL_FAILED;
        };
    }

    /// The finding about a burst of the same refused call.
    public static Finding finding(
            Kind kind,
            String subject,
            Call by,
            FailedCall call,
            Advice advice,
            FailureBurst burst) {
        List<String> todo = new ArrayList<>(advice.todo());
        todo.add("See " + advice.page());
        return by.finding(kind, subject, cause(call, advice, burst), List.of(), todo);
    }

    private static String cause(FailedCall call, Advice advice, FailureBurst burst) {
        StringBuilder cause = new StringBuilder("failed with ").append(code(call));
        if (!call.region().isEmpty()) {
            cause.append(" in ").append(shown(call.region()));
        }
        cause.append(". ").append(advice.cause()).append('.');
        if (!advice.proofs().isEmpty()) {
            cause.append(" Read now: ").append(String.join("; ", advice.proofs())).append('.');
        }
        return cause.append(counted(burst)).toString();
    }

    private static String code(FailedCall call) {
        return call.code().isEmpty() ? "an unknown error" : shown(call.code());
    }

    private static String shown(String text) {
        return VisibleText.excerpt(text);
    }

    private static String counted(FailureBurst burst) {
        String now =
                burst.count() > 1
                        ? " The same call by the same actor failed %s times from %s to %s."
                                .formatted(burst.count(), burst.first(), burst.last())
                        : "";
        return burst.earlier() > 0
                ? now + " It failed %s times before that.".formatted(burst.earlier())
                : now;
    }
}
