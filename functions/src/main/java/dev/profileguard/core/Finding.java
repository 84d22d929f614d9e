package dev.profileguard.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One thing that people are told: what happened, to what, by whom, what was done about it, and
/// what they are to do.
///
/// @param subject such as `instance-profile/prod-web`
/// @param account twelve digits
/// @param actor who brought it about, as far as the event tells
/// @param cause what happened
/// @param done what was done about it, or would be
/// @param todo what is left to do, commands among it; empty: nothing
/// @param eventId CloudTrail's; for a manual invocation its request ID
public record Finding(
        Kind kind,
        String subject,
        String account,
        String actor,
        String cause,
        List<String> done,
        List<String> todo,
        String eventId) {

    /// Takes copies.
    public Finding {
        done = List.copyOf(done);
        todo = List.copyOf(todo);
    }

    /// How much it matters.
    public enum Severity {
        /// For the record.
        INFO,
        /// Somebody should look.
        WARNING,
        /// Something is broken, or will be.
        CRITICAL
    }

    /// What was found. Each belongs to one rule and has one severity.
    public enum Kind {
        /// Another role, or none, was in the profile; the recorded one was put back.
        ROLE_REVERTED(Rule.PROFILE_GUARD, Severity.WARNING),
        /// The profile was deleted; it was made again, with a new ID.
        PROFILE_RESTORED(Rule.PROFILE_GUARD, Severity.CRITICAL),
        /// Somebody deleted the profile and made it again: its ID is new.
        PROFILE_RECREATED(Rule.PROFILE_GUARD, Severity.CRITICAL),
        /// The role was deleted and made again: its ID is new.
        ROLE_RECREATED(Rule.PROFILE_GUARD, Severity.CRITICAL),
        /// The recorded role no longer exists.
        ROLE_GONE(Rule.PROFILE_GUARD, Severity.CRITICAL),
        /// The tag that guards the profile was put back.
        GUARD_TAG_REVERTED(Rule.PROFILE_GUARD, Severity.WARNING),
        /// The profile was recorded for the first time.
        BASELINE_RECORDED(Rule.PROFILE_GUARD, Severity.INFO),
        /// A trusted principal's change, or one under a release, became the baseline.
        CHANGE_ADOPTED(Rule.PROFILE_GUARD, Severity.INFO),
        /// A trusted principal ended the guard of this profile.
        GUARD_ENDED(Rule.PROFILE_GUARD, Severity.WARNING),
        /// A change was left alone since the profile is released.
        CHANGED_UNDER_RELEASE(Rule.PROFILE_GUARD, Severity.WARNING),
        /// The profile was released, or a release was ended.
        RELEASED(Rule.PROFILE_GUARD, Severity.WARNING),
        /// Repairs of the profile were stopped since somebody keeps changing it.
        BREAKER_OPEN(Rule.PROFILE_GUARD, Severity.CRITICAL),
        /// A trusted principal's change had been undone before it was known.
        TRUSTED_CHANGE_UNDONE(Rule.PROFILE_GUARD, Severity.WARNING),
        /// A guarded profile differs from its baseline, and nothing tells who changed it.
        DRIFT_UNEXPLAINED(Rule.PROFILE_GUARD, Severity.WARNING),
        /// A guarded profile, or the role in it, was taken away and had never been recorded.
        NOTHING_RECORDED(Rule.PROFILE_GUARD, Severity.WARNING);

        private final Rule rule;
        private final Severity severity;

        Kind(Rule rule, Severity severity) {
            this.rule = rule;
            this.severity = severity;
        }

        /// Which rule finds it.
        public Rule rule() {
            return rule;
        }

        /// How much it matters.
        public Severity severity() {
            return severity;
        }

        /// As findings show it, such as `role-reverted`.
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The same, once it is known what was done.
    public Finding withDone(List<String> nowDone) {
        return new Finding(kind, subject, account, actor, cause, nowDone, todo, eventId);
    }

    /// The record as JSON values, in reading order.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", kind.rule().text());
        json.put("kind", kind.text());
        json.put("severity", kind.severity().name().toLowerCase(Locale.ROOT));
        json.put("subject", subject);
        json.put("account", account);
        json.put("actor", actor);
        json.put("cause", cause);
        json.put("done", done);
        json.put("todo", todo);
        json.put("eventId", eventId);
        return json;
    }
}
