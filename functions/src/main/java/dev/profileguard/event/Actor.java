package dev.profileguard.event;

import dev.profileguard.iam.Globs;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who made a call, by the facts that AWS vouches for. Session names and user agents do not count,
/// because callers choose them.
///
/// See
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
public sealed interface Actor {
    /// The start of the ARN of a service-linked role.
    Pattern SERVICE_LINKED_ROLE =
            Pattern.compile("^arn:[^:]+:iam::[0-9]{12}:role/aws-service-role/");

    /// Whether a pattern matches this actor.
    boolean isAmong(Globs principals);

    /// The actor in words, for findings and logs.
    String described();

    /// Whether a service acts in its service-linked role. Nobody else can assume one, and IAM
    /// reserves its path.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
    default boolean isServiceLinkedRole() {
        return switch (this) {
            case RoleSession session -> SERVICE_LINKED_ROLE.matcher(session.arn()).find();
            case Service service ->
                    service.onBehalfOf() instanceof RoleSession session
                            && session.isServiceLinkedRole();
            case User _, Unattributed _, Unknown _ -> false;
        };
    }

    /// A session of a role.
    ///
    /// @param arn the ARN of the role, with its path
    /// @param session only for display, never for decisions; null if unknown
    record RoleSession(String arn, @Nullable String session) implements Actor {
        @Override
        public boolean isAmong(Globs principals) {
            return principals.match(arn);
        }

        @Override
        public String described() {
            return session == null ? arn : arn + " (session " + session + ")";
        }
    }

    /// An IAM user or the root user. A federated user is identified by the IAM user who issued the
    /// session.
    record User(String arn) implements Actor {
        @Override
        public boolean isAmong(Globs principals) {
            return principals.match(arn);
        }

        @Override
        public String described() {
            return arn;
        }
    }

    /// An AWS service.
    ///
    /// @param host such as `cloudformation.amazonaws.com`
    /// @param onBehalfOf the principal whose request the service carries out; null if there is none
    record Service(String host, @Nullable Actor onBehalfOf) implements Actor {
        @Override
        public boolean isAmong(Globs principals) {
            return principals.match(host) || (onBehalfOf != null && onBehalfOf.isAmong(principals));
        }

        @Override
        public String described() {
            return onBehalfOf == null ? host : host + " on behalf of " + onBehalfOf.described();
        }
    }

    /// Nobody: no call is known.
    record Unattributed() implements Actor {
        @Override
        public boolean isAmong(Globs principals) {
            return false;
        }

        @Override
        public String described() {
            return "unknown";
        }
    }

    /// An identity without a principal that AWS vouches for. It is never trusted.
    ///
    /// @param hint the type and ARN in the record
    record Unknown(String hint) implements Actor {
        @Override
        public boolean isAmong(Globs principals) {
            return false;
        }

        @Override
        public String described() {
            return "an unknown identity (" + hint + ")";
        }
    }
}
