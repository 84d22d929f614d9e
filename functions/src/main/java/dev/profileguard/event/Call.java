package dev.profileguard.event;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.IamName;
import dev.profileguard.iam.IamWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One API call in CloudTrail: who made it, and when.
///
/// @param operation the IAM, EC2 or tagging call, such as `AddRoleToInstanceProfile`
/// @param account twelve digits; empty if the record has no account
/// @param eventId CloudTrail's event ID, the same on every delivery; the request ID for a manual
///   invocation
/// @param time from CloudTrail, in whole seconds
public record Call(Actor actor, String operation, String account, String eventId, Instant time) {
    /// The same call by somebody unknown, for what was seen because of it and somebody else did.
    public Call unattributed() {
        return new Call(new Actor.Unattributed(), operation, account, eventId, time);
    }

    /// The same call with another time.
    public Call at(Instant other) {
        return new Call(actor, operation, account, eventId, other);
    }

    /// The finding that IAM refused a write.
    ///
    /// @param rule whose write it is
    /// @param subject such as `instance-profile/prod-web`
    /// @param name of the role or profile, for the command that evaluates it again
    public Finding refused(
            Rule rule,
            String subject,
            IamName name,
            IamWriter.RefusedException refusal,
            List<String> done) {
        List<String> todo = new ArrayList<>(refusal.todo());
        todo.add("Then evaluate it again: " + Commands.sweep(name));
        return finding(
                Finding.Kind.ofFailure(rule),
                subject,
                String.valueOf(refusal.getMessage()),
                done,
                todo);
    }

    /// A finding about this call. Its cause starts with the actor, the operation and the time; in a
    /// sweep, with the time.
    public Finding finding(
            Finding.Kind kind, String subject, String cause, List<String> done, List<String> todo) {
        return new Finding(
                kind,
                subject,
                account,
                actor.described(),
                "%s: %s".formatted(described(), cause),
                done,
                todo,
                eventId);
    }

    /// A finding about what was seen after this call, which did not cause it. Nobody is named.
    public Finding noticed(Finding.Kind kind, String subject, String cause, List<String> todo) {
        return new Finding(
                kind,
                subject,
                account,
                new Actor.Unattributed().described(),
                "noticed after %s at %s: %s".formatted(operation, time, cause),
                List.of(),
                todo,
                eventId);
    }

    private String described() {
        return actor instanceof Actor.Unattributed
                ? "found by a sweep at %s".formatted(time)
                : "%s (%s at %s)".formatted(actor.described(), operation, time);
    }
}
