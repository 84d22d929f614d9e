package dev.profileguard.tag.rule;

import static dev.profileguard.tag.rule.TagEnforcementTest.CALL;
import static dev.profileguard.tag.rule.TagEnforcementTest.MISSPELLED;
import static dev.profileguard.tag.rule.TagEnforcementTest.NO_VALUE;
import static dev.profileguard.tag.rule.TagEnforcementTest.onProfile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Call;
import dev.profileguard.iam.Tags;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagCausesTest {
    @Test
    void blameTheOccasionWhereItExplainsTheFault() {
        TagChange occasion = onProfile(tagged("owner"));

        assertThat(new TagCauses(occasion, List.of(earlier("owner"))).of(MISSPELLED))
                .isEqualTo(occasion);
    }

    @Test
    void blameTheLastKnownChangeThatExplainsTheFault() {
        TagChange occasion = onProfile(tagged("Team"));
        TagChange first = earlier("owner");
        TagChange last = onProfile(tagged("owner"));

        assertThat(new TagCauses(occasion, List.of(first, last, earlier("x"))).of(MISSPELLED))
                .isEqualTo(last);
    }

    @Test
    void blameNobodyWhereNoChangeExplainsTheFault() {
        TagChange occasion = onProfile(tagged("Team"));

        assertThat(new TagCauses(occasion, List.of(earlier("x"))).of(MISSPELLED))
                .isEqualTo(occasion.unattributed());
        assertThat(TagCauses.of(occasion).known()).isEmpty();
    }

    @Test
    void canBeLookedUpWhereSomebodyElseSetTheTag() {
        assertThat(TagCauses.of(onProfile(tagged("Team"))).canBeLookedUp(List.of(MISSPELLED)))
                .isTrue();
        assertThat(TagCauses.of(onProfile(tagged("owner"))).canBeLookedUp(List.of(MISSPELLED)))
                .isFalse();
        assertThat(TagCauses.of(onProfile(tagged("Team"))).canBeLookedUp(List.of(NO_VALUE)))
                .as("nobody set a tag that is missing")
                .isFalse();
        assertThat(TagCauses.of(onProfile(tagged("Team"))).canBeLookedUp(List.of())).isFalse();
    }

    @Test
    void areNotLookedUpAgainOnceCloudTrailShowedWhoSetTheTag() {
        TagChange occasion = onProfile(tagged("Team"));
        TagCauses other = TagCauses.of(occasion).with(List.of(earlier("x")));

        assertThat(other.canBeLookedUp(List.of(MISSPELLED))).isTrue();
        assertThat(other.with(List.of(earlier("owner"))).canBeLookedUp(List.of(MISSPELLED)))
                .isFalse();
    }

    private static TagEdit tagged(String key) {
        return new TagEdit.Tagged(Tags.of(key, "x"));
    }

    private static TagChange earlier(String key) {
        Call call =
                new Call(
                        CALL.actor(),
                        "Earlier",
                        CALL.account(),
                        "event-0",
                        CALL.time().minusSeconds(60));
        return new TagChange(onProfile(tagged(key)).subject(), tagged(key), call);
    }
}
