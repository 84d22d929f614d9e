package dev.profileguard.state;

import dev.profileguard.iam.TagKeys;
import dev.profileguard.state.repair.KeptRepairs;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The stored state of the tags of one role or profile.
///
/// @param subject a key such as [dev.profileguard.iam.Subject#key()] of `instance-profile/prod-web`
/// @param inherited values that were copied from the role to the profile, by tag key; the attribute
///   is `carried`
/// @param replaced the inherited values before them, by tag key: if a write was lost, the profile
///   still has one of these, which is not its own value; the attribute is `before`
/// @param writtenAt when TagEnforcer last wrote each key, by the clock of the function; keys in
///   lower case; the attribute is `written`
/// @param repairs the latest ones, oldest first
/// @param version counts the writes; 0 if nothing is stored
public record TagRecord(
        String subject,
        Map<String, String> inherited,
        Map<String, String> replaced,
        Map<String, Instant> writtenAt,
        List<Repair> repairs,
        long version) {
    /// How long a read may be stale: until then, a read that does not show a call may be older than
    /// it.
    private static final Duration READ_LAG = Duration.ofSeconds(5);

    /// Takes copies.
    public TagRecord {
        inherited = Map.copyOf(inherited);
        replaced = Map.copyOf(replaced);
        writtenAt = Map.copyOf(writtenAt);
        repairs = List.copyOf(repairs);
    }

    /// An empty record.
    public static TagRecord none(String subject) {
        return new TagRecord(subject, Map.of(), Map.of(), Map.of(), List.of(), 0);
    }

    /// Whether TagEnforcer wrote all these keys at this time or later, and long enough ago for IAM
    /// to show it.
    public boolean wroteSince(Instant time, List<String> keys, Instant now) {
        return keys.stream()
                .map(key -> writtenAt.get(TagKeys.folded(key)))
                .allMatch(
                        at -> at != null && !at.isBefore(time) && !at.plus(READ_LAG).isAfter(now));
    }

    /// Whether this value of the profile was copied from its role.
    public boolean isInherited(String key, String value) {
        return value.equals(inherited.get(key)) || value.equals(replaced.get(key));
    }

    /// A copy in which the profile inherits a value from its role.
    ///
    /// @param found the current value of the profile; null if it has no such tag
    public TagRecord withInherited(String key, String value, @Nullable String found) {
        Map<String, String> nowInherited = new LinkedHashMap<>(inherited);
        Map<String, String> nowReplaced = new LinkedHashMap<>(replaced);
        nowInherited.put(key, value);
        if (found != null && isInherited(key, found) && !Objects.equals(found, value)) {
            nowReplaced.put(key, found);
        } else {
            nowReplaced.remove(key);
        }
        return new TagRecord(subject, nowInherited, nowReplaced, writtenAt, repairs, version);
    }

    /// A copy with one more repair, of these keys. It replaces an earlier repair for the same
    /// event, so that retries count once.
    public TagRecord with(Repair repair, List<String> keys) {
        Map<String, Instant> nowWritten = new LinkedHashMap<>(writtenAt);
        keys.forEach(key -> nowWritten.put(TagKeys.folded(key), repair.at()));
        return new TagRecord(
                subject,
                inherited,
                replaced,
                nowWritten,
                KeptRepairs.withLastOfEvent(repairs, repair),
                version);
    }
}
