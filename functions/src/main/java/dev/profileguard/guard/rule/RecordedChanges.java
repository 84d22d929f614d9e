package dev.profileguard.guard.rule;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Finds the changes of a profile in the calls that CloudTrail recorded.
///
/// @param own the roles of this stack, whose calls are ignored: they only repair drift
public record RecordedChanges(Globs own) {
    /// The changes of one profile, in the order of the calls, without this stack's own. Skips
    /// records that cannot be read.
    List<Change> of(ProfileName profile, List<CloudTrailEvent> calls) {
        return calls.stream()
                .flatMap(RecordedChanges::in)
                .filter(change -> change.profile().equals(profile))
                .filter(change -> !isOurs(change.actor()))
                .toList();
    }

    /// Whether this stack created the profile: an earlier invocation was stopped before it recorded
    /// the profile's ID.
    boolean isCreatedByUs(InstanceProfile profile, List<CloudTrailEvent> calls) {
        return calls.stream()
                .anyMatch(call -> call.createdProfile(profile.id()) && isOurs(call.actor()));
    }

    /// The calls of two lookups, each once, in the order of their times.
    static List<CloudTrailEvent> merged(List<CloudTrailEvent> calls, List<CloudTrailEvent> more) {
        Map<String, CloudTrailEvent> all = new LinkedHashMap<>();
        calls.forEach(call -> all.put(call.id(), call));
        more.forEach(call -> all.put(call.id(), call));
        return all.values().stream().sorted(Comparator.comparing(CloudTrailEvent::time)).toList();
    }

    private static Stream<Change> in(CloudTrailEvent event) {
        try {
            return ProfileChangeExtraction.changes(event)
                            instanceof Extracted.Found(List<Change> all)
                    ? all.stream()
                    : Stream.of();
        } catch (UnreadableEventException e) {
            return Stream.of();
        }
    }

    private boolean isOurs(Actor actor) {
        return actor instanceof Actor.RoleSession && actor.isAmong(own);
    }
}
