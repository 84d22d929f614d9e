package dev.profileguard.tag;

import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.TagRecord;
import dev.profileguard.tag.policy.PlaceholderValues;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagEnforcement;
import dev.profileguard.tag.rule.TagFault;
import dev.profileguard.tag.rule.TagRules;
import dev.profileguard.tag.rule.ValueSource;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An instance profile whose tags are to be as the rules want them. Its role, its baseline and its
/// record are read only where they matter.
///
/// @param known the role that it holds, if somebody has read it already, with the tags that it is
///   about to have; null: nobody has
record ProfileTagTask(
        TagChange change, ProfileName name, @Nullable RoleDetail known, TagContext context)
        implements TagTask {
    @Override
    public Step begin(Attempt attempt) {
        return Step.need(
                new Read.OfProfile(name),
                found ->
                        steps().unlessTooEarly(
                                        found == null ? null : found.tags(),
                                        () -> found == null ? steps().gone() : look(found)));
    }

    private Step look(InstanceProfile found) {
        if (Exemptions.isServiceOwned(found)) {
            return steps().notOurs();
        }
        return Step.need(
                Read.OfTime.NOW,
                now ->
                        context.enforcement().isRoleNotShownYet(change, found, now)
                                ? steps().tooEarly()
                                : judge(found, now));
    }

    private Step judge(InstanceProfile found, Instant now) {
        PlaceholderValues facts = change.facts(found, context.settings().own());
        return role(found, facts, role -> judge(new Seen(found, role, facts, now)));
    }

    private Step judge(Seen seen) {
        return baseline(seen.found().tags(), seen.source(), others -> judge(seen, others));
    }

    private Step judge(Seen seen, List<ValueSource> others) {
        RoleDetail role = seen.role();
        Tags tags = seen.found().tags();
        boolean carriedBefore = role != null && context.rules().differ(tags, role.tags());
        if (carriedBefore) {
            return steps().remembered(record -> plan(seen, faults(seen, others, record), record));
        }
        TagRecord none = TagRecord.none(change.subject().key());
        List<TagFault> faults = faults(seen, others, none);
        return TagEnforcement.isRemembered(change, faults)
                ? steps().remembered(record -> plan(seen, faults, record))
                : plan(seen, faults, none);
    }

    private Plan plan(Seen seen, List<TagFault> faults, TagRecord record) {
        TagEnforcement.Decided decided =
                context.enforcement()
                        .profile(change, seen.found(), seen.role(), faults, record, seen.now());
        return steps().plan(decided, record);
    }

    /// What was read of the profile so far.
    ///
    /// @param role the one in it; null: none, or it does not matter
    private record Seen(
            InstanceProfile found,
            @Nullable RoleDetail role,
            PlaceholderValues facts,
            Instant now) {
        @Nullable ValueSource source() {
            return role == null ? null : new ValueSource("role " + role.name(), role.tags());
        }
    }

    private List<TagFault> faults(Seen seen, List<ValueSource> others, TagRecord record) {
        return context.rules()
                .ofProfile(seen.found().tags(), seen.source(), others, record, seen.facts());
    }

    /// The role, where the profile takes tags from it, or something is to be said of the profile.
    private Step role(
            InstanceProfile found,
            PlaceholderValues facts,
            Function<@Nullable RoleDetail, Step> then) {
        Role held = found.role();
        if (held == null) {
            return then.apply(null);
        }
        if (known != null && known.name().equals(held.name())) {
            return then.apply(known);
        }
        TagRules rules = context.rules();
        boolean matters =
                !rules.inherited().keys().isEmpty() || rules.suspects(found.tags(), facts);
        return matters ? Step.need(new Read.OfRole(held.name()), then) : then.apply(null);
    }

    /// What ProfileGuard recorded, where a required tag is lost and the role does not have it. A
    /// new profile has lost none.
    private Step baseline(
            Tags found, @Nullable ValueSource role, Function<List<ValueSource>, Step> then) {
        List<String> missing = context.rules().missing(TaggedType.INSTANCE_PROFILE, found);
        boolean roleHasThem =
                role != null
                        && context
                                .rules()
                                .missing(TaggedType.INSTANCE_PROFILE, role.tags())
                                .stream()
                                .noneMatch(missing::contains);
        if (missing.isEmpty() || roleHasThem || change.edit() instanceof TagEdit.Created) {
            return then.apply(List.of());
        }
        return Step.need(
                new Read.OfGuardRecord(name), record -> then.apply(recorded(record.baseline())));
    }

    private static List<ValueSource> recorded(@Nullable Baseline baseline) {
        return baseline == null
                ? List.of()
                : List.of(new ValueSource("the recorded baseline", baseline.tags()));
    }
}
