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
import dev.profileguard.tag.rule.TagCauses;
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

/// An instance profile whose tags must comply with the rules. Its role, its baseline and its record
/// are read only if they matter.
///
/// @param known the role in the profile with its planned tags, if it was already read; null: not
///   read
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
                                        () -> found == null ? steps().gone() : evaluate(found)));
    }

    private Step evaluate(InstanceProfile found) {
        if (Exemptions.isServiceOwned(found)) {
            return steps().ownedByService();
        }
        return Step.need(
                Read.OfTime.NOW,
                now ->
                        context.enforcement().isRoleNotShownYet(change, found, now)
                                ? steps().tooEarly()
                                : evaluate(found, now));
    }

    private Step evaluate(InstanceProfile found, Instant now) {
        PlaceholderValues facts = change.facts(found, context.settings().own());
        return role(found, facts, role -> evaluate(new Seen(found, role, facts, now)));
    }

    private Step evaluate(Seen seen) {
        return baseline(seen.found().tags(), seen.source(), others -> evaluate(seen, others));
    }

    private Step evaluate(Seen seen, List<ValueSource> others) {
        RoleDetail role = seen.role();
        Tags tags = seen.found().tags();
        boolean differs = role != null && context.rules().differ(tags, role.tags());
        if (differs) {
            return steps().remembered(record -> plan(seen, faults(seen, others, record), record));
        }
        TagRecord none = TagRecord.none(change.subject().key());
        List<TagFault> faults = faults(seen, others, none);
        return TagEnforcement.isRemembered(change, faults)
                ? steps().remembered(record -> plan(seen, faults, record))
                : plan(seen, faults, none);
    }

    private Step plan(Seen seen, List<TagFault> faults, TagRecord record) {
        return steps().explained(
                        seen.found().name().value(),
                        faults,
                        context.settings().own(),
                        causes -> plan(seen, faults, record, causes));
    }

    private Plan plan(Seen seen, List<TagFault> faults, TagRecord record, TagCauses causes) {
        TagEnforcement.Decided decided =
                context.enforcement()
                        .profile(causes, seen.found(), seen.role(), faults, record, seen.now());
        return steps().plan(decided, record);
    }

    /// What was read so far.
    ///
    /// @param role the role in the profile; null: none, or it does not matter
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

    /// Reads the role if the profile inherits tags from it, or if the profile's tags have a fault.
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
                !rules.inherited().keys().isEmpty()
                        || rules.hasFaultsBeforeRole(found.tags(), facts);
        return matters ? Step.need(new Read.OfRole(held.name()), then) : then.apply(null);
    }

    /// Reads ProfileGuard's baseline if the profile lost a required tag that its role does not
    /// have. A new profile cannot have lost a tag.
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
