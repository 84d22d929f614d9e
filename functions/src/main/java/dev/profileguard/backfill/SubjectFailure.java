package dev.profileguard.backfill;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Subject;
import dev.profileguard.lambda.RefusedRecord;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reports that a rule failed for a subject. The sweep goes on.
///
/// @param rule the rule's name in requests, such as `guard`
/// @param why the reason, as a sentence for people
/// @param refused why a stored record was refused; null: it failed for another reason
record SubjectFailure(
        String rule, Subject subject, String why, RefusedRecord.@Nullable Form refused) {
    /// A failure for another reason than a stored record.
    SubjectFailure(String rule, Subject subject, String why) {
        this(rule, subject, why, null);
    }

    /// The failure of an error.
    static SubjectFailure of(String rule, Subject subject, RuntimeException error) {
        String message = error.getMessage();
        return new SubjectFailure(
                rule,
                subject,
                message == null || message.isBlank() ? error.toString() : message,
                error instanceof UnreadableRecordException unreadable
                        ? RefusedRecord.Form.of(unreadable)
                        : null);
    }

    /// The outcome with its finding.
    ///
    /// @param call the sweep's own call
    Outcome outcome(Call call) {
        return new Outcome.Answered(
                subject.subject(),
                Decision.Common.FAILED,
                why,
                List.of(),
                List.of(finding(call)),
                Map.of(),
                call.eventId());
    }

    private Finding finding(Call call) {
        Rule failed = Rule.inSweeps(rule);
        if (refused != null) {
            return new RefusedRecord(failed, refused, subject.subject(), why, call.eventId())
                    .finding(call.account());
        }
        return new Finding(
                Kind.ofFailure(failed),
                subject.subject(),
                call.account(),
                new Actor.Unattributed().described(),
                "found by a sweep at %s: %s could not evaluate or repair %s: %s"
                        .formatted(call.time(), failed.text(), subject.subject(), why),
                List.of("nothing more: the sweep went on without it"),
                List.of(
                        "Fix the cause, or wait for the next sweep if it was temporary",
                        "To evaluate it again now: " + Commands.sweep(subject.name())),
                call.eventId());
    }
}
