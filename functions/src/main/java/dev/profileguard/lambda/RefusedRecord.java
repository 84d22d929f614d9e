package dev.profileguard.lambda;

import dev.profileguard.event.Actor;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Rule;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A role or profile for which nothing is done, because a stored record that its rule needs does
/// not have the form in which the functions write it.
///
/// @param subject such as `instance-profile/prod-web`
/// @param why what is wrong with the record, as a sentence
/// @param eventId the event or request because of which the record was read
public record RefusedRecord(Rule rule, String subject, String why, String eventId) {
    /// What each of these errors and their suppressed ones refuses.
    static List<RefusedRecord> in(Rule rule, RuntimeException error) {
        return all(error)
                .filter(UnreadableRecordException.class::isInstance)
                .map(UnreadableRecordException.class::cast)
                .map(each ->
                        new RefusedRecord(
                                rule,
                                each.subject(),
                                String.valueOf(each.getMessage()),
                                each.eventId()))
                .distinct()
                .toList();
    }

    /// Whether an error, or one that it suppresses, is about something else.
    static boolean hasOthers(RuntimeException error) {
        return all(error).anyMatch(each -> !(each instanceof UnreadableRecordException));
    }

    private static Stream<Throwable> all(RuntimeException error) {
        List<Throwable> all = new ArrayList<>(List.of(error.getSuppressed()));
        all.addFirst(error);
        return all.stream();
    }

    /// The outcome with its finding.
    ///
    /// @param account twelve digits
    public Outcome outcome(String account) {
        return new Outcome.Answered(
                subject,
                Decision.Common.FAILED,
                why,
                List.of(),
                List.of(finding(account)),
                Map.of(),
                eventId);
    }

    /// The finding.
    public Finding finding(String account) {
        return new Finding(
                Kind.ofUnreadableState(rule),
                subject,
                account,
                new Actor.Unattributed().described(),
                "%s. %s did nothing for %s: somebody else may have written the item"
                        .formatted(why, rule.text(), subject),
                List.of("nothing: the item is not trusted"),
                List.of(
                        "Find out who wrote it: only the functions of the stack may write to the"
                                + " table",
                        "Put the item back from a backup of the table, or delete it:"
                                + " docs/findings/%s.md has the commands"
                                        .formatted(Kind.ofUnreadableState(rule).text()),
                        "Until then, check the role or profile yourself"),
                eventId);
    }
}
