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
import dev.profileguard.state.ProvenanceTags;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rule of TagEnforcer: roles and profiles must have the tags that [TagRules] require, with the
/// required capitalization and allowed values.
public record TagEnforcement(TagRules rules, Breaker breaker) {
    /// The decision about one role or profile.
    ///
    /// @param next the record to be stored before the writes
    public record Decided(Plan plan, TagRecord next) {}

    /// Whether IAM may not show a recent change yet. For a requested check, or a profile whose role
    /// changed, it is assumed to show the current state.
    public boolean mayBeHidden(TagChange change, Instant now) {
        return EventualConsistency.mayHide(change.call().time(), now)
                && !(change.edit() instanceof TagEdit.Asked)
                && !(change.edit() instanceof TagEdit.RoleChanged);
    }

    /// The keys of a recent change that IAM does not show: the change is not visible yet, or
    /// TagEnforcer wrote these keys after it.
    public List<String> notShown(TagChange change, Tags found, Instant now) {
        if (!mayBeHidden(change, now)) {
            return List.of();
        }
        TaggedType type = change.subject().type();
        List<String> matter =
                change.edit().keys().stream().filter(key -> rules.covers(type, key)).toList();
        return change.edit().notShown(type, found, matter);
    }

    /// Whether IAM does not show a recently added role yet, and the profile's tags depend on its
    /// role. ProfileProvisioner adds the role right after it creates a profile.
    public boolean isRoleNotShownYet(TagChange change, InstanceProfile found, Instant now) {
        boolean depends =
                !rules.inherited().keys().isEmpty()
                        || !rules.missing(TaggedType.INSTANCE_PROFILE, found.tags()).isEmpty();
        return depends
                && waitsForRole(change.edit(), found)
                && EventualConsistency.mayHide(change.call().time(), now);
    }

    private static boolean waitsForRole(TagEdit edit, InstanceProfile found) {
        return switch (edit) {
            case TagEdit.RoleAdded(RoleName role) -> !found.holds(role);
            case TagEdit.Created created -> found.role() == null && ProvenanceTags.isOurs(found);
            case TagEdit.Tagged tagged -> false;
            case TagEdit.Untagged untagged -> false;
            case TagEdit.RoleChanged changed -> false;
            case TagEdit.Found seen -> false;
            case TagEdit.Asked asked -> false;
        };
    }

    /// Whether the corrections of these faults must be recorded. Tags for a new role or profile are
    /// not recorded, because nobody can have reverted them, except tags that will follow the role.
    public static boolean isRemembered(TagChange change, List<TagFault> faults) {
        boolean creation = change.edit() instanceof TagEdit.Created;
        return faults.stream()
                .anyMatch(fault ->
                        fault.isRepairable()
                                && !(creation
                                        && fault instanceof TagFault.Missing(var key, var newTag)
                                        && (newTag == null || !newTag.followsRole())));
    }

    /// Decides about a role.
    public Decided role(
            TagCauses causes,
            RoleDetail found,
            List<TagFault> faults,
            TagRecord record,
            Instant now) {
        TagWrites writes = TagWrites.of(TaggedType.ROLE, found.tags(), faults);
        TagFindings findings = new TagFindings(causes, found.name().value(), "");
        return decide(findings, faults, writes, writes.on(found.name()), record, now);
    }

    /// Decides about a profile.
    ///
    /// @param role the role in the profile; null: none
    public Decided profile(
            TagCauses causes,
            InstanceProfile found,
            @Nullable RoleDetail role,
            List<TagFault> faults,
            TagRecord record,
            Instant now) {
        TagWrites writes = TagWrites.of(TaggedType.INSTANCE_PROFILE, found.tags(), faults);
        TagComparison sides = new TagComparison(rules, found, role);
        TagFindings findings = new TagFindings(causes, found.name().value(), sides.text());
        return decide(findings, faults, writes, writes.on(found.name()), record, now);
    }

    private Decided decide(
            TagFindings findings,
            List<TagFault> faults,
            TagWrites writes,
            List<Action> actions,
            TagRecord record,
            Instant now) {
        TagChange change = findings.causes().occasion();
        String subject = change.subject().subject();
        if (faults.isEmpty()) {
            String why = "The tags of %s comply with the rules".formatted(subject);
            return new Decided(Plan.leave(TagDecision.COMPLIANT, why), record);
        }
        if (actions.isEmpty()) {
            String why = "The tags of %s do not comply with the rules".formatted(subject);
            return new Decided(
                    new Plan(TagDecision.CANNOT_TAG, why, actions, findings.about(faults, writes)),
                    record);
        }
        if (breaker.isOpen(record.repairs(), now)) {
            String why =
                    "%d corrections within %d minutes: somebody keeps changing the tags"
                            .formatted(breaker.reverts(), breaker.window().toMinutes());
            Finding finding = findings.breakerOpen(faults.getFirst(), record, breaker, now);
            return new Decided(Plan.leave(Decision.Common.BREAKER_OPEN, why, finding), record);
        }
        String why = "The tags of %s did not comply with the rules".formatted(subject);
        return new Decided(
                new Plan(TagDecision.TAGGED, why, actions, findings.about(faults, writes)),
                remembered(findings.causes(), writes, record, now));
    }

    private static TagRecord remembered(
            TagCauses causes, TagWrites writes, TagRecord record, Instant now) {
        TagChange change = causes.occasion();
        TagRecord next = record;
        for (TagFault fault : writes.repaired()) {
            NewTag newTag = fault.newTag();
            if (newTag != null && newTag.followsRole()) {
                next = next.withInherited(fault.key(), newTag.value(), found(fault));
            }
        }
        if (!isRemembered(change, writes.repaired())) {
            return next;
        }
        List<String> keys = writes.repaired().stream().map(TagFault::key).toList();
        String undone =
                writes.repaired().stream()
                        .map(fault -> causes.of(fault).described())
                        .distinct()
                        .collect(Collectors.joining("; "));
        return next.with(new Repair(now, change.call().eventId(), undone), keys);
    }

    private static @Nullable String found(TagFault fault) {
        return switch (fault) {
            case TagFault.Missing missing -> null;
            case TagFault.Misspelled misspelled -> null;
            case TagFault.NotAllowed notAllowed -> notAllowed.value();
            case TagFault.NotInherited notInherited -> notInherited.found();
            case TagFault.OwnValue own -> own.found();
        };
    }

    /// Whether the profiles of a role must be evaluated too: the change or a planned action affects
    /// a key that they inherit.
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
