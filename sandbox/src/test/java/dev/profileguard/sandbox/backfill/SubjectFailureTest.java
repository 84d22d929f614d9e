package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.counts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.IamException;

/// A rule that fails for one role or profile is reported, and the sweep goes on and is not green.
class SubjectFailureTest {
    @ParameterizedTest
    @MethodSource("failures")
    void isReportedOnceAndResolvedWhenTheSubjectSucceeds(Failure failure) {
        try (SweptAccount account = account()) {
            refuse(account, failure);
            Map<String, Object> failed = account.backfill(SWEEP);
            account.later(Duration.ofMinutes(1));
            account.backfill(SWEEP);
            List<String> during = mails(account);
            allow(account);
            account.later(Duration.ofMinutes(1));
            Map<String, Object> succeeded = account.backfill(SWEEP);

            String finding = "%s: %s".formatted(failure.kind(), failure.subject());
            assertThat(during).containsOnlyOnce("[WARNING] " + finding);
            assertThat(during).doesNotContain("[RESOLVED] " + finding);
            assertThat(mails(account)).containsOnlyOnce("[RESOLVED] " + finding);
            assertThat(account.finding(failure.kind()).get("cause"))
                    .asString()
                    .contains("refused by a test", failure.subject());
            assertThat(failed).containsEntry("failed", 1);
            assertThat(succeeded).containsEntry("failed", 0);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void leavesTheOthersToBeSettled(Failure failure) {
        try (SweptAccount account = account()) {
            refuse(account, failure);
            account.backfill(SWEEP);
            allow(account);
            account.later(Duration.ofMinutes(1));
            account.backfill(SWEEP);

            assertThat(account.entries())
                    .filteredOn(entry -> entry.kind() == Entry.Kind.CALL)
                    .filteredOn(entry -> String.valueOf(entry.actor()).contains("Backfill"))
                    .filteredOn(entry -> "iam".equals(entry.service()))
                    .filteredOn(entry ->
                            List.of("Get", "List").stream()
                                    .noneMatch(String.valueOf(entry.operation())::startsWith))
                    .isNotEmpty()
                    .allMatch(entry -> failure.touches().contains(entry.subject()));
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isReportedForTheItemOfAPlan(Failure failure) {
        try (SweptAccount account = account()) {
            Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
            account.later(Duration.ofMinutes(1));
            refuse(account, failure);
            Map<String, Object> applied =
                    account.backfill(
                            "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan")));

            assertThat(mails(account))
                    .contains("[WARNING] %s: %s".formatted(failure.kind(), failure.subject()));
            assertThat(applied).containsEntry("failed", 1);
        }
    }

    @Test
    void ofAllPartsTogetherAreCounted() {
        try (SweptAccount account = account()) {
            List<Map<String, Object>> parts =
                    account.oneSubjectEach(
                            "\"mode\": \"sweep\"",
                            call -> {
                                if (call.operation().equals("TagRole")) {
                                    throw refusal();
                                }
                            });

            assertThat(parts).hasSizeGreaterThan(4);
            assertThat(counts(parts.getLast(), "tags")).containsEntry("failed", 2);
            assertThat(parts.getLast()).containsEntry("failed", 2);
        }
    }

    @Test
    void endsTheScheduledSweepAsFailedAfterAllParts() {
        try (SweptAccount account = account("SweepMode", "sweep")) {
            refuse(account, failures().findFirst().orElseThrow());
            account.sandbox().advance(Duration.ofHours(3).plusMinutes(2));

            assertThat(account.sandbox().timeline().entries(Entry.Kind.EXECUTION))
                    .last()
                    .extracting(Entry::outcome)
                    .asString()
                    .startsWith("failed: SomeFailed");
            assertThat(account.profiles()).containsEntry("zed", "zed");
            assertThat(account.sandbox().alarms())
                    .filteredOn(alarm -> alarm.name().equals("SweepFailedAlarm"))
                    .extracting(alarm -> alarm.state().name())
                    .containsExactly("ALARM");

            allow(account);
            account.sandbox().advance(Duration.ofHours(6));

            assertThat(account.sandbox().timeline().entries(Entry.Kind.EXECUTION))
                    .last()
                    .extracting(Entry::operation)
                    .isEqualTo("ExecutionSucceeded");
        }
    }

    /// One call that is refused.
    ///
    /// @param touches what the next sweep changes, once it is not
    record Failure(
            String operation, String about, String kind, String subject, List<String> touches) {
        @Override
        public String toString() {
            return kind;
        }
    }

    static Stream<Failure> failures() {
        return Stream.of(
                new Failure(
                        "AddRoleToInstanceProfile",
                        "=prod-web,",
                        "guard-failed",
                        "instance-profile/prod-web",
                        List.of("instance-profile/prod-web")),
                new Failure(
                        "CreateInstanceProfile",
                        "=batch,",
                        "provision-failed",
                        "role/batch",
                        List.of("instance-profile/batch")),
                new Failure(
                        "TagRole", "=batch,", "tags-failed", "role/batch", List.of("role/batch")));
    }

    private static void refuse(SweptAccount account, Failure failure) {
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("Backfill")
                            && call.operation().equals(failure.operation())
                            && String.valueOf(call.request()).contains(failure.about())) {
                        throw refusal();
                    }
                });
    }

    private static AwsServiceException refusal() {
        return IamException.builder().statusCode(403).message("refused by a test").build();
    }

    private static void allow(SweptAccount account) {
        account.sandbox().account().gate(call -> {});
    }

    /// A guarded profile without its role, and roles without profiles and tags.
    private static SweptAccount account(String... parameters) {
        String[] all =
                Stream.concat(
                                Stream.of(
                                        "UnattributedGraceMinutes", "0",
                                        "ProvisionMode", "enforce",
                                        "ProvisionFor", "all",
                                        "TagMode", "enforce",
                                        "TagPolicy", OWNER,
                                        "TagDefaults", "Owner=nobody",
                                        "FindingsTopic", TOPIC),
                                Stream.of(parameters))
                        .toArray(String[]::new);
        SweptAccount account = SweptAccount.with(all);
        account.role("web");
        account.profile("prod-web", "web");
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);
        account.later(Duration.ofHours(1));
        SweptAccount.remove(account.as("mallory"), "prod-web", "web");
        account.role("batch");
        account.role("zed");
        account.sandbox().clock().move(Duration.ofHours(1));
        account.forget();
        return account;
    }

    private static List<String> mails(SweptAccount account) {
        return account.sandbox().notifications().messages().stream()
                .map(each -> String.valueOf(each.subject()))
                .toList();
    }

    private static final String SWEEP = "{\"mode\": \"sweep\"}";
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";
    private static final String OWNER =
            """
            {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
              "enforced_for": {"@@assign": ["iam:role"]}}}}\
            """;
}
