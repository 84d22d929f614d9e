package dev.profileguard.tag.policy;

import dev.profileguard.event.Actor;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// What a default's placeholders stand for.
///
/// @param creator who made the role or profile; null: the event does not tell
/// @param role the role itself, or the one in the profile; null: none
/// @param account twelve digits, or empty
/// @param date in UTC
public record PlaceholderValues(
        @Nullable String creator, @Nullable RoleName role, String account, LocalDate date) {
    /// The facts of an event.
    public static PlaceholderValues of(
            @Nullable Actor creator, @Nullable RoleName role, String account, Instant time) {
        return new PlaceholderValues(
                creator == null ? null : name(creator),
                role,
                account,
                LocalDate.ofInstant(time, ZoneOffset.UTC));
    }

    /// The role's name, the user's or the service's host; of a service that acts for somebody, that
    /// one's. Never the session's name, which its caller chose.
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
        };
    }

    /// `arn:aws:iam::123456789012:role/ci/deployer` is `deployer`, `...:root` is `root`.
    private static String name(String text) {
        Arn arn = Arn.parse(text);
        return arn == null ? text : arn.name();
    }
}
