package dev.profileguard.event;

import dev.profileguard.iam.Globs;
import org.jspecify.annotations.Nullable;

/// Who made a call, by what AWS vouches for: never by a session name or user agent, which callers
/// choose.
///
/// See
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
public sealed interface Actor {
    /// Whether one of the patterns names this actor.
    boolean isAmong(Globs principals);

    /// How a person would call this actor.
    String described();

    /// A session of a role.
    ///
    /// @param arn the role's own, with its path
    /// @param session shown to people, never judged; null: unknown
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

    /// A user, the account's root, or a federated user by the user who let them in.
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
    /// @param onBehalfOf whose request the service carries out; null: nobody's
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

    /// An identity that names nobody whom AWS vouches for. Never trusted.
    ///
    /// @param hint what the record does say
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
