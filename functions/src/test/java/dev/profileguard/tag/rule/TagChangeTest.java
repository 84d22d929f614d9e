package dev.profileguard.tag.rule;

import static dev.profileguard.tag.rule.TagEnforcementTest.CALL;
import static dev.profileguard.tag.rule.TagEnforcementTest.PROFILE;
import static dev.profileguard.tag.rule.TagEnforcementTest.WEB;
import static dev.profileguard.tag.rule.TagEnforcementTest.onProfile;
import static dev.profileguard.tag.rule.TagEnforcementTest.onRole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.ProvenanceTags;
import dev.profileguard.tag.policy.PlaceholderValues;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagChangeTest {
    @Test
    void saysWhoDidWhatWhenByWhichCall() {
        assertThat(onRole(new TagEdit.Created(Tags.NONE)).described())
                .isEqualTo(MALLORY + " created it (SomeCall at 2026-01-15T09:30:00Z)");
    }

    @Test
    void saysWhoAskedForACheck() {
        assertThat(invoked(new TagEdit.Asked()).described())
                .isEqualTo("a manual invocation asked for a check (2026-01-15T09:30:00Z)");
    }

    @Test
    void namesTheCallerOrAManualInvocation() {
        assertThat(onRole(new TagEdit.Created(Tags.NONE)).by()).isEqualTo(MALLORY);
        assertThat(invoked(new TagEdit.Asked()).by()).isEqualTo("a manual invocation");
    }

    @Test
    void followsFromTheRoleToAProfileAndKeepsTheCause() {
        TagChange change = onRole(new TagEdit.Tagged(Tags.of("Owner", "alice")));

        TagChange following = change.following(PROFILE);

        assertThat(following.subject()).isEqualTo(new Subject.OfProfile(PROFILE));
        assertThat(following.described()).isEqualTo(change.described());
        assertThat(following.call()).isEqualTo(change.call());
    }

    @Test
    void isUnattributedAsWhatWasSeenBecauseOfIt() {
        TagChange created = onRole(new TagEdit.Created(Tags.NONE));

        assertThat(created.unattributed().described())
                .isEqualTo("found after " + created.described());
        assertThat(invoked(new TagEdit.Asked()).unattributed().described())
                .isEqualTo("found by a check at 2026-01-15T09:30:00Z");
        assertThat(onRole(new TagEdit.Asked()).unattributed().described())
                .isEqualTo("found by a sweep at 2026-01-15T09:30:00Z");
        assertThat(created.unattributed().unattributed()).isEqualTo(created.unattributed());
    }

    @Test
    void knowsTheCreatorOfARoleFromItsCreationOnly() {
        assertThat(onRole(new TagEdit.Created(Tags.NONE)).facts(WEB.name()))
                .isEqualTo(
                        new PlaceholderValues(
                                "mallory", WEB.name(), "123456789012", LocalDate.of(2026, 1, 15)));
        assertThat(onRole(new TagEdit.Asked()).facts(WEB.name()).creator()).isNull();
    }

    @Test
    void knowsTheCreatorAndTheRoleOfAProfile() {
        TagChange created = onProfile(new TagEdit.Created(Tags.NONE));

        assertThat(created.facts(profile(WEB, Tags.NONE), NOBODY))
                .isEqualTo(
                        new PlaceholderValues(
                                "mallory", WEB.name(), "123456789012", LocalDate.of(2026, 1, 15)));
        assertThat(created.facts(profile(null, Tags.NONE), NOBODY).role()).isNull();
        assertThat(onProfile(new TagEdit.Asked()).facts(profile(WEB, Tags.NONE), NOBODY).creator())
                .isNull();
    }

    @Test
    void knowsNoCreatorOfAProfileThatAFunctionMade() {
        TagChange created = onProfile(new TagEdit.Created(Tags.NONE));

        assertThat(created.facts(profile(WEB, ProvenanceTags.of(WEB)), NOBODY).creator()).isNull();
        assertThat(created.facts(profile(WEB, Tags.NONE), Globs.parse(MALLORY)).creator()).isNull();
    }

    private static final String MALLORY = "arn:aws:iam::123456789012:user/mallory";
    private static final Globs NOBODY = Globs.parse("");

    private static TagChange invoked(TagEdit edit) {
        Call call =
                new Call(
                        new Actor.Unknown("none"),
                        TagChange.INVOKE,
                        CALL.account(),
                        "request-1",
                        CALL.time());
        return new TagChange(new Subject.OfRole(WEB.name()), edit, call);
    }

    private static InstanceProfile profile(@Nullable Role role, Tags tags) {
        return new InstanceProfile(PROFILE, "AIPA1", "/", role, tags);
    }
}
