package dev.profileguard.finding;

import java.util.LinkedHashMap;
import java.util.List;
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

    private static final int MOST_LETTERS_OF_CAUSE = 4_000;
    private static final int MOST_LETTERS_OF_ONE = 2_000;
    private static final int MOST_TEXTS = 10;

    /// Takes copies.
    public Finding {
        done = List.copyOf(done);
        todo = List.copyOf(todo);
    }

    /// How much it matters.
    public enum Severity {
        /// For the record.
        INFO("info"),
        /// Somebody should look.
        WARNING("warning"),
        /// Something is broken, or will be.
        CRITICAL("critical");

        private final String text;

        Severity(String text) {
            this.text = text;
        }

        /// As findings show it, such as `warning`.
        public String text() {
            return text;
        }
    }

    /// How long what was found is so.
    public enum Span {
        /// It happened, and nothing about it stays.
        ONCE,
        /// Until it is put back: over at once where it was, lasting where it only would be or could
        /// not be.
        UNTIL_DONE,
        /// Until somebody acts.
        UNTIL_RESOLVED
    }

    /// What was found. Each belongs to one rule, has one severity, and lasts or does not.
    public enum Kind {
        /// Another role, or none, was in the profile; the recorded one was put back.
        ROLE_REVERTED("role-reverted", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_DONE),
        /// The profile was deleted; it was made again, with a new ID.
        PROFILE_RESTORED(
                "profile-restored", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_DONE),
        /// Somebody deleted the profile and made it again: its ID is new.
        PROFILE_RECREATED("profile-recreated", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.ONCE),
        /// The role was deleted and made again: its ID is new.
        ROLE_RECREATED(
                "role-recreated", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// The recorded role no longer exists.
        ROLE_GONE("role-gone", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// The tag that guards the profile was put back.
        GUARD_TAG_REVERTED(
                "guard-tag-reverted", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_DONE),
        /// The profile was recorded for the first time.
        BASELINE_RECORDED("baseline-recorded", Rule.PROFILE_GUARD, Severity.INFO, Span.ONCE),
        /// A trusted principal's change, or one under a release, became the baseline.
        CHANGE_ADOPTED("change-adopted", Rule.PROFILE_GUARD, Severity.INFO, Span.ONCE),
        /// A trusted principal ended the guard of this profile.
        GUARD_ENDED("guard-ended", Rule.PROFILE_GUARD, Severity.WARNING, Span.ONCE),
        /// A change was left alone since the profile is released.
        CHANGED_UNDER_RELEASE(
                "changed-under-release", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// The profile was released, or a release was ended.
        RELEASED("released", Rule.PROFILE_GUARD, Severity.WARNING, Span.ONCE),
        /// Repairs of the profile were stopped since somebody keeps changing it.
        BREAKER_OPEN("breaker-open", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// A trusted principal's change had been undone before it was known.
        TRUSTED_CHANGE_UNDONE(
                "trusted-change-undone", Rule.PROFILE_GUARD, Severity.WARNING, Span.ONCE),
        /// A guarded profile differs from its baseline, and nothing tells who changed it.
        DRIFT_UNEXPLAINED(
                "drift-unexplained", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// A guarded profile, or the role in it, was taken away and had never been recorded.
        NOTHING_RECORDED(
                "nothing-recorded", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// A role that EC2 may assume had no profile; one was made.
        PROFILE_CREATED(
                "profile-created", Rule.PROFILE_PROVISIONER, Severity.INFO, Span.UNTIL_DONE),
        /// The profile of the role's name holds another role.
        PROFILE_NAME_TAKEN(
                "profile-name-taken",
                Rule.PROFILE_PROVISIONER,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// The profile of the role's name is somebody else's, and stays empty.
        PROFILE_LEFT_EMPTY(
                "profile-left-empty",
                Rule.PROFILE_PROVISIONER,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// The account has as many profiles as it may have.
        PROFILE_QUOTA_REACHED(
                "profile-quota-reached",
                Rule.PROFILE_PROVISIONER,
                Severity.CRITICAL,
                Span.UNTIL_RESOLVED),
        /// A profile of our own was in the way of its role's deletion and was taken away.
        PROFILE_RETIRED("profile-retired", Rule.PROFILE_PROVISIONER, Severity.WARNING, Span.ONCE),
        /// A role cannot be deleted since profiles hold it that are not ours to take away.
        ROLE_BLOCKED_BY_PROFILES(
                "role-blocked-by-profiles", Rule.PROFILE_PROVISIONER, Severity.WARNING, Span.ONCE),
        /// Required tags were not there; they were set.
        TAGS_ADDED("tags-added", Rule.TAG_ENFORCER, Severity.INFO, Span.UNTIL_DONE),
        /// Somebody removed required tags; they were set again.
        TAG_PUT_BACK("tag-put-back", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_DONE),
        /// Required tags are not there, and nothing gives their values.
        TAG_MISSING("tag-missing", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// Keys had another capitalization than the policy wants; it was corrected.
        TAG_CASE_CORRECTED("tag-case-corrected", Rule.TAG_ENFORCER, Severity.INFO, Span.UNTIL_DONE),
        /// Values that the policy does not allow were replaced.
        TAG_VALUE_REPLACED(
                "tag-value-replaced", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_DONE),
        /// The policy does not allow the values, and nothing gives others.
        TAG_VALUE_NOT_ALLOWED(
                "tag-value-not-allowed", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// The profile took tags from the role in it.
        TAGS_INHERITED("tags-inherited", Rule.TAG_ENFORCER, Severity.INFO, Span.UNTIL_DONE),
        /// The profile has values of its own for tags that profiles take from their role.
        INHERITED_TAG_DIFFERS(
                "inherited-tag-differs", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// There is no room for the tags that are wanted.
        TAGS_FULL("tags-full", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// Tags were no longer corrected since somebody keeps changing them.
        TAG_BREAKER_OPEN(
                "tag-breaker-open", Rule.TAG_ENFORCER, Severity.CRITICAL, Span.UNTIL_RESOLVED);

        private final String text;
        private final Rule rule;
        private final Severity severity;
        private final Span span;

        Kind(String text, Rule rule, Severity severity, Span span) {
            this.text = text;
            this.rule = rule;
            this.severity = severity;
            this.span = span;
        }

        /// Which rule finds it.
        public Rule rule() {
            return rule;
        }

        /// How much it matters.
        public Severity severity() {
            return severity;
        }

        /// How long it is so.
        public Span span() {
            return span;
        }

        /// As findings show it, such as `role-reverted`.
        public String text() {
            return text;
        }
    }

    /// The same, once it is known what was done.
    public Finding withDone(List<String> nowDone) {
        return new Finding(kind, subject, account, actor, cause, nowDone, todo, eventId);
    }

    /// The same, cut to what every sink takes. Tags, which people write, can make a text of any
    /// length.
    public Finding shortened() {
        return new Finding(
                kind,
                subject,
                account,
                cut(actor, MOST_LETTERS_OF_ONE),
                cut(cause, MOST_LETTERS_OF_CAUSE),
                shortened(done),
                shortened(todo),
                eventId);
    }

    private static List<String> shortened(List<String> texts) {
        return texts.stream()
                .limit(MOST_TEXTS)
                .map(text -> cut(text, MOST_LETTERS_OF_ONE))
                .toList();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "...";
    }

    /// The record as JSON values, in reading order.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", kind.rule().text());
        json.put("kind", kind.text());
        json.put("severity", kind.severity().text());
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
