package dev.profileguard.tag.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagEditTest {
    @Test
    void saysWhatItChangedInWords() {
        assertThat(new TagEdit.Created(Tags.NONE).described()).isEqualTo("created it");
        assertThat(new TagEdit.RoleAdded(new RoleName("web")).described())
                .isEqualTo("added role web");
        assertThat(new TagEdit.Tagged(OWNER).described()).isEqualTo("set the tags {Owner=alice}");
        assertThat(new TagEdit.Untagged(Set.of("Team", "Owner", "Stage")).described())
                .isEqualTo("removed the tags [Owner, Stage, Team]");
        assertThat(new TagEdit.RoleChanged("alice set a tag", Set.of()).described())
                .isEqualTo("alice set a tag");
        assertThat(new TagEdit.Asked().described()).isEqualTo("asked for a check");
    }

    @Test
    void namesTheKeysThatItSetOrRemoved() {
        assertThat(new TagEdit.Tagged(OWNER.with("Team", "x")).keys())
                .containsExactlyInAnyOrder("Owner", "Team");
        assertThat(new TagEdit.Untagged(Set.of("Owner")).keys()).containsExactly("Owner");
        assertThat(new TagEdit.Created(Tags.NONE).keys()).isEmpty();
        assertThat(new TagEdit.RoleAdded(new RoleName("web")).keys()).isEmpty();
    }

    @Test
    void keepsItsKeysWhateverHappensToTheSetThatTheyCameIn() {
        Set<String> given = new HashSet<>(Set.of("Owner"));
        TagEdit edit = new TagEdit.Untagged(given);

        given.clear();

        assertThat(edit.keys()).containsExactly("Owner");
    }

    @Test
    void missesASetTagThatIsNotThereOrHasAnotherValue() {
        TagEdit set = new TagEdit.Tagged(OWNER.with("Team", "x"));

        assertThat(set.notShown(TaggedType.ROLE, OWNER, List.of("Owner", "Team")))
                .containsExactly("Team");
        assertThat(set.notShown(TaggedType.ROLE, Tags.of("Owner", "bob"), List.of("Owner")))
                .containsExactly("Owner");
    }

    @Test
    void missesTheRemovalOfATagThatIsStillThere() {
        TagEdit removed = new TagEdit.Untagged(Set.of("Owner", "Team"));

        assertThat(removed.notShown(TaggedType.INSTANCE_PROFILE, OWNER, List.of("Owner", "Team")))
                .containsExactly("Owner");
    }

    @Test
    void removesEverySpellingFromARoleButOneFromAProfile() {
        TagEdit removed = new TagEdit.Untagged(Set.of("OWNER"));

        assertThat(removed.notShown(TaggedType.ROLE, OWNER, List.of("OWNER")))
                .containsExactly("OWNER");
        assertThat(removed.notShown(TaggedType.INSTANCE_PROFILE, OWNER, List.of("OWNER")))
                .isEmpty();
    }

    @Test
    void missesNothingWhereNoTagsWereChanged() {
        List<TagEdit> others =
                List.of(
                        new TagEdit.Created(Tags.NONE),
                        new TagEdit.RoleAdded(new RoleName("web")),
                        new TagEdit.RoleChanged("it", Set.of()),
                        new TagEdit.Asked());

        assertThat(others)
                .allSatisfy(edit ->
                        assertThat(edit.notShown(TaggedType.ROLE, Tags.NONE, List.of("Owner")))
                                .isEmpty());
    }

    private static final Tags OWNER = Tags.of("Owner", "alice");
}
