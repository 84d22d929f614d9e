package dev.profileguard.tag.rule;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.state.Breaker;
import dev.profileguard.state.ProvenanceTags;
import dev.profileguard.state.Repair;
import dev.profileguard.state.TagRecord;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rule of TagEnforcer: roles and profiles have the tags that [TagRules] want, in the
/// capitalization and with the values that they allow.
public record TagEnforcement(TagRules rules, Breaker breaker) {
    /// What is to be done about one role or profile.
    ///
    /// @param next what is to be remembered before anything is written
    public record Decided(Plan plan, TagRecord next) {}

    /// Whether a fresh change of a role or profile that IAM does not show is to be waited for. A
    /// check on request, and a profile whose role changed, may just as well be gone.
    public boolean isWaitedFor(TagChange change, Instant now) {
        return EventualConsistency.mayHide(change.call().time(), now)
                && !(change.edit() instanceof TagEdit.Asked)
                && !(change.edit() instanceof TagEdit.RoleChanged);
    }

    /// The keys that a fresh change set or removed, and that do not look so: it is not to be seen
    /// yet, unless the record tells that we wrote them since.
    public List<String> unseen(TagChange change, Tags found, Instant now) {
        if (!isWaitedFor(change, now)) {
            return List.of();
        }
        TaggedType type = change.subject().type();
        List<String> matter =
                change.edit().keys().stream().filter(key -> rules.covers(type, key)).toList();
        return change.edit().unseen(type, found, matter);
    }

    /// Whether a fresh addition of a role is not to be seen yet, although the profile's tags depend
    /// on its role. A profile that ProfileProvisioner made gets its role at once.
    public boolean isRoleNotShownYet(TagChange change, InstanceProfile found, Instant now) {
        boolean depends =
                !rules.inherited().keys().isEmpty()
                        || !rules.missing(TaggedType.INSTANCE_PROFILE, found.tags()).isEmpty();
        return depends
                && awaitsRole(change.edit(), found)
                && EventualConsistency.mayHide(change.call().time(), now);
    }

    private static boolean awaitsRole(TagEdit edit, InstanceProfile found) {
        return switch (edit) {
            case TagEdit.RoleAdded(RoleName role) -> !found.holds(role);
            case TagEdit.Created created -> found.role() == null && ProvenanceTags.isOurs(found);
            case TagEdit.Tagged tagged -> false;
            case TagEdit.Untagged untagged -> false;
            case TagEdit.RoleChanged changed -> false;
            case TagEdit.Asked asked -> false;
        };
    }

    /// Whether what mends these faults has to be remembered: all but what a new role or profile is
    /// given at its creation, which nobody can fight over, unless it is to follow the role later.
    public static boolean isRemembered(TagChange change, List<TagFault> faults) {
        boolean creation = change.edit() instanceof TagEdit.Created;
        return faults.stream()
                .anyMatch(fault ->
                        fault.isMendable()
                                && !(creation
                                        && fault instanceof TagFault.Missing(var key, var put)
                                        && (put == null || !put.carried())));
    }

    /// What is to be done about a role.
    public Decided role(
            TagChange change,
            RoleDetail found,
            List<TagFault> faults,
            TagRecord record,
            Instant now) {
        TagWrites writes = TagWrites.of(TaggedType.ROLE, found.tags(), faults);
        TagFindings findings = new TagFindings(change, found.name().value(), "");
        return decide(findings, faults, writes, writes.on(found.name()), record, now);
    }

    /// What is to be done about a profile.
    ///
    /// @param role the one in it; null: none
    public Decided profile(
            TagChange change,
            InstanceProfile found,
            @Nullable RoleDetail role,
            List<TagFault> faults,
            TagRecord record,
            Instant now) {
        TagWrites writes = TagWrites.of(TaggedType.INSTANCE_PROFILE, found.tags(), faults);
        TagComparison sides = new TagComparison(rules, found, role);
        TagFindings findings = new TagFindings(change, found.name().value(), sides.text());
        return decide(findings, faults, writes, writes.on(found.name()), record, now);
    }

    private Decided decide(
            TagFindings findings,
            List<TagFault> faults,
            TagWrites writes,
            List<Action> actions,
            TagRecord record,
            Instant now) {
        String subject = findings.change().subject().subject();
        if (faults.isEmpty()) {
            String why = "The tags of %s are as the rules want them".formatted(subject);
            return new Decided(Plan.leave(TagDecision.COMPLIANT, why), record);
        }
        if (actions.isEmpty()) {
            String why = "The tags of %s are not as the rules want them".formatted(subject);
            return new Decided(
                    new Plan(TagDecision.CANNOT_TAG, why, actions, findings.about(faults, writes)),
                    record);
        }
        if (breaker.isOpen(record.repairs(), now)) {
            String why =
                    "%d corrections within %d minutes: somebody keeps changing the tags"
                            .formatted(breaker.reverts(), breaker.window().toMinutes());
            Finding finding = findings.breakerOpen(record, breaker, now);
            return new Decided(Plan.leave(Decision.Common.BREAKER_OPEN, why, finding), record);
        }
        String why = "The tags of %s were not as the rules want them".formatted(subject);
        return new Decided(
                new Plan(TagDecision.TAGGED, why, actions, findings.about(faults, writes)),
                remembered(findings.change(), writes, record, now));
    }

    private static TagRecord remembered(
            TagChange change, TagWrites writes, TagRecord record, Instant now) {
        TagRecord next = record;
        for (TagFault fault : writes.mended()) {
            NewTag put = fault.put();
            if (put != null && put.carried()) {
                next = next.withInherited(fault.key(), put.value(), found(fault));
            }
        }
        if (!isRemembered(change, writes.mended())) {
            return next;
        }
        List<String> keys = writes.mended().stream().map(TagFault::key).toList();
        return next.with(new Repair(now, change.call().eventId(), change.described()), keys);
    }

    private static @Nullable String found(TagFault fault) {
        return switch (fault) {
            case TagFault.Missing missing -> null;
            case TagFault.Misspelled misspelled -> null;
            case TagFault.NotAllowed notAllowed -> notAllowed.value();
            case TagFault.NotCarried notCarried -> notCarried.found();
            case TagFault.OwnValue own -> own.found();
        };
    }

    /// Whether something about a role concerns the profiles that it is in: the event is about a key
    /// that they inherit, or the role is going to get one.
    public boolean concernsProfiles(TagChange change, List<Action> actions) {
        boolean asked = change.edit() instanceof TagEdit.Asked;
        return !rules.inherited().keys().isEmpty()
                && (asked
                        || Stream.concat(change.edit().keys().stream(), keysOfRole(actions))
                                .anyMatch(rules::inherits));
    }

    private static Stream<String> keysOfRole(List<Action> actions) {
        return actions.stream()
                .filter(Action.TagRole.class::isInstance)
                .map(Action.TagRole.class::cast)
                .flatMap(action -> action.tags().values().keySet().stream());
    }
}
