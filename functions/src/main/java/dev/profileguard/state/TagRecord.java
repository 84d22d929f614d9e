package dev.profileguard.state;

import dev.profileguard.iam.TagKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is remembered of the tags of one role or profile.
///
/// @param subject as [dev.profileguard.iam.Subject#key()] has it, such as
///   `instance-profile/prod-web`
/// @param carried the role's values that were put on the profile, by key
/// @param before what those values took the place of: if a write got lost, it is still there, and
///   is not the profile's own
/// @param written when we last wrote each key, by our clock; keys in lower case
/// @param repairs the latest ones, oldest first
/// @param version counts the writes; 0: nothing is stored
public record TagRecord(
        String subject,
        Map<String, String> carried,
        Map<String, String> before,
        Map<String, Instant> written,
        List<Repair> repairs,
        long version) {
    /// Until then a look that does not show somebody's call may just as well be older than it.
    private static final Duration TO_BE_SHOWN = Duration.ofSeconds(5);

    /// Takes copies.
    public TagRecord {
        carried = Map.copyOf(carried);
        before = Map.copyOf(before);
        written = Map.copyOf(written);
        repairs = List.copyOf(repairs);
    }

    /// Nothing is remembered.
    public static TagRecord none(String subject) {
        return new TagRecord(subject, Map.of(), Map.of(), Map.of(), List.of(), 0);
    }

    /// Whether we wrote all these keys ourselves at that time or later, and long enough ago for IAM
    /// to show it.
    public boolean wroteSince(Instant time, List<String> keys, Instant now) {
        return keys.stream()
                .map(key -> written.get(TagKeys.folded(key)))
                .allMatch(at ->
                        at != null && !at.isBefore(time) && !at.plus(TO_BE_SHOWN).isAfter(now));
    }

    /// Whether the profile has this value from its role.
    public boolean follows(String key, String value) {
        return value.equals(carried.get(key)) || value.equals(before.get(key));
    }

    /// The same, once this value of the role is on its way to the profile.
    ///
    /// @param found what the profile has now; null: no such tag
    public TagRecord carrying(String key, String value, @Nullable String found) {
        Map<String, String> nowCarried = new LinkedHashMap<>(carried);
        Map<String, String> nowBefore = new LinkedHashMap<>(before);
        nowCarried.put(key, value);
        if (found != null && follows(key, found) && !Objects.equals(found, value)) {
            nowBefore.put(key, found);
        } else {
            nowBefore.remove(key);
        }
        return new TagRecord(subject, nowCarried, nowBefore, written, repairs, version);
    }

    /// The same with one more repair, of these keys. Each event counts once, however often it is
    /// tried.
    public TagRecord with(Repair repair, List<String> keys) {
        List<Repair> more = new ArrayList<>(repairs);
        more.removeIf(earlier -> earlier.eventId().equals(repair.eventId()));
        more.add(repair);
        Map<String, Instant> nowWritten = new LinkedHashMap<>(written);
        keys.forEach(key -> nowWritten.put(TagKeys.folded(key), repair.at()));
        int most = GuardRecord.MOST_REPAIRS;
        return new TagRecord(
                subject,
                carried,
                before,
                nowWritten,
                more.subList(Math.max(0, more.size() - most), more.size()),
                version);
    }
}
