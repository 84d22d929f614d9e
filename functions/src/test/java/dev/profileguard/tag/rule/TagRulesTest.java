package dev.profileguard.tag.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.TagRecord;
import dev.profileguard.tag.policy.InheritedTags;
import dev.profileguard.tag.policy.PlaceholderValues;
import dev.profileguard.tag.policy.TagDefaults;
import dev.profileguard.tag.policy.TagPolicy;
import dev.profileguard.tag.policy.TagRule;
import dev.profileguard.tag.policy.TagRule.AllowedValue;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagRulesTest {
    @Test
    void areEmptyWithoutAPolicyAndWithoutInheritance() {
        assertThat(rules().isEmpty()).isTrue();
        assertThat(rules(required("Owner")).isEmpty()).isFalse();
        assertThat(inheriting(rules(), "Owner").isEmpty()).isFalse();
    }

    @Test
    void concernProfilesIfThePolicyNamesTheirTypeOrIfTheyInherit() {
        assertThat(rules().concernProfiles()).isFalse();
        assertThat(rules(onRolesOnly("Owner")).concernProfiles()).isFalse();
        assertThat(rules(required("Owner")).concernProfiles()).isTrue();
        assertThat(inheriting(rules(onRolesOnly("Owner")), "Owner").concernProfiles()).isTrue();
    }

    @Test
    void coverTheKeysOfThePolicyForItsTypesOnlyWhateverTheCase() {
        TagRules rules = rules(onRolesOnly("Owner"));

        assertThat(rules.covers(TaggedType.ROLE, "OWNER")).isTrue();
        assertThat(rules.covers(TaggedType.INSTANCE_PROFILE, "Owner")).isFalse();
        assertThat(rules.covers(TaggedType.ROLE, "Team")).isFalse();
    }

    @Test
    void coverInheritedKeysOnRolesAndProfiles() {
        TagRules rules = inheriting(rules(), "Team", "Owner");

        assertThat(rules.covers(TaggedType.ROLE, "owner")).isTrue();
        assertThat(rules.covers(TaggedType.INSTANCE_PROFILE, "TEAM")).isTrue();
        assertThat(rules.inherits("oWNER")).isTrue();
        assertThat(rules.inherits("Stage")).isFalse();
    }

    @Test
    void requireATagThatThePolicyReportsOrThatHasADefault() {
        TagRules rules = rules(enforced("Owner"));

        assertThat(rules.requires(required("Owner"), TaggedType.ROLE)).isTrue();
        assertThat(rules.requires(enforced("Owner"), TaggedType.ROLE)).isFalse();
        assertThat(with("owner=x", rules).requires(enforced("Owner"), TaggedType.ROLE)).isTrue();
    }

    @Test
    void requireNothingOfATypeThatThePolicyDoesNotName() {
        TagRules rules = with("Owner=x", rules());

        assertThat(rules.requires(onRolesOnly("Owner"), TaggedType.ROLE)).isTrue();
        assertThat(rules.requires(onRolesOnly("Owner"), TaggedType.INSTANCE_PROFILE)).isFalse();
    }

    @Test
    void missARequiredTagUnlessAnySpellingIsThere() {
        TagRules rules = rules(required("Owner"), required("Team"), enforced("Stage"));

        assertThat(rules.missing(TaggedType.ROLE, Tags.of("OWNER", "a"))).containsExactly("Team");
        assertThat(rules.missing(TaggedType.ROLE, Tags.of("Team", "a").with("Owner", "b")))
                .isEmpty();
    }

    @Test
    void findNoFaultWhereTheTagsComply() {
        TagRules rules = rules(required("Owner", "alice", "bob"), enforced("Stage"));

        assertThat(ofRole(rules, Tags.of("Owner", "bob"))).isEmpty();
        assertThat(ofProfile(rules, Tags.of("Owner", "alice").with("x", "y"), null)).isEmpty();
    }

    @Test
    void takeAMissingValueFromTheFirstSourceThatHasAnAllowedOne() {
        TagRules rules = with("Owner=nobody", rules(required("Owner", "b*", "nobody")));
        ValueSource without = new ValueSource("profile x", Tags.of("Team", "bees"));
        ValueSource wrong = new ValueSource("profile y", Tags.of("Owner", "alice"));
        ValueSource right = new ValueSource("profile z", Tags.of("OWNER", "bob"));
        ValueSource late = new ValueSource("profile late", Tags.of("Owner", "ben"));

        assertThat(rules.ofRole(Tags.NONE, List.of(without, wrong, right, late), FACTS))
                .containsExactly(missing("Owner", new NewTag("bob", "profile z", false)));
        assertThat(rules.ofRole(Tags.NONE, List.of(wrong), FACTS))
                .containsExactly(missing("Owner", new NewTag("nobody", "TagDefaults", false)));
    }

    @Test
    void findNoValueForAMissingTagWhoseDefaultIsNotAllowedOrHasNoFact() {
        TagRule owner = required("Owner", "alice");

        assertThat(ofRole(rules(owner), Tags.NONE)).containsExactly(missing("Owner", null));
        assertThat(ofRole(with("Owner=${role}", rules(owner)), Tags.NONE))
                .containsExactly(missing("Owner", null));
        assertThat(ofRole(with("Owner=${creator}", rules(required("Owner"))), Tags.NONE))
                .containsExactly(missing("Owner", null));
    }

    @Test
    void letADefaultFollowTheRoleOnAProfileThatInheritsTheKey() {
        TagRules rules = inheriting(with("Owner=x", rules(required("Owner"))), "owner");
        TagRules without = with("Owner=x", rules(required("Owner")));

        assertThat(ofProfile(rules, Tags.NONE, null))
                .containsExactly(missing("Owner", new NewTag("x", "TagDefaults", true)));
        assertThat(ofRole(rules, Tags.NONE))
                .containsExactly(missing("Owner", new NewTag("x", "TagDefaults", false)));
        assertThat(ofProfile(without, Tags.NONE, null))
                .containsExactly(missing("Owner", new NewTag("x", "TagDefaults", false)));
    }

    @Test
    void keepTheValueOfAKeyThatIsSpelledWrong() {
        assertThat(ofRole(rules(enforced("Owner")), Tags.of("oWner", "alice")))
                .containsExactly(
                        new TagFault.Misspelled(
                                "Owner",
                                List.of("oWner"),
                                new NewTag("alice", "the tag oWner", false)));
    }

    @Test
    void setNothingWhereTheRightSpellingIsThereToo() {
        Tags both = Tags.of("owner", "mallory").with("Owner", "alice").with("OWNER", "bob");

        assertThat(ofProfile(rules(enforced("Owner", "alice")), both, null))
                .containsExactly(new TagFault.Misspelled("Owner", List.of("owner", "OWNER"), null));
    }

    @Test
    void preferTheWrongSpellingWhoseValueIsAllowed() {
        Tags several = Tags.of("owner", "mallory").with("OWNER", "alice").with("oWner", "al");

        assertThat(ofProfile(rules(enforced("Owner", "al*")), several, null))
                .containsExactly(
                        new TagFault.Misspelled(
                                "Owner",
                                List.of("owner", "OWNER", "oWner"),
                                new NewTag("alice", "the tag OWNER", false)));
    }

    @Test
    void takeTheFirstWrongSpellingWhereNoValueIsAllowed() {
        TagRule owner = enforced("Owner", "alice");
        Tags several = Tags.of("OWNER", "mallory").with("owner", "eve");

        assertThat(ofProfile(rules(owner), several, null))
                .containsExactly(
                        new TagFault.NotAllowed(owner, "OWNER", "mallory", List.of(), null));
    }

    @Test
    void removeNoSpellingWhereThereIsNoAllowedValueToSet() {
        TagRule owner = enforced("Owner", "alice");
        Tags both = Tags.of("owner", "alice").with("Owner", "eve");

        assertThat(ofProfile(rules(owner), both, null))
                .containsExactly(new TagFault.NotAllowed(owner, "Owner", "eve", List.of(), null));
        assertThat(ofProfile(with("Owner=alice", rules(owner)), both, null))
                .containsExactly(
                        new TagFault.NotAllowed(
                                owner,
                                "Owner",
                                "eve",
                                List.of("owner"),
                                new NewTag("alice", "TagDefaults", false)));
    }

    @Test
    void replaceAValueThatIsNotAllowedByTheDefaultAndByNothingElse() {
        TagRule owner = enforced("Owner", "a*");
        TagRules rules = with("Owner=anybody", rules(owner));
        ValueSource role = new ValueSource("role web", Tags.of("Owner", "alice"));
        TagFault replaced =
                new TagFault.NotAllowed(
                        owner,
                        "Owner",
                        "mallory",
                        List.of(),
                        new NewTag("anybody", "TagDefaults", false));

        assertThat(rules.ofRole(Tags.of("Owner", "mallory"), List.of(role), FACTS))
                .containsExactly(replaced);
        assertThat(ofProfile(rules, Tags.of("Owner", "mallory"), role)).containsExactly(replaced);
    }

    @Test
    void takeAMissingValueOfAProfileFromItsRoleBeforeTheOthers() {
        TagRules rules = rules(required("Owner"));
        ValueSource baseline = new ValueSource("its baseline", Tags.of("Owner", "bob"));

        assertThat(rules.ofProfile(Tags.NONE, WEB, List.of(baseline), NO_RECORD, FACTS))
                .containsExactly(missing("Owner", new NewTag("alice", "role web", false)));
        assertThat(rules.ofProfile(Tags.NONE, null, List.of(baseline), NO_RECORD, FACTS))
                .containsExactly(missing("Owner", new NewTag("bob", "its baseline", false)));
    }

    @Test
    void inheritAValueThatTheProfileLacks() {
        TagFault expected = new TagFault.NotInherited("Owner", null, List.of(), ALICE_OF_THE_ROLE);

        assertThat(ofProfile(inheriting(rules(), "Owner"), Tags.NONE, WEB))
                .containsExactly(expected);
        assertThat(ofProfile(inheriting(rules(), "Owner"), Tags.of("owner", "x"), WEB))
                .as("no rule requires a capitalization")
                .containsExactly(expected);
    }

    @Test
    void inheritNothingFromNoRoleOrFromARoleWithoutTheTag() {
        TagRules rules = inheriting(rules(), "Team", "Owner");

        assertThat(ofProfile(rules, Tags.of("Owner", "alice"), WEB)).isEmpty();
        assertThat(ofProfile(rules, Tags.NONE, null)).isEmpty();
    }

    @Test
    void updateAValueThatCameFromTheRoleEarlier() {
        TagRecord record = NO_RECORD.withInherited("Owner", "bob", null);

        assertThat(
                        inheriting(rules(), "Owner")
                                .ofProfile(Tags.of("Owner", "bob"), WEB, List.of(), record, FACTS))
                .containsExactly(
                        new TagFault.NotInherited("Owner", "bob", List.of(), ALICE_OF_THE_ROLE));
    }

    @Test
    void inheritUnderTheSpellingOfThePolicyOnce() {
        TagRules rules = inheriting(rules(required("Owner")), "OWNER");

        assertThat(ofProfile(rules, Tags.NONE, WEB))
                .containsExactly(
                        new TagFault.NotInherited("Owner", null, List.of(), ALICE_OF_THE_ROLE));
    }

    @Test
    void checkAnInheritedKeyThatIsEqualAgainstThePolicyToo() {
        TagRules rules = inheriting(rules(required("Owner")), "Owner");

        assertThat(ofProfile(rules, Tags.of("OWNER", "alice"), WEB))
                .containsExactly(
                        new TagFault.Misspelled(
                                "Owner",
                                List.of("OWNER"),
                                new NewTag("alice", "the tag OWNER", false)));
    }

    @Test
    void doNotInheritAValueThatThePolicyDoesNotAllow() {
        TagRules rules = inheriting(rules(required("Owner", "bob")), "Owner");

        assertThat(ofProfile(rules, Tags.NONE, WEB)).containsExactly(missing("Owner", null));
        assertThat(ofProfile(rules, Tags.of("Owner", "bob"), WEB)).isEmpty();
    }

    @Test
    void replaceAValueThatIsNotAllowedByTheInheritedOne() {
        TagRule owner = enforced("Owner", "alice");
        TagRules rules = inheriting(rules(owner), "Owner");

        assertThat(ofProfile(rules, Tags.of("owner", "mallory"), WEB))
                .containsExactly(
                        new TagFault.NotAllowed(
                                owner, "Owner", "mallory", List.of("owner"), ALICE_OF_THE_ROLE));
    }

    @Test
    void leaveTheProfilesOwnValueAndReportIt() {
        assertThat(ofProfile(inheriting(rules(), "Owner"), Tags.of("Owner", "bob"), WEB))
                .containsExactly(new TagFault.OwnValue("Owner", "bob", "alice", List.of(), null));
    }

    @Test
    void replaceTheProfilesOwnValueWhereTheRoleWins() {
        TagRules rules =
                new TagRules(
                        new TagPolicy(List.of(enforced("Owner"))),
                        TagDefaults.NONE,
                        new InheritedTags(List.of("Owner"), true));

        assertThat(ofProfile(rules, Tags.of("owner", "bob"), WEB))
                .containsExactly(
                        new TagFault.OwnValue(
                                "Owner", "bob", "alice", List.of("owner"), ALICE_OF_THE_ROLE));
    }

    @Test
    void correctTheSpellingOfAnOwnValueThatStays() {
        TagRules rules = inheriting(rules(enforced("Owner")), "Owner");
        Tags both = Tags.of("owner", "eve").with("Owner", "bob");

        assertThat(ofProfile(rules, Tags.of("owner", "bob"), WEB))
                .containsExactly(
                        new TagFault.OwnValue(
                                "Owner",
                                "bob",
                                "alice",
                                List.of("owner"),
                                new NewTag("bob", "its own value", false)));
        assertThat(ofProfile(rules, both, WEB))
                .containsExactly(
                        new TagFault.OwnValue("Owner", "bob", "alice", List.of("owner"), null));
    }

    @Test
    void seeFaultsBeforeTheRoleIsRead() {
        TagRules rules = inheriting(rules(required("Team")), "Owner");

        assertThat(rules.hasFaultsBeforeRole(Tags.NONE, FACTS)).isTrue();
        assertThat(rules.hasFaultsBeforeRole(Tags.of("Team", "x"), FACTS)).isFalse();
    }

    @Test
    void needTheRecordOnlyWhereBothHaveAnInheritedKeyWithDifferentValues() {
        TagRules rules = inheriting(rules(), "Team", "Owner");
        Tags alice = Tags.of("Owner", "alice");

        assertThat(rules.differ(Tags.of("Owner", "bob"), alice)).isTrue();
        assertThat(rules.differ(Tags.of("Owner", "bob"), Tags.of("OWNER", "alice"))).isTrue();
        assertThat(rules.differ(alice, alice)).isFalse();
        assertThat(rules.differ(Tags.NONE, alice)).isFalse();
        assertThat(rules.differ(alice, Tags.NONE)).isFalse();
        assertThat(rules.differ(Tags.of("Stage", "a"), Tags.of("Stage", "b"))).isFalse();
    }

    @Test
    void compareAnySpellingOfTheProfilesKeyOnlyWhereARuleCoversIt() {
        Tags misspelled = Tags.of("OWNER", "bob");
        Tags alice = Tags.of("Owner", "alice");

        assertThat(inheriting(rules(enforced("Owner")), "Owner").differ(misspelled, alice))
                .isTrue();
        assertThat(inheriting(rules(), "Owner").differ(misspelled, alice)).isFalse();
    }

    static final PlaceholderValues FACTS =
            new PlaceholderValues(
                    null, new RoleName("web"), "123456789012", LocalDate.of(2026, 1, 15));
    static final ValueSource WEB = new ValueSource("role web", Tags.of("Owner", "alice"));
    static final TagRecord NO_RECORD = TagRecord.none("instance-profile/prod-web");
    static final NewTag ALICE_OF_THE_ROLE = new NewTag("alice", "role web", true);

    static TagRules rules(TagRule... policy) {
        return new TagRules(new TagPolicy(List.of(policy)), TagDefaults.NONE, InheritedTags.NONE);
    }

    static TagRules with(String defaults, TagRules rules) {
        return new TagRules(rules.policy(), TagDefaults.parse(defaults), rules.inherited());
    }

    static TagRules inheriting(TagRules rules, String... keys) {
        return new TagRules(
                rules.policy(), rules.defaults(), new InheritedTags(List.of(keys), false));
    }

    /// Required on roles and profiles.
    static TagRule required(String key, String... values) {
        return new TagRule(key, allowed(values), BOTH, BOTH);
    }

    /// Spelling and values are enforced on roles and profiles; the tag itself is not required.
    static TagRule enforced(String key, String... values) {
        return new TagRule(key, allowed(values), BOTH, Set.of());
    }

    private static TagRule onRolesOnly(String key) {
        return new TagRule(key, List.of(), Set.of(TaggedType.ROLE), Set.of());
    }

    private static final Set<TaggedType> BOTH = Set.of(TaggedType.values());

    private static List<AllowedValue> allowed(String... values) {
        return Arrays.stream(values).map(AllowedValue::new).toList();
    }

    private static TagFault missing(String key, @Nullable NewTag newTag) {
        return new TagFault.Missing(key, newTag);
    }

    private static List<TagFault> ofRole(TagRules rules, Tags found) {
        return rules.ofRole(found, List.of(), FACTS);
    }

    private static List<TagFault> ofProfile(
            TagRules rules, Tags found, @Nullable ValueSource role) {
        return rules.ofProfile(found, role, List.of(), NO_RECORD, FACTS);
    }
}
