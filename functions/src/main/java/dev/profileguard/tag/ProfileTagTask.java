package dev.profileguard.tag;

import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.ServiceOwned;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.TagRecord;
import dev.profileguard.tag.policy.PlaceholderValues;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagEnforcement;
import dev.profileguard.tag.rule.TagEnforcement.Decided;
import dev.profileguard.tag.rule.TagFault;
import dev.profileguard.tag.rule.TagRules;
import dev.profileguard.tag.rule.ValueSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An instance profile whose tags are to be as the rules want them. Its role, its baseline and its
/// record are read only where they matter.
///
/// @param known the role that it holds, if somebody has read it already, with the tags that it is
///   about to have; null: nobody has
/// @param seen where somebody may have looked at the profile just now; null: nobody has
record ProfileTagTask(
        TagChange change,
        ProfileName name,
        @Nullable RoleDetail known,
        @Nullable RoleProfiles seen,
        TagContext tagging)
        implements TagTask {

    @Override
    public List<Outcome> followers() {
        return List.of();
    }

    @Override
    public Outcome attempt(Progress progress) {
        InstanceProfile just = seen == null ? null : seen.take(name);
        InstanceProfile found = just == null ? tagging.reader().profile(name) : just;
        tagging.refuseTooEarly(change, found == null ? null : found.tags());
        if (found == null) {
            return TagContext.gone(change, progress);
        }
        if (ServiceOwned.byLooks(found)) {
            return TagContext.notOurs(change, progress);
        }
        if (tagging.enforcement().isRoleNotShownYet(change, found, tagging.now())) {
            throw new ChangedMeanwhileException(
                    "IAM does not show yet that %s".formatted(change.described()));
        }
        return judge(found, progress);
    }

    private Outcome judge(InstanceProfile found, Progress progress) {
        TagRules rules = tagging.rules();
        Role held = found.role();
        PlaceholderValues facts = change.facts(found, tagging.settings().own());
        RoleDetail role = held == null ? null : role(held.name(), found, facts);
        ValueSource source =
                role == null ? null : new ValueSource("role " + role.name(), role.tags());
        List<ValueSource> others = baseline(found.tags(), source);
        boolean carriedBefore = role != null && rules.differ(found.tags(), role.tags());
        TagRecord record = carriedBefore ? tagging.load(change) : none();
        List<TagFault> faults = rules.ofProfile(found.tags(), source, others, record, facts);
        if (!carriedBefore && TagEnforcement.isRemembered(change, faults)) {
            record = tagging.load(change);
        }
        Decided decided =
                tagging.enforcement().profile(change, found, role, faults, record, tagging.now());
        return tagging.carryOut(decided, record, progress);
    }

    private TagRecord none() {
        return TagRecord.none(change.subject().key());
    }

    /// The role, where the profile takes tags from it, or something is to be told of the profile.
    private @Nullable RoleDetail role(
            RoleName held, InstanceProfile found, PlaceholderValues facts) {
        if (known != null && known.name().equals(held)) {
            return known;
        }
        TagRules rules = tagging.rules();
        boolean matters =
                !rules.inherited().keys().isEmpty() || rules.suspects(found.tags(), facts);
        return matters ? tagging.reader().role(held) : null;
    }

    /// What ProfileGuard recorded, where a required tag is lost and the role does not have it. A
    /// new profile has lost none.
    private List<ValueSource> baseline(Tags found, @Nullable ValueSource role) {
        List<String> missing = tagging.rules().missing(TaggedType.INSTANCE_PROFILE, found);
        boolean roleHasThem =
                role != null
                        && tagging
                                .rules()
                                .missing(TaggedType.INSTANCE_PROFILE, role.tags())
                                .stream()
                                .noneMatch(missing::contains);
        if (missing.isEmpty() || roleHasThem || change.edit() instanceof TagEdit.Created) {
            return List.of();
        }
        Baseline baseline = tagging.baselines().load(name).baseline();
        return baseline == null
                ? List.of()
                : List.of(new ValueSource("the recorded baseline", baseline.tags()));
    }
}
