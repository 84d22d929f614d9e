package dev.profileguard.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is remembered of the tags of one role or profile.
///
/// @param subject as [TagSubject#key()] has it, such as `instance-profile/prod-web`
/// @param carried the role's values that were put on the profile, by key
/// @param before what those values took the place of: if a write got lost, it is still there, and
///   is not the profile's own
/// @param repairs the latest ones, oldest first
/// @param version counts the writes; 0: nothing is stored
public record TagRecord(
        String subject,
        Map<String, String> carried,
        Map<String, String> before,
        List<Repair> repairs,
        long version) {
    /// Takes copies.
    public TagRecord {
        carried = Map.copyOf(carried);
        before = Map.copyOf(before);
        repairs = List.copyOf(repairs);
    }

    /// Nothing is remembered.
    public static TagRecord none(String subject) {
        return new TagRecord(subject, Map.of(), Map.of(), List.of(), 0);
    }

    /// Whether we wrote the tags ourselves at that time or later.
    public boolean repairedSince(Instant time) {
        return repairs.stream().anyMatch(repair -> !repair.at().isBefore(time));
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
        return new TagRecord(subject, nowCarried, nowBefore, repairs, version);
    }

    /// The same with one more repair. Each event counts once, however often it is tried.
    public TagRecord with(Repair repair) {
        List<Repair> more = new ArrayList<>(repairs);
        more.removeIf(earlier -> earlier.eventId().equals(repair.eventId()));
        more.add(repair);
        int most = GuardRecord.MOST_REPAIRS;
        return new TagRecord(
                subject,
                carried,
                before,
                more.subList(Math.max(0, more.size() - most), more.size()),
                version);
    }
}
