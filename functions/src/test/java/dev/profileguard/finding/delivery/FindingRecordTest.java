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
    void reportsAnOpenFindingOnceAndItsResolution() {
        evaluate(finding(Kind.ROLE_GONE, "e1"));
        evaluate(finding(Kind.ROLE_GONE, "e2"));
        evaluate(finding(Kind.ROLE_GONE, "e3"));
        evaluate();
        evaluate();

        assertThat(reported).containsExactly("open role-gone e1", "resolved role-gone e1");
        assertThat(record.isEmpty()).isTrue();
    }

    @Test
    void reportsAFindingAgainWhenItReturns() {
        evaluate(finding(Kind.ROLE_GONE, "e1"));
        evaluate();
        evaluate(finding(Kind.ROLE_GONE, "e2"));

        assertThat(reported).last().isEqualTo("open role-gone e2");
    }

    @Test
    void reportsAnOccurrenceOnceForEachEvent() {
        evaluate(finding(Kind.CHANGE_ADOPTED, "e1"));
        evaluate(finding(Kind.CHANGE_ADOPTED, "e1"));
        evaluate(finding(Kind.CHANGE_ADOPTED, "e2"));
        evaluate();

        assertThat(reported)
                .containsExactly("occurred change-adopted e1", "occurred change-adopted e2");
    }

    @Test
    void aRepairIsAnOccurrenceAndAnObservedDriftStaysOpen() {
        evaluate(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e1"));
        evaluate(List.of(Effect.WOULD_DO), finding(Kind.GUARD_TAG_REVERTED, "e2"));
        evaluate(List.of(Effect.DONE, Effect.TAGS_FULL), finding(Kind.GUARD_TAG_REVERTED, "e3"));

        assertThat(reported)
                .containsExactly("occurred role-reverted e1", "open guard-tag-reverted e2");
    }

    @Test
    void aRepairResolvesAnOpenDriftWithoutAnotherNotice() {
        evaluate(List.of(Effect.WOULD_DO), finding(Kind.ROLE_REVERTED, "e1"));
        evaluate(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e2"));
        evaluate(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e2"));

        assertThat(reported).containsExactly("open role-reverted e1", "resolved role-reverted e2");
    }

    @Test
    void anIncompleteEvaluationResolvesNothing() {
        evaluate(finding(Kind.ROLE_GONE, "e1"));
        deliver(
                new Evaluation(Rule.PROFILE_GUARD, SUBJECT, List.of(), List.of(), false, false),
                "r");

        assertThat(reported).containsExactly("open role-gone e1");
    }

    @Test
    void doesNotSendANoticeThatAnotherInvocationHasClaimed() {
        claim(lookAt(finding(Kind.ROLE_GONE, "e1")), "request-1");

        assertThat(claim(lookAt(finding(Kind.ROLE_GONE, "e1")), "request-2")).isEmpty();
    }

    @Test
    void theRetryOfAKilledInvocationSendsItsClaimedNoticesAtOnce() {
        claim(lookAt(finding(Kind.ROLE_REVERTED, "e1")), "request-1");

        assertThat(claim(lookAt(), "request-1"))
                .extracting(notice -> notice.finding().eventId())
                .containsExactly("e1");
    }

    @Test
    void anotherInvocationSendsNoticesWithAnExpiredClaim() {
        claim(lookAt(finding(Kind.BASELINE_RECORDED, "e1")), "request-1");
        now = now.plus(FindingRecord.CLAIM_DURATION).minusSeconds(1);
        assertThat(claim(lookAt(), "request-2")).isEmpty();

        now = now.plusSeconds(1);

        assertThat(claim(lookAt(), "request-3")).hasSize(1);
        assertThat(claim(lookAt(), "request-4")).isEmpty();
    }

    @Test
    void keepsTheClaimsOfOtherInvocations() {
        List<Notice> first = claim(lookAt(finding(Kind.ROLE_GONE, "e1")), "request-1");
        now = now.plus(FindingRecord.CLAIM_DURATION);
        claim(lookAt(finding(Kind.ROLE_GONE, "e1")), "request-2");

        record = record.withSent(first, "request-1", now);

        assertThat(record.entries()).allMatch(entry -> entry.claim() != null);
    }

    @Test
    void findingsReplaceTheIntentsOfTheirAttempt() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        deliver(
                intentLogged(List.of(Effect.DONE), finding(Kind.PROFILE_RESTORED, "e1")),
                "request-1");

        assertThat(reported).containsExactly("occurred profile-restored e1");
        assertThat(record.intents()).isEmpty();
    }

    @Test
    void doesNotReportAnIntentThatLedToNoFinding() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        deliver(intentLogged(List.of(Effect.ALREADY)), "request-1");
        now = now.plus(FindingRecord.CLAIM_DURATION);
        evaluate();

        assertThat(reported).isEmpty();
        assertThat(record.isEmpty()).isTrue();
    }

    @Test
    void reportsTheIntentOfAWriteThatWasNotVerified() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        deliver(intentLogged(List.of(Effect.DONE)), "request-1");

        assertThat(reported).containsExactly("occurred role-reverted e1");
    }

    @Test
    void theRetryOfAKilledRepairReportsItsIntents() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        deliver(lookAt(), "request-1");
        deliver(lookAt(), "request-1");

        assertThat(reported).containsExactly("occurred role-reverted e1");
    }

    @Test
    void reportsAFindingThatPersistsAfterAKilledRepairInsteadOfItsIntent() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        deliver(intentLogged(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e1")), "request-1");
        deliver(lookAt(), "request-1");

        assertThat(reported).containsExactly("occurred role-reverted e1");
    }

    @Test
    void doesNotReportTheIntentsOfAnotherInvocationBeforeTheyExpire() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        assertThat(claim(lookAt(), "request-2")).isEmpty();
        assertThat(record.intents()).hasSize(1);
        now = now.plus(FindingRecord.CLAIM_DURATION);

        assertThat(claim(lookAt(), "request-3")).hasSize(1);
        assertThat(claim(lookAt(), "request-4")).isEmpty();
    }

    @Test
    void anIntentOfAKilledRepairResolvesAnOpenDrift() {
        evaluate(List.of(Effect.WOULD_DO), finding(Kind.ROLE_REVERTED, "e1"));
        storeIntents("request-x", finding(Kind.ROLE_REVERTED, "e2"));
        deliver(lookAt(), "request-x");

        assertThat(reported).containsExactly("open role-reverted e1", "resolved role-reverted e2");
    }

    @Test
    void anIncompleteRetryKeepsIntents() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        deliver(partial(finding(Kind.CHANGE_ADOPTED, "e1")), "request-1");

        assertThat(record.intents()).hasSize(1);
    }

    @Test
    void aFindingOfAnotherEventDoesNotReplaceAnIntent() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));
        now = now.plus(FindingRecord.CLAIM_DURATION);
        evaluate(List.of(Effect.DONE), finding(Kind.ROLE_REVERTED, "e2"));

        assertThat(reported)
                .containsExactly("occurred role-reverted e1", "occurred role-reverted e2");
    }

    @Test
    void anOpenFindingReplacesAnIntentOfItsKind() {
        storeIntents("request-1", finding(Kind.ROLE_GONE, "e1"));
        now = now.plus(FindingRecord.CLAIM_DURATION);
        evaluate(finding(Kind.ROLE_GONE, "e2"));

        assertThat(reported).containsExactly("open role-gone e2");
    }

    @Test
    void anIntentResolvesNothingInAnIncompleteEvaluation() {
        evaluate(List.of(Effect.WOULD_DO), finding(Kind.ROLE_REVERTED, "e1"));
        storeIntents("request-x", finding(Kind.ROLE_REVERTED, "e2"));
        now = now.plus(FindingRecord.CLAIM_DURATION);
        deliver(partial(finding(Kind.BREAKER_OPEN, "e3")), "request-y");

        assertThat(reported).containsExactly("open role-reverted e1", "open breaker-open e3");
        assertThat(record.intents()).hasSize(1);
    }

    @Test
    void anIncompleteAttemptReplacesItsOwnIntents() {
        storeIntents("request-1", finding(Kind.PROFILE_RETIRED, "e1"));
        Finding retired = finding(Kind.PROFILE_RETIRED, "e1");
        Evaluation evaluation = intentLogged(List.of(Effect.DONE), retired);
        deliver(
                new Evaluation(
                        evaluation.rule(),
                        evaluation.subject(),
                        evaluation.findings(),
                        evaluation.performed(),
                        false,
                        true),
                "request-1");

        assertThat(reported).containsExactly("occurred profile-retired e1");
        assertThat(record.intents()).isEmpty();
    }

    @Test
    void withdrawingRemovesOnlyTheIntentsOfTheInvocation() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));

        assertThat(record.withoutIntents("request-1").isEmpty()).isTrue();
        assertThat(record.withoutIntents("request-2")).isEqualTo(record);
    }

    @Test
    void intentsExpire() {
        storeIntents("request-1", finding(Kind.ROLE_REVERTED, "e1"));

        assertThat(record.expires()).isEqualTo(now.plus(FindingRecord.RETENTION));
    }

    @Test
    void storesOccurrencesForATimeAndOpenFindingsWithoutLimit() {
        evaluate(finding(Kind.CHANGE_ADOPTED, "e1"));
        assertThat(record.expires()).isEqualTo(now.plus(FindingRecord.RETENTION));

        evaluate(finding(Kind.ROLE_GONE, "e2"));

        assertThat(record.expires()).isNull();
    }

    @Test
    void dropsTheOldestOfManyOccurrences() {
        for (int i = 0; i <= FindingRecord.MAX_OCCURRED; i++) {
            now = now.plusSeconds(1);
            evaluate(finding(Kind.CHANGE_ADOPTED, "e" + i));
        }

        assertThat(record.occurred())
                .hasSize(FindingRecord.MAX_OCCURRED)
                .doesNotContainKey("change-adopted e0");
    }

    @Test
    void cutsTextsThatAreTooLongForSinks() {
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

    private final List<String> reported = new ArrayList<>();
    private FindingRecord record = FindingRecord.none(Rule.PROFILE_GUARD, SUBJECT);
    private Instant now = Instant.parse("2026-01-15T09:30:00Z");
    private int requests;

    private void evaluate(Finding... findings) {
        deliver(lookAt(findings), "request-" + requests++);
    }

    private void evaluate(List<Effect> effects, Finding... findings) {
        deliver(lookAt(effects, findings), "request-" + requests++);
    }

    private void deliver(Evaluation evaluation, String by) {
        now = now.plus(Duration.ofSeconds(1));
        List<Notice> notices = claim(evaluation, by);
        notices.forEach(notice ->
                reported.add(
                        "%s %s %s"
                                .formatted(
                                        notice.status().text(),
                                        notice.finding().kind().text(),
                                        notice.finding().eventId())));
        record = record.withSent(notices, by, now);
    }

    private List<Notice> claim(Evaluation evaluation, String by) {
        Claimed claimed = record.claim(evaluation, by, now);
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

    private static Evaluation intentLogged(List<Effect> effects, Finding... findings) {
        Evaluation evaluation = lookAt(effects, findings);
        return new Evaluation(
                evaluation.rule(),
                evaluation.subject(),
                evaluation.findings(),
                evaluation.performed(),
                true,
                true);
    }

    private void storeIntents(String by, Finding... findings) {
        record =
                new FindingRecord(
                        Rule.PROFILE_GUARD,
                        SUBJECT,
                        record.entries(),
                        FindingRecord.intentsOf(List.of(findings), by, now),
                        record.occurred(),
                        record.version());
    }

    private static Finding finding(Kind kind, String eventId) {
        return new Finding(
                kind,
                SUBJECT,
                "123456789012",
                "mallory",
                "did it",
                List.of("what was tried"),
                List.of(),
                eventId);
    }
}
