package dev.profileguard.tag.rule;

import static dev.profileguard.tag.rule.TagEnforcementTest.NOW;
import static dev.profileguard.tag.rule.TagEnforcementTest.onProfile;
import static dev.profileguard.tag.rule.TagEnforcementTest.onRole;
import static dev.profileguard.tag.rule.TagRulesTest.enforced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagFindingsTest {
    @Test
    void areOneOfAKindAboutTheSubject() {
        List<Finding> findings =
                about(TAGGED, missing("Owner"), missing("Team"), misspelled("Stage"));

        assertThat(findings)
                .extracting(Finding::kind)
                .containsExactly(Kind.TAGS_ADDED, Kind.TAG_CASE_CORRECTED);
        Finding added = findings.getFirst();
        assertThat(added.subject()).isEqualTo("role/Web");
        assertThat(added.account()).isEqualTo("123456789012");
        assertThat(added.eventId()).isEqualTo("event-1");
        assertThat(added.actor()).as("setting a tag removes no other").isEqualTo("unknown");
        assertThat(added.cause())
                .isEqualTo(
                        "found after "
                                + TAGGED.described()
                                + ": Owner is required and was missing: becomes 'new' (from"
                                + " TagDefaults). Team is required and was missing: becomes 'new'"
                                + " (from TagDefaults)");
        assertThat(added.done()).as("added after the writes").isEmpty();
        assertThat(added.todo()).isEmpty();
    }

    @Test
    void sayWhoRemovedARequiredTag() {
        TagChange removed = onRole(new TagEdit.Untagged(Set.of("OWNER", "x")));

        Finding finding = only(about(removed, missing("Owner")));

        assertThat(finding.kind()).isEqualTo(Kind.TAG_PUT_BACK);
        assertThat(finding.cause()).contains("mallory removed the tags [OWNER, x]");
        assertThat(only(about(removed, missing("Team"))).kind()).isEqualTo(Kind.TAGS_ADDED);
    }

    @Test
    void sayHowToSetATagThatHasNoValue() {
        Finding finding = only(about(TAGGED, new TagFault.Missing("Owner", null)));

        assertThat(finding.kind()).isEqualTo(Kind.TAG_MISSING);
        assertThat(finding.cause()).endsWith(": Owner is required and was missing");
        assertThat(finding.done())
                .containsExactly(
                        "nothing: neither another source nor TagDefaults has an allowed value");
        assertThat(finding.todo())
                .containsExactly(
                        "aws iam tag-role --role-name Web --tags Key=Owner,Value=VALUE",
                        "To set it automatically from now on, give Owner a value in TagDefaults");
    }

    @Test
    void sayWhichSpellingIsRight() {
        TagFault spellings = new TagFault.Misspelled("Owner", List.of("owner", "OWNER"), NEW);

        Finding finding = only(about(TAGGED, spellings));

        assertThat(finding.kind()).isEqualTo(Kind.TAG_CASE_CORRECTED);
        assertThat(finding.cause()).endsWith(": owner, OWNER should be spelled Owner");
        assertThat(finding.done()).isEmpty();
        assertThat(finding.todo()).isEmpty();
    }

    @Test
    void sayWhatReplacesAValueThatIsNotAllowed() {
        Finding finding = only(about(TAGGED, notAllowed(NEW)));

        assertThat(finding.kind()).isEqualTo(Kind.TAG_VALUE_REPLACED);
        assertThat(finding.cause())
                .endsWith(
                        ": owner has the value 'eve', allowed: alice, bob: becomes 'new' (from"
                                + " TagDefaults)");
        assertThat(finding.todo()).isEmpty();
    }

    @Test
    void sayWhichValuesAreAllowedWhereNoneCanBeSet() {
        Finding finding = only(about(TAGGED, notAllowed(null)));

        assertThat(finding.kind()).isEqualTo(Kind.TAG_VALUE_NOT_ALLOWED);
        assertThat(finding.cause()).endsWith(": owner has the value 'eve', allowed: alice, bob");
        assertThat(finding.done()).containsExactly("nothing: TagDefaults has no allowed value");
        assertThat(finding.todo())
                .containsExactly(
                        "aws iam tag-role --role-name Web --tags"
                                + " Key=Owner,Value=ONE_THAT_IS_ALLOWED");
    }

    @Test
    void sayWhatAProfileInherits() {
        TagChange tagged = onProfile(TAGGED.edit());

        Finding lacking = only(about(tagged, notInherited(null)));
        Finding earlier = only(about(tagged, notInherited("bob")));

        assertThat(lacking.kind()).isEqualTo(Kind.TAGS_INHERITED);
        assertThat(lacking.subject()).isEqualTo("instance-profile/Web");
        assertThat(lacking.cause())
                .contains(
                        ": Owner, which the profile inherits from its role, was missing: becomes"
                                + " 'alice' (from role web)")
                .endsWith(". " + SIDES);
        assertThat(earlier.cause()).contains("from its role, was 'bob': becomes 'alice'");
        assertThat(earlier.todo()).isEmpty();
    }

    @Test
    void sayWhoRemovedAnInheritedTag() {
        TagChange removed = onProfile(new TagEdit.Untagged(Set.of("Owner")));

        assertThat(only(about(removed, notInherited(null))).kind()).isEqualTo(Kind.TAG_PUT_BACK);
    }

    @Test
    void sayHowToUseTheRolesValueWhereTheOwnOneStays() {
        Finding finding = only(about(onProfile(TAGGED.edit()), own(null)));

        assertThat(finding.kind()).isEqualTo(Kind.INHERITED_TAG_DIFFERS);
        assertThat(finding.cause())
                .contains(": Owner is 'bob' on the profile and 'alice' on its role. ");
        assertThat(finding.done()).containsExactly("nothing: the profile's own value stays");
        assertThat(finding.todo())
                .containsExactly(
                        "To use the role's value: aws iam tag-instance-profile"
                                + " --instance-profile-name Web --tags Key=Owner,Value=alice");
    }

    @Test
    void leaveNothingToDoWhereTheRolesValueReplacesTheOwnOne() {
        NewTag alice = new NewTag("alice", "role web", true);
        NewTag bob = new NewTag("bob", "its own value", false);

        assertThat(only(about(onProfile(TAGGED.edit()), own(alice))).todo()).isEmpty();
        assertThat(only(about(onProfile(TAGGED.edit()), own(bob))).todo())
                .as("only the spelling is corrected")
                .hasSize(1);
    }

    @Test
    void sayThatThereIsNoRoomAndHowToMakeSome() {
        Tags full = Tags.NONE;
        for (int i = 0; i < TagKeys.MAX_TAGS; i++) {
            full = full.with("tag-" + i, "");
        }

        List<TagFault> faults = List.of(missing("Owner"), missing("Team"));
        Finding finding =
                only(
                        new TagFindings(TagCauses.of(TAGGED), "Web", "")
                                .about(faults, TagWrites.of(TaggedType.ROLE, full, faults)));

        assertThat(finding.kind()).isEqualTo(Kind.TAGS_FULL);
        assertThat(finding.done())
                .containsExactly("nothing: it already has 50 tags, as many as IAM allows");
        assertThat(finding.todo())
                .containsExactly(
                        "Remove a tag that nobody needs: aws iam untag-role --role-name Web"
                                + " --tag-keys KEY",
                        "Then invoke TagEnforcer with {\"check\": {\"role\": \"Web\"}}");
    }

    @Test
    void repeatNoStepThatSeveralFaultsNeed() {
        assertThat(only(about(TAGGED, notAllowed(null), notAllowed(null))).todo()).hasSize(1);
    }

    @Test
    void sayWhoKeepsChangingTheTags() {
        Finding finding =
                new TagFindings(TagCauses.of(onProfile(TAGGED.edit())), "Web", "")
                        .breakerOpen(notAllowed(null), fought(), BREAKER, NOW);

        assertThat(finding.kind()).isEqualTo(Kind.TAG_BREAKER_OPEN);
        assertThat(finding.cause())
                .isEqualTo(
                        "found after "
                                + onProfile(TAGGED.edit()).described()
                                + ", after 3 corrections within 10 minutes. Corrected so far:"
                                + " mallory tagged it; eve tagged it");
        assertThat(finding.done())
                .containsExactly(
                        "did not change the tags: nothing is corrected until"
                                + " 2026-01-15T09:38:05Z");
        assertThat(finding.todo())
                .anyMatch(todo -> todo.contains("ignore_tags"))
                .contains("Then invoke TagEnforcer with {\"check\": {\"profile\": \"Web\"}}");
    }

    private static final NewTag NEW = new NewTag("new", "TagDefaults", false);
    private static final TagChange TAGGED = onRole(new TagEdit.Tagged(Tags.of("Stage", "test")));
    private static final String SIDES = "Tags side by side";
    private static final Breaker BREAKER = new Breaker(2, Duration.ofMinutes(10));

    private static List<Finding> about(TagChange change, TagFault... faults) {
        TaggedType type = change.subject().type();
        String sides = type == TaggedType.ROLE ? "" : SIDES;
        return new TagFindings(TagCauses.of(change), "Web", sides)
                .about(List.of(faults), TagWrites.of(type, Tags.NONE, List.of(faults)));
    }

    private static Finding only(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    private static TagFault missing(String key) {
        return new TagFault.Missing(key, NEW);
    }

    private static TagFault misspelled(String key) {
        return new TagFault.Misspelled(key, List.of(TagKeys.folded(key)), NEW);
    }

    private static TagFault notAllowed(@Nullable NewTag newTag) {
        return new TagFault.NotAllowed(
                enforced("Owner", "alice", "bob"), "owner", "eve", List.of(), newTag);
    }

    private static TagFault notInherited(@Nullable String found) {
        return new TagFault.NotInherited(
                "Owner", found, List.of(), new NewTag("alice", "role web", true));
    }

    private static TagFault own(@Nullable NewTag newTag) {
        return new TagFault.OwnValue("Owner", "bob", "alice", List.of(), newTag);
    }

    private static TagRecord fought() {
        TagRecord record = TagRecord.none("instance-profile/web");
        List<String> owner = List.of("Owner");
        return record.with(repair(NOW.minusSeconds(3600), "e0", "earlier"), owner)
                .with(repair(NOW.minusSeconds(180), "e1", "mallory tagged it"), owner)
                .with(repair(NOW.minusSeconds(120), "e2", "eve tagged it"), owner)
                .with(repair(NOW.minusSeconds(60), "e3", "mallory tagged it"), owner);
    }

    private static Repair repair(Instant at, String event, String undone) {
        return new Repair(at, event, undone);
    }
}
