package dev.profileguard.tag;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.state.TagRecord;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagEnforcement;
import dev.profileguard.tag.rule.TagEnforcement.Decided;
import dev.profileguard.tag.rule.TagFault;
import dev.profileguard.tag.rule.ValueSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A role whose tags are to be as the rules want them, and the profiles that take tags from it.
///
/// The role is written last: whatever stops this before, the next try finds the role as it was and
/// comes to its profiles again.
///
/// @param told what became of the profiles, by subject
record RoleTagTask(TagChange change, RoleName name, TagContext tagging, Map<String, Outcome> told)
        implements TagTask {
    /// A role may be in any number of profiles; one of the first knows what was there.
    private static final int MOST_SIBLINGS = 10;

    RoleTagTask(TagChange change, RoleName name, TagContext tagging) {
        this(change, name, tagging, new LinkedHashMap<>());
    }

    @Override
    public List<Outcome> followers() {
        return List.copyOf(told.values());
    }

    @Override
    public Outcome attempt(Progress progress) {
        RoleDetail found = tagging.reader().role(name);
        tagging.refuseTooEarly(change, found == null ? null : found.tags());
        if (found == null) {
            return TagContext.gone(change, progress);
        }
        if (found.role().belongsToAws()) {
            return TagContext.notOurs(change, progress);
        }
        RoleProfiles profiles = new RoleProfiles(found.name(), tagging.reader());
        List<ValueSource> siblings = siblings(found.tags(), profiles);
        List<TagFault> faults =
                tagging.rules().ofRole(found.tags(), siblings, change.facts(found.name()));
        TagRecord record =
                TagEnforcement.isRemembered(change, faults)
                        ? tagging.load(change)
                        : TagRecord.none(change.subject().key());
        Decided decided = tagging.enforcement().role(change, found, faults, record, tagging.now());
        followUp(found, decided.plan().actions(), profiles, progress.announcing());
        return tagging.carryOut(decided, record, progress);
    }

    /// The profiles that the role is in, where one of them is asked for a tag that the role has
    /// lost. A new role has lost none.
    private List<ValueSource> siblings(Tags found, RoleProfiles profiles) {
        List<String> missing = new ArrayList<>(tagging.rules().missing(TaggedType.ROLE, found));
        if (missing.isEmpty() || change.edit() instanceof TagEdit.Created) {
            return List.of();
        }
        List<ValueSource> siblings = new ArrayList<>();
        for (ProfileName holder : profiles.names().stream().limit(MOST_SIBLINGS).toList()) {
            InstanceProfile sibling = missing.isEmpty() ? null : profiles.look(holder);
            if (sibling != null) {
                siblings.add(new ValueSource("profile " + sibling.name(), sibling.tags()));
                missing.removeIf(sibling.tags().values()::containsKey);
            }
        }
        return siblings;
    }

    /// One profile that fails does not keep the others from following, yet the role has to wait.
    private void followUp(
            RoleDetail found, List<Action> actions, RoleProfiles profiles, IntentLog announcing) {
        if (!tagging.enforcement().concernsProfiles(change, actions)) {
            return;
        }
        RoleDetail after = found.tagged(TagEnforcement.after(found.tags(), actions));
        RuntimeException failure = null;
        for (ProfileName holder : profiles.names()) {
            ProfileTagTask task = tagging.following(change, holder, after, profiles);
            try {
                tagging.reconciler().reconcile(task, announcing, this::tell);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// What was done is not forgotten when a later try finds nothing to do.
    private void tell(Outcome outcome) {
        told.merge(
                String.valueOf(outcome.subject()),
                outcome,
                (before, now) -> now.findings().isEmpty() ? before : now);
    }
}
