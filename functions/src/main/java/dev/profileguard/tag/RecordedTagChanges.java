package dev.profileguard.tag;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.Subject;
import dev.profileguard.tag.rule.TagChange;
import java.util.List;
import java.util.stream.Stream;

/// Finds the changes of the tags of a role or profile in the calls that CloudTrail recorded.
///
/// @param own the roles of this stack, whose calls are ignored: they only correct tags
record RecordedTagChanges(Globs own) {
    /// The changes, in the order of the calls. Skips records that cannot be read.
    List<TagChange> of(Subject subject, List<CloudTrailEvent> calls) {
        return calls.stream()
                .flatMap(RecordedTagChanges::in)
                .filter(change -> change.subject().key().equals(subject.key()))
                .filter(change -> !change.call().actor().isAmong(own))
                .toList();
    }

    private static Stream<TagChange> in(CloudTrailEvent event) {
        try {
            return TagChangeExtraction.changes(event)
                            instanceof Extracted.Found(List<TagChange> all)
                    ? all.stream()
                    : Stream.of();
        } catch (UnreadableEventException e) {
            return Stream.of();
        }
    }
}
