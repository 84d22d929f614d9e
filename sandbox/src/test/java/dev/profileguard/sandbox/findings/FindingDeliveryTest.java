package dev.profileguard.sandbox.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.DeadLetters;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.finding.delivery.FindingDelivery;
import dev.profileguard.finding.delivery.FindingLedger;
import dev.profileguard.finding.delivery.FindingRecord;
import dev.profileguard.finding.delivery.FindingSink;
import dev.profileguard.finding.delivery.Undelivered;
import dev.profileguard.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class FindingDeliveryTest {
    @Test
    void aHundredConcurrentDuplicatesAreReportedOnce() throws Exception {
        inParallel(i -> deliver(evaluation(Kind.ROLE_GONE, "event-1"), "request-" + i));

        assertThat(sent).hasSize(1);
        assertThat(ledger().load(Rule.PROFILE_GUARD, SUBJECT).entries())
                .allMatch(entry -> entry.claim() == null)
                .hasSize(1);
    }

    @Test
    void ofAHundredConcurrentFindingsNoneIsLost() throws Exception {
        inParallel(i -> deliver(evaluation(Kind.CHANGE_ADOPTED, "event-" + i), "request-" + i));

        assertThat(sent.stream().map(notice -> notice.finding().eventId()).distinct()).hasSize(100);
    }

    @Test
    void killedBetweenClaimAndDeliveryItIsReportedByTheRetry() {
        killed = true;
        assertThatThrownBy(
                        () -> deliver(evaluation(Kind.BASELINE_RECORDED, "event-1"), "request-1"))
                .isInstanceOf(Killed.class);
        killed = false;
        deliver(evaluation(null, "event-2"), "request-2");
        assertThat(sent).isEmpty();

        deliver(evaluation(null, "event-1"), "request-1");

        assertThat(sent)
                .extracting(notice -> notice.finding().eventId())
                .containsExactly("event-1");
    }

    @Test
    void killedForGoodItIsReportedByTheNextEvaluationMinutesLater() {
        killed = true;
        assertThatThrownBy(() -> deliver(evaluation(Kind.ROLE_GONE, "event-1"), "request-1"))
                .isInstanceOf(Killed.class);
        killed = false;
        account.sandbox().advance(FindingRecord.CLAIM_DURATION);

        deliver(evaluation(Kind.ROLE_GONE, "event-2"), "request-2");
        deliver(evaluation(Kind.ROLE_GONE, "event-3"), "request-3");

        assertThat(sent)
                .extracting(notice -> notice.finding().eventId())
                .containsExactly("event-1");
    }

    @Test
    void anIntentKeepsTheRecordedFinding() {
        deliver(evaluation(Kind.ROLE_GONE, "event-1"), "request-1");
        FindingRecord before = ledger().load(Rule.PROFILE_GUARD, SUBJECT);

        begin(Kind.ROLE_REVERTED, "event-2", "request-2");
        begin(Kind.ROLE_REVERTED, "event-3", "request-3");

        FindingRecord after = ledger().load(Rule.PROFILE_GUARD, SUBJECT);
        assertThat(after.entries()).isEqualTo(before.entries());
        assertThat(after.version()).isEqualTo(before.version() + 2);
        assertThat(after.intents())
                .extracting(each -> each.notice().finding().eventId())
                .containsExactly("event-2", "event-3");
        assertThat(sent).hasSize(1);
    }

    @Test
    void withoutItsTableFindingsAreStillDelivered() {
        FindingDelivery tableless = delivery(new FindingLedger(dynamo(), "no-such-table"));

        DeliveryReport delivery =
                tableless.deliver(List.of(evaluation(Kind.ROLE_GONE, "event-1")), "request-1");

        assertThat(sent).hasSize(1);
        assertThat(delivery.errors())
                .singleElement()
                .asString()
                .contains("may be sent again", SUBJECT);
    }

    @Test
    void aSweepReadsTheLedgerByThePage() {
        IntStream.range(0, 50)
                .forEach(i ->
                        deliver(evaluation(Kind.ROLE_GONE, "event", SUBJECT + i), "request-" + i));
        List<String> database = new ArrayList<>();
        account.sandbox().database().observer(database::add);
        FindingDelivery sweep = delivery(ledger().preloaded());
        List<Evaluation> evaluations =
                IntStream.range(0, 100)
                        .mapToObj(i -> evaluation(Kind.ROLE_GONE, "again", SUBJECT + i))
                        .toList();

        sweep.deliver(evaluations, "sweep");

        assertThat(database).filteredOn(each -> each.equals("Scan")).hasSize(1);
        assertThat(database).doesNotContain("GetItem");
        assertThat(database).filteredOn(each -> each.equals("PutItem")).hasSize(2 * 50);
        assertThat(sent).hasSize(100);
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        deliver(evaluation(Kind.ROLE_GONE, "event-1"), "request-1");
        deliver(evaluation(Kind.CHANGE_ADOPTED, "event-2"), "request-2");

        FindingRecord record = ledger().load(Rule.PROFILE_GUARD, SUBJECT.toUpperCase(Locale.ROOT));

        assertThat(record.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.notice()).isEqualTo(sent.peek()));
        assertThat(record.occurred()).containsKey("change-adopted event-2");
        assertThat(record.subject()).isEqualTo(SUBJECT);
    }

    private static final String SUBJECT = "instance-profile/prod-web";

    private final NotifiedAccount account = NotifiedAccount.with();
    private final ConcurrentLinkedQueue<Notice> sent = new ConcurrentLinkedQueue<>();
    private boolean killed;

    @AfterEach
    void close() {
        account.close();
    }

    private void deliver(Evaluation evaluation, String by) {
        delivery(ledger()).deliver(List.of(evaluation), by);
    }

    private void begin(Kind kind, String eventId, String by) {
        List<Finding> findings = evaluation(kind, eventId).findings();
        ledger().addIntents(
                        Rule.PROFILE_GUARD,
                        SUBJECT,
                        FindingRecord.intentsOf(findings, by, account.sandbox().clock().instant()));
    }

    private FindingLedger ledger() {
        return new FindingLedger(dynamo(), "profile-guard-FindingsTable");
    }

    private DynamoDbClient dynamo() {
        return account.sandbox().dynamo();
    }

    private FindingDelivery delivery(FindingLedger ledger) {
        return new FindingDelivery(
                ledger,
                List.of(new Collecting()),
                new DeadLetters(
                        () -> account.sandbox().notifyServices().queues(Sandbox.user("somebody")),
                        "https://sqs.us-east-1.amazonaws.com/123456789012/profile-guard-UndeliveredFindings"),
                account.sandbox().clock(),
                (Duration time) -> {});
    }

    /// CHANGE_ADOPTED comes from an event, not from a sweep.
    private static Evaluation evaluation(@Nullable Kind kind, String eventId) {
        return evaluation(kind, eventId, SUBJECT);
    }

    private static Evaluation evaluation(@Nullable Kind kind, String eventId, String subject) {
        List<Finding> findings =
                kind == null
                        ? List.of()
                        : List.of(
                                new Finding(
                                        kind,
                                        subject,
                                        "123456789012",
                                        "mallory",
                                        "did it",
                                        List.of("nothing"),
                                        List.of("look"),
                                        eventId));
        return new Evaluation(
                Rule.PROFILE_GUARD,
                subject,
                findings,
                List.of(),
                kind != Kind.CHANGE_ADOPTED,
                false);
    }

    private static void inParallel(IntConsumer each) throws Exception {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            tasks.add(() -> {
                each.accept(number);
                return true;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    private final class Collecting implements FindingSink {
        @Override
        public String name() {
            return "collecting";
        }

        @Override
        public List<Undelivered> send(List<Notice> notices) {
            if (killed) {
                throw new Killed();
            }
            sent.addAll(notices);
            return List.of();
        }
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
