package dev.profileguard.finding.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.FindingRecord.Claimed;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingRecordTest {
    @Test
    void tellsWhatLastsOnceAndThatItIsOver() {
        look(finding(Kind.ROLE_GONE, "e1"));
        look(finding(Kind.ROLE_GONE, "e2"));
        look(finding(Kind.ROLE_GONE, "e3"));
        look();
        look();

        assertThat(told).containsExactly("open role-gone e1", "resolved role-gone e1");
        assertThat(record.isEmpty()).isTrue();
    }

    @Test
    void tellsItAgainWhenItComesBack() {
        look(finding(Kind.ROLE_GONE, "e1"));
        look();
        look(finding(Kind.ROLE_GONE, "e2"));

        assertThat(told).last().isEqualTo("open role-gone e2");
    }

    @Test
    void tellsAnOccurrenceOnceAnEvent() {
        look(finding(Kind.CHANGE_ADOPTED, "e1"));
        look(finding(Kind.CHANGE_ADOPTED, "e1"));
        look(finding(Kind.CHANGE_ADOPTED, "e2"));
        look();

        assertThat(told)
                .containsExactly("occurred change-adopted e1", "occurred change-adopted e2");
    }

    @Test
    void aRepairIsAnOccurrenceAndADriftThatIsOnlyObservedLasts() {
        look(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e1"));
        look(List.of(Effect.WOULD_DO), finding(Kind.GUARD_TAG_REVERTED, "e2"));
        look(List.of(Effect.DONE, Effect.TAGS_FULL), finding(Kind.GUARD_TAG_REVERTED, "e3"));

        assertThat(told).containsExactly("occurred role-reverted e1", "open guard-tag-reverted e2");
    }

    @Test
    void aDriftThatIsPutBackInTheEndIsResolvedByItsRepairAndNotToldTwice() {
        look(List.of(Effect.WOULD_DO), finding(Kind.ROLE_REVERTED, "e1"));
        look(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e2"));
        look(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e2"));

        assertThat(told).containsExactly("open role-reverted e1", "resolved role-reverted e2");
    }

    @Test
    void aLookThatSawNotAllResolvesNothing() {
        look(finding(Kind.ROLE_GONE, "e1"));
        tell(new Evaluation(Rule.PROFILE_GUARD, SUBJECT, List.of(), List.of(), false, false), "r");

        assertThat(told).containsExactly("open role-gone e1");
    }

    @Test
    void whatSomebodyElseIsAboutToSendIsLeftToThem() {
        claim(lookAt(finding(Kind.ROLE_GONE, "e1")), "request-1");

        assertThat(claim(lookAt(finding(Kind.ROLE_GONE, "e1")), "request-2")).isEmpty();
    }

    @Test
    void theRetryOfAKilledInvocationSendsWhatItHadClaimedAtOnce() {
        claim(lookAt(finding(Kind.ROLE_REVERTED, "e1")), "request-1");

        assertThat(claim(lookAt(), "request-1"))
                .extracting(notice -> notice.finding().eventId())
                .containsExactly("e1");
    }

    @Test
    void whoeverComesLongAfterAKillSendsWhatWasClaimed() {
        claim(lookAt(finding(Kind.BASELINE_RECORDED, "e1")), "request-1");
        now = now.plus(FindingRecord.CLAIM).minusSeconds(1);
        assertThat(claim(lookAt(), "request-2")).isEmpty();

        now = now.plusSeconds(1);

        assertThat(claim(lookAt(), "request-3")).hasSize(1);
        assertThat(claim(lookAt(), "request-4")).isEmpty();
    }

    @Test
    void whatWasClaimedByOthersMeanwhileStaysTheirs() {
        List<Notice> first = claim(lookAt(finding(Kind.ROLE_GONE, "e1")), "request-1");
        now = now.plus(FindingRecord.CLAIM);
        claim(lookAt(finding(Kind.ROLE_GONE, "e1")), "request-2");

        record = record.told(first, "request-1", now);

        assertThat(record.entries()).allMatch(entry -> entry.claim() != null);
    }

    @Test
    void whatWasBegunIsReplacedByWhatCameOfIt() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        tell(announced(List.of(Effect.DONE), finding(Kind.PROFILE_RESTORED, "e1")), "request-1");

        assertThat(told).containsExactly("occurred profile-restored e1");
        assertThat(record.begun()).isEmpty();
    }

    @Test
    void whatWasBegunAndTurnedOutToBeNothingIsNeverTold() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        tell(announced(List.of(Effect.ALREADY)), "request-1");
        now = now.plus(FindingRecord.CLAIM);
        look();

        assertThat(told).isEmpty();
        assertThat(record.isEmpty()).isTrue();
    }

    @Test
    void whatWasWrittenAndNotVerifiedIsToldAsBegun() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        tell(announced(List.of(Effect.DONE)), "request-1");

        assertThat(told).containsExactly("occurred role-reverted e1");
    }

    @Test
    void theRetryOfAKilledRepairTellsWhatItHadBegun() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        tell(lookAt(), "request-1");
        tell(lookAt(), "request-1");

        assertThat(told).containsExactly("occurred role-reverted e1");
    }

    @Test
    void whatIsStillSoAfterAKilledRepairIsToldByTheLookThatSeesIt() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        tell(announced(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e1")), "request-1");
        tell(lookAt(), "request-1");

        assertThat(told).containsExactly("occurred role-reverted e1");
    }

    @Test
    void whatSomebodyElseIsAboutToRepairIsLeftToThemForAWhile() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        assertThat(claim(lookAt(), "request-2")).isEmpty();
        assertThat(record.begun()).hasSize(1);
        now = now.plus(FindingRecord.CLAIM);

        assertThat(claim(lookAt(), "request-3")).hasSize(1);
        assertThat(claim(lookAt(), "request-4")).isEmpty();
    }

    @Test
    void aDriftThatWasOpenIsOverOnceItsKilledRepairIsFound() {
        look(List.of(Effect.WOULD_DO), finding(Kind.ROLE_REVERTED, "e1"));
        begin("request-x", finding(Kind.ROLE_REVERTED, "e2"));
        tell(lookAt(), "request-x");

        assertThat(told).containsExactly("open role-reverted e1", "resolved role-reverted e2");
    }

    @Test
    void aRetryThatSawNotAllLeavesWhatWasBegunForLater() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        tell(partial(finding(Kind.CHANGE_ADOPTED, "e1")), "request-1");

        assertThat(record.begun()).hasSize(1);
    }

    @Test
    void whatWasBegunForOneEventIsNotLostToAnothersFindingOfItsKind() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        now = now.plus(FindingRecord.CLAIM);
        look(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e2"));

        assertThat(told).containsExactly("occurred role-reverted e1", "occurred role-reverted e2");
    }

    @Test
    void whatWasBegunOfALastingMatterIsSaidByTheLookThatStillSeesIt() {
        begin("request-1", finding(Kind.ROLE_GONE, "e1"));
        now = now.plus(FindingRecord.CLAIM);
        look(finding(Kind.ROLE_GONE, "e2"));

        assertThat(told).containsExactly("open role-gone e2");
    }

    @Test
    void whatWasBegunEndsNothingByALookThatSawNotAll() {
        look(List.of(Effect.WOULD_DO), finding(Kind.ROLE_REVERTED, "e1"));
        begin("request-x", finding(Kind.ROLE_REVERTED, "e2"));
        now = now.plus(FindingRecord.CLAIM);
        tell(partial(finding(Kind.BREAKER_OPEN, "e3")), "request-y");

        assertThat(told).containsExactly("open role-reverted e1", "open breaker-open e3");
        assertThat(record.begun()).hasSize(1);
    }

    @Test
    void whatTheVeryAttemptToldIsNoLongerBegunAlthoughItSawNotAll() {
        begin("request-1", finding(Kind.PROFILE_RETIRED, "e1"));
        Finding retired = finding(Kind.PROFILE_RETIRED, "e1");
        Evaluation look = announced(List.of(Effect.DONE), retired);
        tell(
                new Evaluation(
                        look.rule(),
                        look.subject(),
                        look.findings(),
                        look.performed(),
                        false,
                        true),
                "request-1");

        assertThat(told).containsExactly("occurred profile-retired e1");
        assertThat(record.begun()).isEmpty();
    }

    @Test
    void whatIsWithdrawnIsForgottenAndNothingElse() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));

        assertThat(record.withdrawn("request-1").isEmpty()).isTrue();
        assertThat(record.withdrawn("request-2")).isEqualTo(record);
    }

    @Test
    void whatWasBegunAndNeverLookedAtIsForgottenOneDay() {
        begin("request-1", finding(Kind.ROLE_REVERTED, "e1"));

        assertThat(record.expires()).isEqualTo(now.plus(FindingRecord.MEMORY));
    }

    @Test
    void remembersOccurrencesForAWhileAndWhatLastsForever() {
        look(finding(Kind.CHANGE_ADOPTED, "e1"));
        assertThat(record.expires()).isEqualTo(now.plus(FindingRecord.MEMORY));

        look(finding(Kind.ROLE_GONE, "e2"));

        assertThat(record.expires()).isNull();
    }

    @Test
    void forgetsTheOldestOfManyOccurrences() {
        for (int i = 0; i <= FindingRecord.MOST_OCCURRED; i++) {
            now = now.plusSeconds(1);
            look(finding(Kind.CHANGE_ADOPTED, "e" + i));
        }

        assertThat(record.occurred())
                .hasSize(FindingRecord.MOST_OCCURRED)
                .doesNotContainKey("change-adopted e0");
    }

    @Test
    void cutsTextsThatNoSinkWouldTake() {
        Finding endless =
                new Finding(
                        Kind.ROLE_GONE,
                        SUBJECT,
                        "1",
                        "x".repeat(9_999),
                        "x".repeat(99_999),
                        List.of(),
                        Collections.nCopies(99, "x".repeat(9_999)),
                        "e");

        List<Notice> notices = claim(lookAt(endless), "r");

        assertThat(notices.getFirst().json().toString()).hasSizeLessThan(30_000);
    }

    private static final String SUBJECT = "instance-profile/prod-web";

    private final List<String> told = new ArrayList<>();
    private FindingRecord record = FindingRecord.none(Rule.PROFILE_GUARD, SUBJECT);
    private Instant now = Instant.parse("2026-01-15T09:30:00Z");
    private int requests;

    private void look(Finding... findings) {
        tell(lookAt(findings), "request-" + requests++);
    }

    private void look(List<Effect> effects, Finding... findings) {
        tell(lookAt(effects, findings), "request-" + requests++);
    }

    private void tell(Evaluation look, String by) {
        now = now.plus(Duration.ofSeconds(1));
        List<Notice> notices = claim(look, by);
        notices.forEach(notice ->
                told.add(
                        "%s %s %s"
                                .formatted(
                                        notice.status().text(),
                                        notice.finding().kind().text(),
                                        notice.finding().eventId())));
        record = record.told(notices, by, now);
    }

    private List<Notice> claim(Evaluation look, String by) {
        Claimed claimed = record.claim(look, by, now);
        record = claimed.next();
        return claimed.notices();
    }

    private static Evaluation lookAt(Finding... findings) {
        return lookAt(List.of(), findings);
    }

    private static Evaluation lookAt(List<Effect> effects, Finding... findings) {
        List<PerformedAction> performed =
                effects.stream()
                        .map(effect ->
                                new PerformedAction(
                                        new Action.DeleteProfile(new ProfileName("p")), effect))
                        .toList();
        return new Evaluation(
                Rule.PROFILE_GUARD, SUBJECT, List.of(findings), performed, true, false);
    }

    private static Evaluation partial(Finding... findings) {
        return new Evaluation(
                Rule.PROFILE_GUARD, SUBJECT, List.of(findings), List.of(), false, false);
    }

    private static Evaluation announced(List<Effect> effects, Finding... findings) {
        Evaluation look = lookAt(effects, findings);
        return new Evaluation(
                look.rule(), look.subject(), look.findings(), look.performed(), true, true);
    }

    private void begin(String by, Finding... findings) {
        record =
                new FindingRecord(
                        Rule.PROFILE_GUARD,
                        SUBJECT,
                        record.entries(),
                        FindingRecord.begin(List.of(findings), by, now),
                        record.occurred(),
                        record.version());
    }

    private static Finding finding(Kind kind, String eventId) {
        return new Finding(
                kind, SUBJECT, "123456789012", "mallory", "did it", List.of(), List.of(), eventId);
    }
}
