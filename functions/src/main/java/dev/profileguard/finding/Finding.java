package dev.profileguard.finding;

import dev.profileguard.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A report for people: what happened, to which subject, by whom, what was done about it, and what
/// is left to do.
///
/// @param subject such as `instance-profile/prod-web`, or `account/210987654321`; of a fault, the
///   `rule`, `queue`, `table` or `region`
/// @param account twelve digits
/// @param actor who caused it, from the event
/// @param cause what happened
/// @param done the actions for it, done or not
/// @param todo the steps that are left to do, with commands; empty if there are none
/// @param eventId CloudTrail's event ID; the request ID for a manual invocation; the subject and
///   the day for events that are reported once a day
public record Finding(
        Kind kind,
        String subject,
        String account,
        String actor,
        String cause,
        List<String> done,
        List<String> todo,
        String eventId) {

    private static final int MAX_CAUSE_LENGTH = 4_000;
    private static final int MAX_TEXT_LENGTH = 2_000;
    private static final int MAX_TEXTS = 10;

    /// Takes copies.
    public Finding {
        done = List.copyOf(done);
        todo = List.copyOf(todo);
    }

    /// How serious it is.
    public enum Severity {
        /// Information only.
        INFO("info"),
        /// Somebody should check it.
        WARNING("warning"),
        /// Something is broken, or will break.
        CRITICAL("critical");

        private final String text;

        Severity(String text) {
            this.text = text;
        }

        /// The severity in findings, such as `warning`.
        public String text() {
            return text;
        }
    }

    /// How long a finding of a kind is open.
    public enum Span {
        /// Never: it reports a single occurrence.
        ONCE,
        /// Until the repair is done. If the repair succeeds at once, the finding is never open. If
        /// there is none, or it is not attempted or fails, the finding is open.
        UNTIL_DONE,
        /// Until the cause no longer exists.
        UNTIL_RESOLVED
    }

    /// The kinds of findings. Each belongs to one rule and has one severity and one span.
    public enum Kind {
        /// The profile contained another role, or none. The role of the baseline was restored.
        ROLE_REVERTED("role-reverted", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_DONE),
        /// The profile was deleted. It was created again, with a new ID.
        PROFILE_RESTORED(
                "profile-restored", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_DONE),
        /// Instances have the ID that the profile had before it was deleted. They were associated
        /// again, as far as that is possible.
        ASSOCIATION_OUTDATED(
                "association-outdated", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// Somebody deleted the profile and created it again, with a new ID.
        PROFILE_RECREATED("profile-recreated", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.ONCE),
        /// The role was deleted and created again, with a new ID.
        ROLE_RECREATED(
                "role-recreated", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// The role of the baseline no longer exists.
        ROLE_GONE("role-gone", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// The tag that guards the profile was removed. It was set again.
        GUARD_TAG_REVERTED(
                "guard-tag-reverted", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_DONE),
        /// The first baseline of the profile was recorded.
        BASELINE_RECORDED("baseline-recorded", Rule.PROFILE_GUARD, Severity.INFO, Span.ONCE),
        /// CloudTrail does not know the event that says that a trusted principal changed the
        /// profile.
        ADOPTION_UNPROVEN(
                "adoption-unproven", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// The baseline is a state that no trusted principal made. It lasts until it is settled.
        BASELINE_PROVISIONAL(
                "baseline-provisional", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// A change became the baseline: by a trusted principal, or during a release.
        CHANGE_ADOPTED("change-adopted", Rule.PROFILE_GUARD, Severity.INFO, Span.ONCE),
        /// A trusted principal made the profile unguarded.
        GUARD_ENDED("guard-ended", Rule.PROFILE_GUARD, Severity.WARNING, Span.ONCE),
        /// A change was not reverted, because the profile is released.
        CHANGED_UNDER_RELEASE(
                "changed-under-release", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// A release of the profile started or was ended.
        RELEASED("released", Rule.PROFILE_GUARD, Severity.WARNING, Span.ONCE),
        /// The tag that releases a profile was set, but not by a trusted principal, or with a value
        /// that is no duration.
        RELEASE_REFUSED("release-refused", Rule.PROFILE_GUARD, Severity.WARNING, Span.ONCE),
        /// Repairs of the profile were paused, because somebody keeps changing it.
        BREAKER_OPEN("breaker-open", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// The change of a trusted principal was reverted before its event arrived.
        TRUSTED_CHANGE_UNDONE(
                "trusted-change-undone", Rule.PROFILE_GUARD, Severity.WARNING, Span.ONCE),
        /// A guarded profile differs from its baseline, and no event shows who changed it.
        DRIFT_UNEXPLAINED(
                "drift-unexplained", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// The role of the baseline is kept out of the profile: an instance that began to use the
        /// profile while it stood wrong would get it.
        ROLE_WITHHELD("role-withheld", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// A guarded profile without a baseline was deleted, or lost its role.
        NOTHING_RECORDED(
                "nothing-recorded", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// Somebody guards the profile, but a service made it. ProfileGuard leaves it alone.
        GUARD_EXEMPT("guard-exempt", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// ProfileGuard's rule failed for the profile in a sweep.
        GUARD_FAILED("guard-failed", Rule.PROFILE_GUARD, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// ProfileGuard received an event of another account, and refused it.
        GUARD_FOREIGN_EVENT("guard-foreign-event", Rule.PROFILE_GUARD, Severity.WARNING, Span.ONCE),
        /// All functions only report, because somebody paused all writes.
        WRITES_PAUSED("writes-paused", Rule.PROFILE_GUARD, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// A record that ProfileGuard needs is in the table in a form that it does not write.
        GUARD_STATE_UNREADABLE(
                "guard-state-unreadable",
                Rule.PROFILE_GUARD,
                Severity.CRITICAL,
                Span.UNTIL_RESOLVED),
        /// A role that EC2 may assume had no profile. One was created.
        PROFILE_CREATED(
                "profile-created", Rule.PROFILE_PROVISIONER, Severity.INFO, Span.UNTIL_DONE),
        /// The profile with the role's name contains another role.
        PROFILE_NAME_TAKEN(
                "profile-name-taken",
                Rule.PROFILE_PROVISIONER,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// The profile with the role's name is empty, and ProfileProvisioner did not create it. It
        /// stays empty.
        PROFILE_LEFT_EMPTY(
                "profile-left-empty",
                Rule.PROFILE_PROVISIONER,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// ProfileProvisioner was interrupted between two steps, and the profile is empty.
        PROFILE_UNFINISHED(
                "profile-unfinished",
                Rule.PROFILE_PROVISIONER,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// The account has reached its quota of instance profiles.
        PROFILE_QUOTA_REACHED(
                "profile-quota-reached",
                Rule.PROFILE_PROVISIONER,
                Severity.CRITICAL,
                Span.UNTIL_RESOLVED),
        /// A profile that ProfileProvisioner created blocked the deletion of its role. It was
        /// deleted.
        PROFILE_RETIRED("profile-retired", Rule.PROFILE_PROVISIONER, Severity.WARNING, Span.ONCE),
        /// A role cannot be deleted, because profiles contain it that ProfileProvisioner did not
        /// create.
        ROLE_BLOCKED_BY_PROFILES(
                "role-blocked-by-profiles", Rule.PROFILE_PROVISIONER, Severity.WARNING, Span.ONCE),
        /// ProfileProvisioner's rule failed for the role in a sweep.
        PROVISION_FAILED(
                "provision-failed",
                Rule.PROFILE_PROVISIONER,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// ProfileProvisioner received an event of another account, and refused it.
        PROVISION_FOREIGN_EVENT(
                "provision-foreign-event", Rule.PROFILE_PROVISIONER, Severity.WARNING, Span.ONCE),
        /// A record that ProfileProvisioner needs is in the table in a form that it does not write.
        PROVISION_STATE_UNREADABLE(
                "provision-state-unreadable",
                Rule.PROFILE_PROVISIONER,
                Severity.CRITICAL,
                Span.UNTIL_RESOLVED),
        /// Required tags were missing. They were set.
        TAGS_ADDED("tags-added", Rule.TAG_ENFORCER, Severity.INFO, Span.UNTIL_DONE),
        /// Somebody removed required tags. They were set again.
        TAG_PUT_BACK("tag-put-back", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_DONE),
        /// Required tags are missing, and there is no value for them.
        TAG_MISSING("tag-missing", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// The case of keys differed from the policy. It was corrected.
        TAG_CASE_CORRECTED("tag-case-corrected", Rule.TAG_ENFORCER, Severity.INFO, Span.UNTIL_DONE),
        /// Values that the policy does not allow were replaced.
        TAG_VALUE_REPLACED(
                "tag-value-replaced", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_DONE),
        /// The policy does not allow the values, and there are no other values.
        TAG_VALUE_NOT_ALLOWED(
                "tag-value-not-allowed", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// The profile inherited tags from its role.
        TAGS_INHERITED("tags-inherited", Rule.TAG_ENFORCER, Severity.INFO, Span.UNTIL_DONE),
        /// The profile has its own values for tags that profiles inherit from their role.
        INHERITED_TAG_DIFFERS(
                "inherited-tag-differs", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// The required tags would exceed the number of tags that IAM allows.
        TAGS_FULL("tags-full", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// Corrections of tags were paused, because somebody keeps changing them.
        TAG_BREAKER_OPEN(
                "tag-breaker-open", Rule.TAG_ENFORCER, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// TagEnforcer's rule failed for the role or profile in a sweep.
        TAGS_FAILED("tags-failed", Rule.TAG_ENFORCER, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// TagEnforcer received an event of another account, and refused it.
        TAGS_FOREIGN_EVENT("tags-foreign-event", Rule.TAG_ENFORCER, Severity.WARNING, Span.ONCE),
        /// A record that TagEnforcer needs is in the table in a form that it does not write.
        TAGS_STATE_UNREADABLE(
                "tags-state-unreadable", Rule.TAG_ENFORCER, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// EC2 cannot assume the node role of a cluster.
        NODE_TRUST_WRONG(
                "node-trust-wrong", Rule.NODE_ROLE_CHECK, Severity.CRITICAL, Span.UNTIL_DONE),
        /// A node role does not allow what nodes need to join a cluster.
        NODE_POLICY_MISSING(
                "node-policy-missing", Rule.NODE_ROLE_CHECK, Severity.CRITICAL, Span.UNTIL_DONE),
        /// A node role does not allow nodes to pull images.
        NODE_REGISTRY_ACCESS_MISSING(
                "node-registry-access-missing",
                Rule.NODE_ROLE_CHECK,
                Severity.CRITICAL,
                Span.UNTIL_DONE),
        /// A deny or a permissions boundary takes away what nodes need.
        NODE_PERMISSION_DENIED(
                "node-permission-denied",
                Rule.NODE_ROLE_CHECK,
                Severity.CRITICAL,
                Span.UNTIL_RESOLVED),
        /// A policy of a node role is no policy, so that it cannot be evaluated.
        NODE_POLICY_UNREADABLE(
                "node-policy-unreadable",
                Rule.NODE_ROLE_CHECK,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// The permissions of the CNI plugin are on the node role.
        NODE_CNI_ON_NODE_ROLE(
                "node-cni-on-node-role", Rule.NODE_ROLE_CHECK, Severity.INFO, Span.UNTIL_RESOLVED),
        /// A node role lets the CNI plugin assign IPv4 addresses in an IPv6 cluster, or the
        /// reverse.
        NODE_CNI_WRONG_FAMILY(
                "node-cni-wrong-family",
                Rule.NODE_ROLE_CHECK,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// Pods should get roles by Pod Identity, which the node role does not allow.
        NODE_POD_IDENTITY_MISSING(
                "node-pod-identity-missing",
                Rule.NODE_ROLE_CHECK,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// The access entry of a node role was made for an earlier role of the same name.
        NODE_ACCESS_ENTRY_OUTDATED(
                "node-access-entry-outdated",
                Rule.NODE_ROLE_CHECK,
                Severity.CRITICAL,
                Span.UNTIL_RESOLVED),
        /// A node role allows far more than nodes need.
        NODE_ROLE_TOO_BROAD(
                "node-role-too-broad", Rule.NODE_ROLE_CHECK, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// A node role is also a cluster's role or a pod execution role.
        NODE_ROLE_SHARED(
                "node-role-shared", Rule.NODE_ROLE_CHECK, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// The role of a managed node group has a path.
        NODE_ROLE_HAS_PATH(
                "node-role-has-path", Rule.NODE_ROLE_CHECK, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// No instance profile contains a node role.
        NODE_PROFILE_MISSING(
                "node-profile-missing",
                Rule.NODE_ROLE_CHECK,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// Repairs of a node role were paused, because somebody keeps changing it.
        NODE_BREAKER_OPEN(
                "node-breaker-open", Rule.NODE_ROLE_CHECK, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// EC2 cannot assume the role in a profile.
        PROFILE_USELESS(
                "profile-useless", Rule.NODE_ROLE_CHECK, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// NodeRoleCheck's rule failed for the role or profile in a sweep.
        NODE_ROLE_FAILED(
                "node-role-failed", Rule.NODE_ROLE_CHECK, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// NodeRoleCheck received an event of another account, and refused it.
        NODE_ROLE_FOREIGN_EVENT(
                "node-role-foreign-event", Rule.NODE_ROLE_CHECK, Severity.WARNING, Span.ONCE),
        /// A record of repairs is in the table in a form that NodeRoleCheck does not write.
        NODE_ROLE_STATE_UNREADABLE(
                "node-role-state-unreadable",
                Rule.NODE_ROLE_CHECK,
                Severity.CRITICAL,
                Span.UNTIL_RESOLVED),
        /// Something could not be launched or created: its instance profile or node role is missing
        /// or wrong.
        LAUNCH_FAILED("launch-failed", Rule.FAILURE_ADVISOR, Severity.WARNING, Span.ONCE),
        /// The profile of an instance could not be associated, replaced or removed.
        ASSOCIATION_FAILED("association-failed", Rule.FAILURE_ADVISOR, Severity.WARNING, Span.ONCE),
        /// A role or profile could not be deleted: something still belongs to it.
        DELETE_BLOCKED("delete-blocked", Rule.FAILURE_ADVISOR, Severity.WARNING, Span.ONCE),
        /// The caller has no permission for a call about roles or profiles.
        ACCESS_DENIED("access-denied", Rule.FAILURE_ADVISOR, Severity.WARNING, Span.ONCE),
        /// A name is taken, or a profile contains a role already.
        ALREADY_EXISTS("already-exists", Rule.FAILURE_ADVISOR, Severity.INFO, Span.ONCE),
        /// A session was asked to last longer than it may.
        SESSION_TOO_LONG("session-too-long", Rule.FAILURE_ADVISOR, Severity.WARNING, Span.ONCE),
        /// A call about roles or profiles failed for another reason.
        CALL_FAILED("call-failed", Rule.FAILURE_ADVISOR, Severity.INFO, Span.ONCE),
        /// FailureAdvisor could not explain a call.
        ADVICE_FAILED("advice-failed", Rule.FAILURE_ADVISOR, Severity.WARNING, Span.ONCE),
        /// FailureAdvisor received an event of another account, and refused it.
        ADVICE_FOREIGN_EVENT(
                "advice-foreign-event", Rule.FAILURE_ADVISOR, Severity.WARNING, Span.ONCE),
        /// A record of failures is in the table in a form that FailureAdvisor does not write.
        ADVICE_STATE_UNREADABLE(
                "advice-state-unreadable", Rule.FAILURE_ADVISOR, Severity.WARNING, Span.ONCE),
        /// A profile is being replaced by a new one, and not all steps are done.
        ROTATION_UNFINISHED(
                "rotation-unfinished",
                Rule.PROFILE_ROTATION,
                Severity.WARNING,
                Span.UNTIL_RESOLVED),
        /// ProfileRotation's rule failed in a sweep.
        ROTATION_FAILED(
                "rotation-failed", Rule.PROFILE_ROTATION, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// ProfileRotation received an event of another account, and refused it.
        ROTATION_FOREIGN_EVENT(
                "rotation-foreign-event", Rule.PROFILE_ROTATION, Severity.WARNING, Span.ONCE),
        /// A record of a rotation is in the table in a form that ProfileRotation does not write.
        ROTATION_STATE_UNREADABLE(
                "rotation-state-unreadable",
                Rule.PROFILE_ROTATION,
                Severity.CRITICAL,
                Span.UNTIL_RESOLVED),
        /// A sweep of the whole account could not evaluate or repair some roles or profiles.
        SWEEP_FAILED("sweep-failed", Rule.BACKFILL, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// Something keeps events from the functions, or a check for that failed.
        DELIVERY_FAULT("delivery-fault", Rule.BACKFILL, Severity.WARNING, Span.UNTIL_RESOLVED),
        /// A function does not answer, cannot read its settings, or lacks a permission.
        FUNCTION_UNAVAILABLE(
                "function-unavailable", Rule.CANARY, Severity.CRITICAL, Span.UNTIL_RESOLVED),
        /// ProfileGuard did not repair the canary's profile.
        CANARY_UNREPAIRED("canary-unrepaired", Rule.CANARY, Severity.CRITICAL, Span.UNTIL_RESOLVED);

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

        /// The kind for a rule that fails for a role or profile in a sweep.
        public static Kind ofFailure(Rule rule) {
            return switch (rule) {
                case PROFILE_GUARD -> GUARD_FAILED;
                case PROFILE_PROVISIONER -> PROVISION_FAILED;
                case TAG_ENFORCER -> TAGS_FAILED;
                case NODE_ROLE_CHECK -> NODE_ROLE_FAILED;
                case FAILURE_ADVISOR -> ADVICE_FAILED;
                case PROFILE_ROTATION -> ROTATION_FAILED;
                case BACKFILL -> SWEEP_FAILED;
                case CANARY -> throw none(rule);
            };
        }

        /// The kind for an event of another account that the rule's function refuses.
        public static Kind ofForeignEvent(Rule rule) {
            return switch (rule) {
                case PROFILE_GUARD -> GUARD_FOREIGN_EVENT;
                case PROFILE_PROVISIONER -> PROVISION_FOREIGN_EVENT;
                case TAG_ENFORCER -> TAGS_FOREIGN_EVENT;
                case NODE_ROLE_CHECK -> NODE_ROLE_FOREIGN_EVENT;
                case FAILURE_ADVISOR -> ADVICE_FOREIGN_EVENT;
                case PROFILE_ROTATION -> ROTATION_FOREIGN_EVENT;
                case BACKFILL -> throw new IllegalArgumentException("Backfill takes no events");
                case CANARY -> throw none(rule);
            };
        }

        /// The kind for a stored record that the rule refuses.
        public static Kind ofUnreadableState(Rule rule) {
            return switch (rule) {
                case PROFILE_GUARD -> GUARD_STATE_UNREADABLE;
                case PROFILE_PROVISIONER -> PROVISION_STATE_UNREADABLE;
                case TAG_ENFORCER -> TAGS_STATE_UNREADABLE;
                case NODE_ROLE_CHECK -> NODE_ROLE_STATE_UNREADABLE;
                case FAILURE_ADVISOR -> ADVICE_STATE_UNREADABLE;
                case PROFILE_ROTATION -> ROTATION_STATE_UNREADABLE;
                case BACKFILL ->
                        throw new IllegalArgumentException(
                                "Backfill reads records for other rules only");
                case CANARY -> throw none(rule);
            };
        }

        /// The canary takes no part in sweeps, ignores events of other accounts, and stores
        /// nothing.
        private static IllegalArgumentException none(Rule rule) {
            return new IllegalArgumentException(rule.text() + " has no such finding");
        }

        /// The rule that reports this kind.
        public Rule rule() {
            return rule;
        }

        /// Whether something is broken, or will break.
        public boolean isCritical() {
            return severity == Severity.CRITICAL;
        }

        /// How serious it is.
        public Severity severity() {
            return severity;
        }

        /// How long a finding of this kind is open.
        public Span span() {
            return span;
        }

        /// The kind in findings, such as `role-reverted`.
        public String text() {
            return text;
        }
    }

    /// A copy that names another actor, for what the caller in the cause did not do.
    public Finding by(String other) {
        return new Finding(kind, subject, account, other, cause, done, todo, eventId);
    }

    /// A copy whose cause has one more sentence.
    public Finding adding(String sentence) {
        return new Finding(
                kind, subject, account, actor, cause + ". " + sentence, done, todo, eventId);
    }

    /// A copy with the actions that were done.
    public Finding withDone(List<String> nowDone) {
        return new Finding(kind, subject, account, actor, cause, nowDone, todo, eventId);
    }

    /// Copies with the actions that were done, where a finding does not name any itself.
    public static List<Finding> withDone(List<Finding> findings, List<String> nowDone) {
        return findings.stream()
                .map(each -> each.done.isEmpty() ? each.withDone(nowDone) : each)
                .toList();
    }

    /// A copy with texts cut to lengths that every sink accepts. Tags can make a text very long.
    public Finding shortened() {
        return new Finding(
                kind,
                subject,
                account,
                VisibleText.cut(actor, MAX_TEXT_LENGTH),
                VisibleText.cut(cause, MAX_CAUSE_LENGTH),
                shortened(done),
                shortened(todo),
                eventId);
    }

    private static List<String> shortened(List<String> texts) {
        return texts.stream()
                .limit(MAX_TEXTS)
                .map(text -> VisibleText.cut(text, MAX_TEXT_LENGTH))
                .toList();
    }

    /// The finding as JSON, in reading order.
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
