package dev.profileguard.tag;

import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.TagRecord;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagEnforcement;
import dev.profileguard.tag.rule.TagFault;
import dev.profileguard.tag.rule.ValueSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// A role whose tags must comply with the rules, and the profiles that inherit tags from it.
///
/// Role tags are principal tags: a policy can grant rights by them (ABAC). So a role gets no values
/// from its profiles, unless the setting says so: else whoever may tag a profile could grant
/// rights.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction_attribute-based-access-control.html
///
/// The role is written last. If an attempt is interrupted before that, the role is unchanged, and
/// the next attempt handles its profiles again.
record RoleTagTask(TagChange change, RoleName name, TagContext context) implements TagTask {
    /// The maximum number of profiles that are read for lost tags: a role can be in any number of
    /// profiles.
    private static final int MOST_PROFILES = 10;

    @Override
    public Step begin(Attempt attempt) {
        return Step.need(
                new Read.OfRole(name),
                found ->
                        steps().unlessTooEarly(
                                        found == null ? null : found.tags(),
                                        () -> found == null ? steps().gone() : evaluate(found)));
    }

    private Step evaluate(RoleDetail found) {
        if (Exemptions.isServiceOwned(found.role())) {
            return steps().ownedByService();
        }
        List<String> missing =
                context.settings().roleTagsFromProfiles()
                        ? context.rules().missing(TaggedType.ROLE, found.tags())
                        : List.of();
        return missing.isEmpty() || change.edit() instanceof TagEdit.Created
                ? evaluate(found, List.of())
                : profiles(
                        found,
                        names ->
                                readProfiles(
                                        names.subList(0, Math.min(MOST_PROFILES, names.size())),
                                        missing,
                                        List.of(),
                                        siblings -> evaluate(found, siblings)));
    }

    /// Reads the profiles with the role, one after the other, until they contain all tags that the
    /// role lost.
    ///
    /// @param missing the tags that no profile read so far has
    /// @param known the tags of the profiles read so far
    private static Step readProfiles(
            List<ProfileName> profiles,
            List<String> missing,
            List<ValueSource> known,
            Function<List<ValueSource>, Step> then) {
        if (profiles.isEmpty() || missing.isEmpty()) {
            return then.apply(known);
        }
        List<ProfileName> rest = profiles.subList(1, profiles.size());
        return Step.need(
                new Read.OfProfile(profiles.getFirst()),
                sibling ->
                        sibling == null
                                ? readProfiles(rest, missing, known, then)
                                : readProfiles(
                                        rest,
                                        without(missing, sibling),
                                        with(known, sibling),
                                        then));
    }

    private static List<String> without(List<String> missing, InstanceProfile sibling) {
        return missing.stream().filter(key -> !sibling.tags().values().containsKey(key)).toList();
    }

    private static List<ValueSource> with(List<ValueSource> known, InstanceProfile sibling) {
        List<ValueSource> more = new ArrayList<>(known);
        more.add(new ValueSource("profile " + sibling.name(), sibling.tags()));
        return more;
    }

    /// Reads the names of the profiles with the role. The profile with the role's name is first,
    /// because its tags are the best source.
    private static Step profiles(RoleDetail role, Function<List<ProfileName>, Step> then) {
        return Step.need(
                new Read.OfProfilesWith(role.name()),
                holders ->
                        then.apply(
                                holders.stream()
                                        .map(InstanceProfile::name)
                                        .sorted(
                                                Comparator.comparing(each ->
                                                        !each.key().equals(role.name().key())))
                                        .toList()));
    }

    private Step evaluate(RoleDetail found, List<ValueSource> siblings) {
        List<TagFault> faults =
                context.rules().ofRole(found.tags(), siblings, change.facts(found.name()));
        return TagEnforcement.isRemembered(change, faults)
                ? steps().remembered(record -> decide(found, faults, record))
                : decide(found, faults, TagRecord.none(change.subject().key()));
    }

    private Step decide(RoleDetail found, List<TagFault> faults, TagRecord record) {
        return Step.need(
                Read.OfTime.NOW,
                now ->
                        steps().explained(
                                        found.name().value(),
                                        faults,
                                        context.settings().own(),
                                        causes -> {
                                            TagEnforcement.Decided decided =
                                                    context.enforcement()
                                                            .role(
                                                                    causes, found, faults, record,
                                                                    now);
                                            return afterProfiles(
                                                    found, steps().plan(decided, record));
                                        }));
    }

    /// The plan, after the tasks for the profiles that inherit tags from the role.
    private Step afterProfiles(RoleDetail found, Plan plan) {
        if (!context.enforcement().concernsProfiles(change, plan.actions())) {
            return plan;
        }
        RoleDetail after = found.tagged(found.tags().after(plan.actions()));
        return profiles(
                found,
                names -> plan.after(names.stream().map(each -> following(each, after)).toList()));
    }

    private Task following(ProfileName profile, RoleDetail after) {
        return new ProfileTagTask(change.following(profile), profile, after, context);
    }
}
