package dev.profileguard.tag.rule;

import static dev.profileguard.tag.rule.TagRulesTest.enforced;
import static dev.profileguard.tag.rule.TagRulesTest.inheriting;
import static dev.profileguard.tag.rule.TagRulesTest.required;
import static dev.profileguard.tag.rule.TagRulesTest.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.ProvenanceTags;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.tag.rule.TagEnforcement.Decided;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagEnforcementTest {
    @Test
    void takesARecentChangeForOneThatIamMayNotShowYet() {
        TagChange created = onProfile(new TagEdit.Created(Tags.NONE));

        assertThat(OWNED.mayBeHidden(created, TIME.plusSeconds(59))).isTrue();
        assertThat(OWNED.mayBeHidden(created, TIME.plusSeconds(60))).isFalse();
    }

    @Test
    void takesACheckAndAChangeOfTheRoleForTheCurrentState() {
        assertThat(OWNED.mayBeHidden(onProfile(new TagEdit.Asked()), TIME)).isFalse();
        assertThat(OWNED.mayBeHidden(onProfile(new TagEdit.RoleChanged("it", Set.of())), TIME))
                .isFalse();
    }

    @Test
    void missesTheCoveredTagsOfARecentChangeThatIamDoesNotShow() {
        TagChange tagged = onRole(new TagEdit.Tagged(OWNER_AND_MORE));

        assertThat(OWNED.notShown(tagged, Tags.NONE, TIME)).containsExactly("Owner");
        assertThat(OWNED.notShown(tagged, Tags.of("Owner", "bob"), TIME)).containsExactly("Owner");
        assertThat(OWNED.notShown(tagged, Tags.of("Owner", "alice"), TIME)).isEmpty();
    }

    @Test
    void missesNothingOfAnEarlierChange() {
        TagChange tagged = onRole(new TagEdit.Tagged(OWNER_AND_MORE));

        assertThat(OWNED.notShown(tagged, Tags.NONE, TIME.plusSeconds(60))).isEmpty();
    }

    @Test
    void waitsForAnAddedRoleThatIamDoesNotShowWhereTheTagsDependOnIt() {
        TagChange added = onProfile(new TagEdit.RoleAdded(WEB.name()));

        assertThat(OWNED.isRoleNotShownYet(added, profile(null, Tags.NONE), TIME)).isTrue();
        assertThat(OWNED.isRoleNotShownYet(added, profile(WEB, Tags.NONE), TIME)).isFalse();
        assertThat(OWNED.isRoleNotShownYet(added, profile(null, ALICE), TIME)).isFalse();
        assertThat(OWNED.isRoleNotShownYet(added, profile(null, Tags.NONE), TIME.plusSeconds(60)))
                .isFalse();
        assertThat(INHERITING.isRoleNotShownYet(added, profile(null, ALICE), TIME)).isTrue();
    }

    @Test
    void waitsForTheRoleOfANewProfileOfProfileProvisionerOnly() {
        TagChange created = onProfile(new TagEdit.Created(Tags.NONE));
        Tags ours = ProvenanceTags.of(WEB);

        assertThat(OWNED.isRoleNotShownYet(created, profile(null, ours), TIME)).isTrue();
        assertThat(OWNED.isRoleNotShownYet(created, profile(WEB, ours), TIME)).isFalse();
        assertThat(OWNED.isRoleNotShownYet(created, profile(null, Tags.NONE), TIME)).isFalse();
    }

    @Test
    void doesNotWaitForARoleAfterOtherChanges() {
        List<TagEdit> others =
                List.of(
                        new TagEdit.Tagged(ALICE),
                        new TagEdit.Untagged(Set.of("Owner")),
                        new TagEdit.RoleChanged("it", Set.of()),
                        new TagEdit.Asked());

        assertThat(others)
                .noneMatch(edit ->
                        OWNED.isRoleNotShownYet(onProfile(edit), profile(null, Tags.NONE), TIME));
    }

    @Test
    void remembersACorrectionThatSomebodyCanHaveReverted() {
        TagChange tagged = onRole(new TagEdit.Tagged(ALICE));

        assertThat(TagEnforcement.isRemembered(tagged, List.of(MISSING))).isTrue();
        assertThat(TagEnforcement.isRemembered(tagged, List.of(NO_VALUE))).isFalse();
        assertThat(TagEnforcement.isRemembered(tagged, List.of(NO_VALUE, MISSING))).isTrue();
        assertThat(TagEnforcement.isRemembered(tagged, List.of())).isFalse();
    }

    @Test
    void remembersOfACreationOnlyWhatIsNotAnAddedTagOrWillFollowTheRole() {
        TagChange created = onRole(new TagEdit.Created(Tags.NONE));
        TagFault following = new TagFault.Missing("Owner", new NewTag("x", "TagDefaults", true));

        assertThat(TagEnforcement.isRemembered(created, List.of(MISSING, NO_VALUE))).isFalse();
        assertThat(TagEnforcement.isRemembered(created, List.of(following))).isTrue();
        assertThat(TagEnforcement.isRemembered(created, List.of(MISSPELLED))).isTrue();
    }

    @Test
    void leavesTagsThatComply() {
        Decided decided = decideRole(OWNED, new TagEdit.Tagged(ALICE), NO_RECORD);

        assertThat(decided.plan().decision()).isEqualTo(TagDecision.COMPLIANT);
        assertThat(decided.plan().why()).isEqualTo("The tags of role/web comply with the rules");
        assertThat(decided.plan().actions()).isEmpty();
        assertThat(decided.plan().findings()).isEmpty();
        assertThat(decided.next()).isEqualTo(NO_RECORD);
    }

    @Test
    void correctsTheTagsOfARoleAndRemembersIt() {
        Decided decided =
                decideRole(OWNED, new TagEdit.Untagged(Set.of("Owner")), NO_RECORD, MISSING);

        assertThat(decided.plan().decision()).isEqualTo(TagDecision.TAGGED);
        assertThat(decided.plan().why())
                .isEqualTo("The tags of role/web did not comply with the rules");
        assertThat(decided.plan().actions())
                .containsExactly(new Action.TagRole(WEB.name(), Tags.of("Owner", "new")));
        assertThat(kinds(decided)).containsExactly(Kind.TAG_PUT_BACK);
        assertThat(decided.next().writtenAt()).isEqualTo(Map.of("owner", NOW));
        assertThat(decided.next().repairs())
                .singleElement()
                .satisfies(repair -> {
                    assertThat(repair.at()).isEqualTo(NOW);
                    assertThat(repair.eventId()).isEqualTo("event-1");
                    assertThat(repair.undone()).contains("removed the tags [Owner]");
                });
    }

    @Test
    void doesNotRememberTheTagsOfANewRole() {
        Decided decided = decideRole(OWNED, new TagEdit.Created(Tags.NONE), NO_RECORD, MISSING);

        assertThat(decided.plan().actions()).hasSize(1);
        assertThat(decided.next()).isEqualTo(NO_RECORD);
    }

    @Test
    void reportsWhatNoWriteCanCorrect() {
        Decided decided = decideRole(OWNED, new TagEdit.Tagged(ALICE), NO_RECORD, NO_VALUE);

        assertThat(decided.plan().decision()).isEqualTo(TagDecision.CANNOT_TAG);
        assertThat(decided.plan().why())
                .isEqualTo("The tags of role/web do not comply with the rules");
        assertThat(decided.plan().actions()).isEmpty();
        assertThat(kinds(decided)).containsExactly(Kind.TAG_MISSING);
        assertThat(decided.next()).isEqualTo(NO_RECORD);
    }

    @Test
    void stopsAfterTooManyCorrections() {
        Decided decided = decideRole(OWNED, new TagEdit.Tagged(ALICE), corrected(2), MISSING);

        assertThat(decided.plan().decision()).isEqualTo(Decision.Common.BREAKER_OPEN);
        assertThat(decided.plan().why())
                .isEqualTo("2 corrections within 10 minutes: somebody keeps changing the tags");
        assertThat(decided.plan().actions()).isEmpty();
        assertThat(kinds(decided)).containsExactly(Kind.TAG_BREAKER_OPEN);
        assertThat(decided.next()).isEqualTo(corrected(2));
    }

    @Test
    void goesOnWhileTheCorrectionsAreFew() {
        assertThat(
                        decideRole(OWNED, new TagEdit.Tagged(ALICE), corrected(1), MISSING)
                                .plan()
                                .decision())
                .isEqualTo(TagDecision.TAGGED);
    }

    @Test
    void reportsWhatItCannotCorrectWhileItIsStopped() {
        assertThat(
                        decideRole(OWNED, new TagEdit.Tagged(ALICE), corrected(2), NO_VALUE)
                                .plan()
                                .decision())
                .isEqualTo(TagDecision.CANNOT_TAG);
    }

    @Test
    void showsTheTagsOfAProfileAndItsRoleSideBySide() {
        RoleDetail role = new RoleDetail(WEB, "{}", Tags.of("Owner", "bob"), null, TIME);

        Decided decided =
                OWNED.profile(
                        TagCauses.of(onProfile(new TagEdit.Tagged(ALICE))),
                        profile(WEB, Tags.of("owner", "alice")),
                        role,
                        List.of(MISSPELLED),
                        NO_RECORD,
                        NOW);

        assertThat(decided.plan().actions())
                .containsExactly(
                        new Action.TagProfile(PROFILE, Tags.of("Owner", "new")),
                        new Action.UntagProfile(PROFILE, Set.of("owner")));
        assertThat(decided.plan().findings().getFirst().cause())
                .endsWith(". Tags side by side, profile | role web: owner alice | bob");
    }

    @Test
    void recordsAnInheritedValueAndTheOneBeforeIt() {
        NewTag fromRole = new NewTag("alice", "role web", true);
        TagRecord earlier = NO_RECORD.withInherited("Owner", "bob", null);

        TagRecord notInherited =
                decideProfile(
                        earlier, new TagFault.NotInherited("Owner", "bob", List.of(), fromRole));
        TagRecord notAllowed =
                decideProfile(
                        earlier,
                        new TagFault.NotAllowed(
                                enforced("Owner", "alice"), "Owner", "bob", List.of(), fromRole));
        TagRecord own =
                decideProfile(
                        earlier,
                        new TagFault.OwnValue("Owner", "bob", "alice", List.of(), fromRole));

        assertThat(List.of(notInherited, notAllowed, own))
                .allSatisfy(next -> {
                    assertThat(next.inherited()).isEqualTo(Map.of("Owner", "alice"));
                    assertThat(next.replaced()).isEqualTo(Map.of("Owner", "bob"));
                    assertThat(next.repairs()).hasSize(1);
                });
    }

    @Test
    void recordsNoValueBeforeTheInheritedOneWhereTheTagWasMissingOrMisspelled() {
        NewTag fromRole = new NewTag("alice", "role web", true);
        TagRecord earlier = NO_RECORD.withInherited("Owner", "bob", null);

        assertThat(decideProfile(earlier, new TagFault.Missing("Owner", fromRole)).replaced())
                .isEmpty();
        assertThat(
                        decideProfile(
                                        earlier,
                                        new TagFault.Misspelled("Owner", List.of(), fromRole))
                                .replaced())
                .isEmpty();
    }

    @Test
    void recordsOnlyTheInheritedValueOfANewProfile() {
        TagFault following = new TagFault.Missing("Owner", new NewTag("x", "TagDefaults", true));
        TagFault plain = new TagFault.Missing("Team", new NewTag("y", "TagDefaults", false));

        TagRecord next =
                OWNED.profile(
                                TagCauses.of(onProfile(new TagEdit.Created(Tags.NONE))),
                                profile(null, Tags.NONE),
                                null,
                                List.of(plain),
                                NO_RECORD,
                                NOW)
                        .next();

        assertThat(next).isEqualTo(NO_RECORD);
        assertThat(decideProfile(NO_RECORD, following, plain).inherited())
                .isEqualTo(Map.of("Owner", "x"));
    }

    @Test
    void concernsTheProfilesOfARoleWhereAnInheritedTagChanges() {
        Action tagOwner = new Action.TagRole(WEB.name(), ALICE);
        Action tagTeam = new Action.TagRole(WEB.name(), Tags.of("Team", "x"));
        Action onProfile = new Action.TagProfile(PROFILE, ALICE);
        TagChange team = onRole(new TagEdit.Tagged(Tags.of("Team", "x")));

        assertThat(INHERITING.concernsProfiles(onRole(new TagEdit.Asked()), List.of())).isTrue();
        assertThat(
                        INHERITING.concernsProfiles(
                                onRole(new TagEdit.Untagged(Set.of("OWNER"))), List.of()))
                .isTrue();
        assertThat(INHERITING.concernsProfiles(team, List.of(tagTeam, onProfile))).isFalse();
        assertThat(INHERITING.concernsProfiles(team, List.of(tagTeam, tagOwner))).isTrue();
    }

    @Test
    void concernsNoProfileWhereNothingIsInherited() {
        assertThat(OWNED.concernsProfiles(onRole(new TagEdit.Asked()), List.of())).isFalse();
        assertThat(OWNED.concernsProfiles(onRole(new TagEdit.Tagged(ALICE)), List.of())).isFalse();
    }

    static final Instant TIME = Instant.parse("2026-01-15T09:30:00Z");
    static final Instant NOW = TIME.plusSeconds(5);
    static final ProfileName PROFILE = new ProfileName("prod-web");
    static final Role WEB = new Role(new RoleName("web"), "AROA-WEB", "/");
    static final Tags ALICE = Tags.of("Owner", "alice");
    static final TagFault MISSING =
            new TagFault.Missing("Owner", new NewTag("new", "TagDefaults", false));
    static final TagFault NO_VALUE = new TagFault.Missing("Team", null);
    static final TagFault MISSPELLED =
            new TagFault.Misspelled(
                    "Owner", List.of("owner"), new NewTag("new", "the tag owner", false));

    private static final Breaker BREAKER = new Breaker(2, Duration.ofMinutes(10));
    private static final TagEnforcement OWNED =
            new TagEnforcement(rules(required("Owner")), BREAKER);
    private static final TagEnforcement INHERITING =
            new TagEnforcement(inheriting(rules(), "Owner"), BREAKER);
    private static final Tags OWNER_AND_MORE = ALICE.with("x", "y");
    private static final TagRecord NO_RECORD = TagRecord.none("role/web");

    static TagChange onRole(TagEdit edit) {
        return new TagChange(new Subject.OfRole(WEB.name()), edit, CALL);
    }

    static TagChange onProfile(TagEdit edit) {
        return new TagChange(new Subject.OfProfile(PROFILE), edit, CALL);
    }

    static final Call CALL =
            new Call(
                    new Actor.User("arn:aws:iam::123456789012:user/mallory"),
                    "SomeCall",
                    "123456789012",
                    "event-1",
                    TIME);

    private static InstanceProfile profile(@Nullable Role role, Tags tags) {
        return new InstanceProfile(PROFILE, "AIPA1", "/", role, tags);
    }

    private static TagRecord corrected(int times) {
        TagRecord record = NO_RECORD;
        for (int i = 0; i < times; i++) {
            record = record.with(new Repair(TIME, "event-0" + i, "mallory"), List.of("Owner"));
        }
        return record;
    }

    private static Decided decideRole(
            TagEnforcement enforcement, TagEdit edit, TagRecord record, TagFault... faults) {
        RoleDetail found = new RoleDetail(WEB, "{}", Tags.NONE, null, TIME);
        return enforcement.role(TagCauses.of(onRole(edit)), found, List.of(faults), record, NOW);
    }

    private static TagRecord decideProfile(TagRecord record, TagFault... faults) {
        return OWNED.profile(
                        TagCauses.of(onProfile(new TagEdit.Tagged(ALICE))),
                        profile(WEB, Tags.NONE),
                        null,
                        List.of(faults),
                        record,
                        NOW)
                .next();
    }

    private static List<Kind> kinds(Decided decided) {
        return decided.plan().findings().stream().map(Finding::kind).toList();
    }
}
