package dev.profileguard.tag.rule;

import static dev.profileguard.tag.rule.TagRulesTest.enforced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagWritesTest {
    @Test
    void setsEveryValueOfARoleInOneCall() {
        TagWrites writes = of(TaggedType.ROLE, Tags.NONE, missing("Owner"), missing("Team"));

        assertThat(writes.on(ROLE))
                .containsExactly(
                        new Action.TagRole(ROLE, Tags.of("Owner", "new").with("Team", "new")));
        assertThat(writes.repaired()).containsExactly(missing("Owner"), missing("Team"));
        assertThat(writes.full()).isEmpty();
        assertThat(writes.isEmpty()).isFalse();
    }

    @Test
    void setsBeforeItRemovesOnAProfile() {
        TagWrites writes =
                of(TaggedType.INSTANCE_PROFILE, Tags.of("owner", "x"), misspelled("Owner"));

        assertThat(writes.on(PROFILE))
                .containsExactly(
                        new Action.TagProfile(PROFILE, Tags.of("Owner", "new")),
                        new Action.UntagProfile(PROFILE, Set.of("owner")));
    }

    @Test
    void removesNoSpellingFromARoleBecauseIamReplacesIt() {
        TagWrites writes = of(TaggedType.ROLE, Tags.of("owner", "x"), misspelled("Owner"));

        assertThat(writes.remove()).isEmpty();
        assertThat(writes.on(ROLE))
                .containsExactly(new Action.TagRole(ROLE, Tags.of("Owner", "new")));
    }

    @Test
    void onlyRemovesWhereTheRightSpellingIsThereToo() {
        TagFault both = new TagFault.Misspelled("Owner", List.of("owner"), null);
        Tags found = Tags.of("owner", "x").with("Owner", "y");

        TagWrites writes = of(TaggedType.INSTANCE_PROFILE, found, both);

        assertThat(writes.isEmpty()).isFalse();
        assertThat(writes.on(PROFILE))
                .containsExactly(new Action.UntagProfile(PROFILE, Set.of("owner")));
    }

    @Test
    void writesNothingForWhatItCannotRepair() {
        TagFault noValue = new TagFault.Missing("Owner", null);
        TagFault notAllowed =
                new TagFault.NotAllowed(enforced("Team", "a"), "Team", "b", List.of(), null);
        TagFault own = new TagFault.OwnValue("Stage", "a", "b", List.of(), null);

        TagWrites writes = of(TaggedType.INSTANCE_PROFILE, Tags.NONE, noValue, notAllowed, own);

        assertThat(writes.isEmpty()).isTrue();
        assertThat(writes.repaired()).isEmpty();
        assertThat(writes.on(PROFILE)).isEmpty();
        assertThat(writes.on(ROLE)).isEmpty();
    }

    @Test
    void addsAsManyTagsAsIamAllowsAndKeepsTheRest() {
        Tags almostFull = tags(TagKeys.MAX_TAGS - 1);

        TagWrites writes = of(TaggedType.ROLE, almostFull, missing("Owner"), missing("Team"));

        assertThat(writes.set()).isEqualTo(Tags.of("Owner", "new"));
        assertThat(writes.repaired()).containsExactly(missing("Owner"));
        assertThat(writes.full()).containsExactly(missing("Team"));
    }

    @Test
    void doesNotCountTheTagsThatAwsReserves() {
        Tags reserved = tags(TagKeys.MAX_TAGS - 1).with("aws:cloudformation:stack-name", "s");

        assertThat(of(TaggedType.ROLE, reserved, missing("Owner")).full()).isEmpty();
    }

    @Test
    void needsNoRoomForANewValueOfAKeyThatIsThere() {
        Tags full = tags(TagKeys.MAX_TAGS - 1).with("Owner", "x");

        TagWrites writes =
                of(TaggedType.INSTANCE_PROFILE, full, notAllowed("Owner"), missing("Team"));

        assertThat(writes.set()).isEqualTo(Tags.of("Owner", "new"));
        assertThat(writes.full()).containsExactly(missing("Team"));
    }

    @Test
    void needsRoomForTheRightSpellingOnAProfileButNotOnARole() {
        Tags full = tags(TagKeys.MAX_TAGS - 1).with("owner", "x");

        TagWrites onProfile = of(TaggedType.INSTANCE_PROFILE, full, misspelled("Owner"));
        TagWrites onRole = of(TaggedType.ROLE, full, misspelled("Owner"));

        assertThat(onProfile.full()).containsExactly(misspelled("Owner"));
        assertThat(onProfile.isEmpty()).isTrue();
        assertThat(onRole.full()).isEmpty();
        assertThat(onRole.set()).isEqualTo(Tags.of("Owner", "new"));
    }

    @Test
    void stillRemovesASpellingWhereThereIsNoRoom() {
        Tags full = tags(TagKeys.MAX_TAGS - 2).with("owner", "x").with("Owner", "y");
        TagFault both = new TagFault.Misspelled("Owner", List.of("owner"), null);

        TagWrites writes = of(TaggedType.INSTANCE_PROFILE, full, missing("Team"), both);

        assertThat(writes.full()).containsExactly(missing("Team"));
        assertThat(writes.remove()).containsExactly("owner");
    }

    private static final RoleName ROLE = new RoleName("web");
    private static final ProfileName PROFILE = new ProfileName("prod-web");
    private static final NewTag NEW = new NewTag("new", "TagDefaults", false);

    private static TagWrites of(TaggedType type, Tags found, TagFault... faults) {
        return TagWrites.of(type, found, List.of(faults));
    }

    private static TagFault missing(String key) {
        return new TagFault.Missing(key, NEW);
    }

    private static TagFault misspelled(String key) {
        return new TagFault.Misspelled(key, List.of(TagKeys.folded(key)), NEW);
    }

    private static TagFault notAllowed(String key) {
        return new TagFault.NotAllowed(enforced(key, "new"), key, "x", List.of(), NEW);
    }

    private static Tags tags(int number) {
        Tags tags = Tags.NONE;
        for (int i = 0; i < number; i++) {
            tags = tags.with("tag-" + i, "");
        }
        return tags;
    }
}
