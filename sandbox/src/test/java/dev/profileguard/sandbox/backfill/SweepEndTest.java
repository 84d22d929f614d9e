package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudwatch.Alarm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.IamException;

/// What a sweep says about itself when it went through everything, and which alarms follow.
class SweepEndTest {
    @Test
    void aSweepInWhichSubjectsFailIsAFindingUntilTheNextGoodOne() {
        refuse("TagRole");
        account.backfill(SWEEP);
        account.later(Duration.ofMinutes(1));
        account.backfill(SWEEP);
        List<String> during = mails();
        allow();
        account.later(Duration.ofMinutes(1));
        account.backfill(SWEEP);

        String finding = "sweep-failed: account/123456789012";
        assertThat(during)
                .containsOnlyOnce("[WARNING] " + finding)
                .doesNotContain("[RESOLVED] " + finding);
        assertThat(mails()).containsOnlyOnce("[RESOLVED] " + finding);
        assertThat(account.finding("sweep-failed").get("cause"))
                .asString()
                .contains(
                        "rules failed 3 times",
                        "3 times tags: refused by a test, such as role/batch, role/deployer");
    }

    @Test
    void theReasonsOfAllPartsAreInTheFinding() {
        account.oneSubjectEach(
                "\"mode\": \"sweep\"",
                call -> {
                    if (call.operation().equals("TagRole")) {
                        throw refusal();
                    }
                });

        assertThat(account.finding("sweep-failed").get("cause"))
                .asString()
                .contains("such as role/batch, role/deployer, role/web");
        assertThat(mails()).containsOnlyOnce("[WARNING] sweep-failed: account/123456789012");
    }

    @Test
    void aSweepOfSomeNamesSaysNothingAboutTheWholeAccount() {
        refuse("TagRole");
        account.backfill("{\"mode\": \"sweep\", \"names\": [\"batch\"]}");

        assertThat(account.findings()).doesNotContain("sweep-failed").contains("tags-failed");
        assertThat(alarm("SweepMissingAlarm")).isEqualTo("ALARM");
    }

    @Test
    void aPlanSaysNothingUnlessTheScheduleMakesPlans() {
        account.sandbox().queues().send(queue("ProfileGuardFailures"), "{}");
        account.backfill("{\"mode\": \"plan\"}");

        assertThat(mails()).noneMatch(mail -> mail.contains("delivery-fault"));
    }

    @Test
    void aFaultOfDeliveryIsAFindingUntilItIsGone() {
        account.sandbox().queues().send(queue("ProfileGuardFailures"), "{}");
        account.backfill(SWEEP);
        account.later(Duration.ofMinutes(1));
        account.backfill(SWEEP);
        List<String> during = mails();
        String alarmDuring = alarm("DeliveryFaultsAlarm");
        String letters = queue("ProfileGuardFailures");
        account.sandbox()
                .queues()
                .receive(letters, 1)
                .forEach(letter -> account.sandbox().queues().delete(letters, letter));
        account.sandbox().clock().move(Duration.ofMinutes(10));
        account.backfill(SWEEP);

        String finding = "delivery-fault: queue/profile-guard-ProfileGuardFailures";
        assertThat(during).containsOnlyOnce("[WARNING] " + finding);
        assertThat(alarmDuring).isEqualTo("ALARM");
        assertThat(mails()).containsOnlyOnce("[RESOLVED] " + finding);
        assertThat(alarm("DeliveryFaultsAlarm")).isEqualTo("OK");
    }

    /// The first sweep records what there is, so it reports no empty table.
    @Test
    void theFirstSweepHasNoFaults() {
        account.backfill(SWEEP);

        assertThat(account.findings()).doesNotContain("delivery-fault");
        assertThat(alarm("DeliveryFaultsAlarm")).isEqualTo("OK");
    }

    @Test
    void theAbsenceOfFinishedSweepsIsAnAlarm() {
        assertThat(alarm("SweepMissingAlarm")).isEqualTo("ALARM");
        account.backfill(SWEEP);
        assertThat(alarm("SweepMissingAlarm")).isEqualTo("OK");

        account.later(Duration.ofHours(13));
        assertThat(alarm("SweepMissingAlarm")).isEqualTo("OK");
        account.later(Duration.ofHours(4));
        assertThat(alarm("SweepMissingAlarm")).isEqualTo("ALARM");
    }

    @Test
    void whereNoSweepIsScheduledNoneIsAwaited() {
        assertThat(names("SweepMode", "off")).doesNotContain("SweepMissingAlarm");
        assertThat(names("SweepMode", "sweep", "SweepAlarmHours", "0"))
                .doesNotContain("SweepMissingAlarm");
        assertThat(names("SweepMode", "plan")).contains("SweepMissingAlarm");
    }

    @Test
    void aCriticalFindingIsAnAlarmUntilASweepFindsNone() {
        account.backfill(SWEEP);
        assertThat(alarm("CriticalFindingsAlarm")).isEqualTo("OK");

        SweptAccount.remove(account.as("mallory"), "prod-web", "web");
        account.as("mallory").deleteRole(r -> r.roleName("web"));
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);
        account.sandbox().clock().move(Duration.ofHours(5));

        assertThat(account.findings()).contains("role-gone");
        assertThat(alarm("CriticalFindingsAlarm")).isEqualTo("ALARM");
    }

    private static final String SWEEP = "{\"mode\": \"sweep\"}";
    private static final String OWNER =
            """
            {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
              "enforced_for": {"@@assign": ["iam:role"]}}}}\
            """;

    private final SweptAccount account = account();

    private static SweptAccount account() {
        SweptAccount account =
                SweptAccount.with(
                        "TagMode",
                        "enforce",
                        "TagPolicy",
                        OWNER,
                        "TagDefaults",
                        "Owner=nobody",
                        "UnattributedGraceMinutes",
                        "0",
                        "SweepMode",
                        "sweep",
                        "SweepSchedule",
                        "rate(30 days)",
                        "FindingsTopic",
                        "arn:aws:sns:us-east-1:123456789012:alerts");
        account.role("web");
        account.profile("prod-web", "web");
        account.role("batch");
        return account;
    }

    private static List<String> names(String... parameters) {
        try (SweptAccount other = SweptAccount.with(parameters)) {
            return other.sandbox().alarms().stream().map(Alarm::name).toList();
        }
    }

    private String queue(String name) {
        return account.sandbox().template().queues().stream()
                .filter(each -> each.logicalId().equals(name))
                .map(QueueDefinition::arn)
                .findFirst()
                .orElseThrow();
    }

    private String alarm(String name) {
        return account.sandbox().alarms().stream()
                .filter(alarm -> alarm.name().equals(name))
                .map(alarm -> alarm.state().name())
                .findFirst()
                .orElse("no alarm");
    }

    private void refuse(String operation) {
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("Backfill")
                            && call.operation().equals(operation)) {
                        throw refusal();
                    }
                });
    }

    private static IamException refusal() {
        return (IamException)
                IamException.builder().statusCode(403).message("refused by a test").build();
    }

    private void allow() {
        account.sandbox().account().gate(call -> {});
    }

    private List<String> mails() {
        return account.sandbox().notifications().messages().stream()
                .map(each -> String.valueOf(each.subject()))
                .toList();
    }

    @AfterEach
    void close() {
        account.close();
    }
}
