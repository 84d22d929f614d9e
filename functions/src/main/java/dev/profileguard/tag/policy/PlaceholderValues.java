package dev.profileguard.tag.policy;

import dev.profileguard.event.Actor;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// The values of the placeholders in a default.
///
/// @param creator the principal that created the role or profile; null: unknown
/// @param role the role itself, or the one in the profile; null: none
/// @param account twelve digits, or empty
/// @param date in UTC
public record PlaceholderValues(
        @Nullable String creator, @Nullable RoleName role, String account, LocalDate date) {
    /// The values for an event.
    public static PlaceholderValues of(
            @Nullable Actor creator, @Nullable RoleName role, String account, Instant time) {
        return new PlaceholderValues(
                creator == null ? null : name(creator),
                role,
                account,
                LocalDate.ofInstant(time, ZoneOffset.UTC));
    }

    /// The name of the role or user, or the host of the service. For a service that acts on behalf
    /// of a principal, that principal's name. Never the session name, because the caller chooses
    /// it.
    private static @Nullable String name(Actor actor) {
        return switch (actor) {
            case Actor.RoleSession session -> name(session.arn());
            case Actor.User user -> name(user.arn());
            case Actor.Service service -> {
                Actor behind = service.onBehalfOf();
                String name = behind == null ? null : name(behind);
                yield name == null ? service.host() : name;
            }
            case Actor.Unknown unknown -> null;
            case Actor.Unattributed unattributed -> null;
        };
    }

    /// `arn:aws:iam::123456789012:role/ci/deployer` is `deployer`, `...:root` is `root`.
    private static String name(String text) {
        Arn arn = Arn.parse(text);
        return arn == null ? text : arn.name();
    }
}
