package dev.profileguard.lambda;

import dev.profileguard.event.Actor;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Rule;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.stored.NewerRecordException;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A role or profile for which nothing is done, because a stored record that its rule needs does
/// not have the form in which the functions write it.
///
/// @param form why it has another form
/// @param subject such as `instance-profile/prod-web`
/// @param why what is wrong with the record, as a sentence
/// @param eventId the event or request because of which the record was read
public record RefusedRecord(Rule rule, Form form, String subject, String why, String eventId) {
    /// Why a stored record has another form.
    public enum Form {
        /// No version of the functions writes it.
        UNKNOWN,
        /// A newer version wrote it, before this one was deployed again.
        NEWER;

        /// The form of the record that an error refuses.
        public static Form of(UnreadableRecordException error) {
            return error instanceof NewerRecordException ? NEWER : UNKNOWN;
        }
    }

    /// What each of these errors and their suppressed ones refuses.
    static List<RefusedRecord> in(Rule rule, RuntimeException error) {
        return all(error)
                .filter(UnreadableRecordException.class::isInstance)
                .map(UnreadableRecordException.class::cast)
                .map(each ->
                        new RefusedRecord(
                                rule,
                                Form.of(each),
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
                "%s. %s did nothing for %s: %s".formatted(why, rule.text(), subject, reason()),
                List.of(
                        switch (form) {
                            case UNKNOWN -> "nothing: the item is not trusted";
                            case NEWER -> "nothing: the item is left as it is";
                        }),
                todo(),
                eventId);
    }

    private String reason() {
        return switch (form) {
            case UNKNOWN -> "somebody else may have written the item";
            case NEWER -> "the item is intact, and this version must not guess what it means";
        };
    }

    private List<String> todo() {
        String page = "docs/findings/%s.md".formatted(Kind.ofUnreadableState(rule).text());
        String meanwhile = "Until then, check the role or profile yourself";
        return switch (form) {
            case UNKNOWN ->
                    List.of(
                            "Find out who wrote it: only the functions of the stack may write to"
                                    + " the table",
                            "Put the item back from a backup of the table, or delete it: %s has the commands"
                                    .formatted(page),
                            meanwhile);
            case NEWER ->
                    List.of(
                            "Deploy the version of Profile Guard that wrote the item, or a newer"
                                    + " one",
                            "Do not delete the item: it is what Profile Guard knows of the role or"
                                    + " profile",
                            meanwhile);
        };
    }
}
