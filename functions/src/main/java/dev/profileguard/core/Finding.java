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
        NOTHING_RECORDED(Rule.PROFILE_GUARD, Severity.WARNING),
        /// A role that EC2 may assume had no profile; one was made.
        PROFILE_CREATED(Rule.PROFILE_PROVISIONER, Severity.INFO),
        /// The profile of the role's name holds another role.
        PROFILE_NAME_TAKEN(Rule.PROFILE_PROVISIONER, Severity.WARNING),
        /// The profile of the role's name is somebody else's, and stays empty.
        PROFILE_LEFT_EMPTY(Rule.PROFILE_PROVISIONER, Severity.WARNING),
        /// The account has as many profiles as it may have.
        PROFILE_QUOTA_REACHED(Rule.PROFILE_PROVISIONER, Severity.CRITICAL),
        /// A profile of our own was in the way of its role's deletion and was taken away.
        PROFILE_RETIRED(Rule.PROFILE_PROVISIONER, Severity.WARNING),
        /// A role cannot be deleted since profiles hold it that are not ours to take away.
        ROLE_BLOCKED_BY_PROFILES(Rule.PROFILE_PROVISIONER, Severity.WARNING),
        /// Required tags were not there; they were set.
        TAGS_ADDED(Rule.TAG_ENFORCER, Severity.INFO),
        /// Somebody removed required tags; they were set again.
        TAG_PUT_BACK(Rule.TAG_ENFORCER, Severity.WARNING),
        /// Required tags are not there, and nothing gives their values.
        TAG_MISSING(Rule.TAG_ENFORCER, Severity.WARNING),
        /// Keys had another capitalization than the policy wants; it was corrected.
        TAG_CASE_CORRECTED(Rule.TAG_ENFORCER, Severity.INFO),
        /// Values that the policy does not allow were replaced.
        TAG_VALUE_REPLACED(Rule.TAG_ENFORCER, Severity.WARNING),
        /// The policy does not allow the values, and nothing gives others.
        TAG_VALUE_NOT_ALLOWED(Rule.TAG_ENFORCER, Severity.WARNING),
        /// The profile took tags from the role in it.
        TAGS_INHERITED(Rule.TAG_ENFORCER, Severity.INFO),
        /// The profile has values of its own for tags that profiles take from their role.
        INHERITED_TAG_DIFFERS(Rule.TAG_ENFORCER, Severity.WARNING),
        /// There is no room for the tags that are wanted.
        TAGS_FULL(Rule.TAG_ENFORCER, Severity.WARNING),
        /// Tags were no longer corrected since somebody keeps changing them.
        TAG_BREAKER_OPEN(Rule.TAG_ENFORCER, Severity.CRITICAL);

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
