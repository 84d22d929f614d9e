package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagsTest {
    @Test
    void aNewTagOfARoleReplacesKeysThatDifferInCase() {
        Tags before = new Tags(Map.of("owner", "a", "OWNER", "b", "Team", "t"));

        assertThat(before.after(List.of(new Action.TagRole(WEB, Tags.of("Owner", "c")))))
                .isEqualTo(new Tags(Map.of("Owner", "c", "Team", "t")));
    }

    @Test
    void laterActionsOverrideEarlierOnes() {
        List<Action> actions =
                List.of(
                        new Action.TagRole(WEB, Tags.of("owner", "first")),
                        new Action.TagRole(WEB, Tags.of("Owner", "second")));

        assertThat(Tags.NONE.after(actions)).isEqualTo(Tags.of("Owner", "second"));
    }

    @Test
    void actionsOnProfilesChangeNoTagOfTheRole() {
        Tags tags = Tags.of("Owner", "a");
        ProfileName profile = new ProfileName("web");

        assertThat(
                        tags.after(
                                List.of(
                                        new Action.TagProfile(profile, Tags.of("Owner", "b")),
                                        new Action.UntagProfile(profile, Set.of("Owner")),
                                        new Action.AddRole(profile, WEB))))
                .isEqualTo(tags);
    }

    private static final RoleName WEB = new RoleName("web");
}
