package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.add;
import static dev.profileguard.sandbox.backfill.SweptAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.command.replay.Replay;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.trail.RecordedCalls;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine.Help;

/// Sweeps by the schedule: no test invokes Backfill itself.
class ScheduledSweepTest {
    @Test
    void recordsBaselinesRightAfterTheDeploymentSoThatTheFirstEditIsUndone() {
        try (SweptAccount account = older("sweep")) {
            account.sandbox().settle();
            account.sandbox().faults().set("lose", "0");
            account.sandbox().advance(Duration.ofMinutes(5));

            swap(account);
            account.sandbox().settle();

            assertThat(account.profiles()).containsEntry("prod-web", "web");
            assertThat(account.writes()).isEmpty();
        }
    }

    @Test
    void repairsAfterLostEventsWithinSixHours() {
        try (SweptAccount account = older("sweep")) {
            account.later(Duration.ofMinutes(5));
            swap(account);

            account.sandbox().advance(Duration.ofHours(6));

            assertThat(account.profiles()).containsEntry("prod-web", "web");
            assertThat(account.findings()).containsExactly("role-reverted");
        }
    }

    @Test
    void runsAtEachInterval() {
        try (SweptAccount account = older("sweep", "SweepSchedule", "rate(1 hour)")) {
            account.sandbox().advance(Duration.ofMinutes(150));

            assertThat(executions(account))
                    .filteredOn("operation", "ExecutionStarted")
                    .extracting(Entry::time)
                    .containsExactly(
                            Sandbox.TEST_TIME,
                            Sandbox.TEST_TIME.plus(Duration.ofHours(1)),
                            Sandbox.TEST_TIME.plus(Duration.ofHours(2)));
        }
    }

    @Test
    void doesNothingWhenItIsOff() {
        try (SweptAccount account = older("off")) {
            account.sandbox().advance(Duration.ofDays(2));

            assertThat(executions(account)).isEmpty();
            assertThat(account.calls()).isEmpty();
        }
    }

    @Test
    void writesNothingWhenItOnlyPlans() {
        try (SweptAccount account = older("plan")) {
            account.sandbox().settle();
            swap(account);

            account.sandbox().advance(Duration.ofDays(1));

            assertThat(account.calls()).contains("ListInstanceProfiles");
            assertThat(account.writes()).isEmpty();
            assertThat(account.profiles()).containsEntry("prod-web", "evil");
            assertThat(last(account).detail()).contains("\"mode\":\"plan\"", "\"recorded\":1");
        }
    }

    @Test
    void continuesInASecondRoundWhenThereIsNoTimeLeft() {
        try (SweptAccount account = older("sweep")) {
            for (int i = 0; i < 120; i++) {
                account.profile("dev-%04d".formatted(i), null);
            }
            beforeEachCall(account, call -> account.sandbox().clock().move(TEN_SECONDS));

            account.sandbox().settle();

            assertThat(executions(account))
                    .extracting(Entry::operation)
                    .containsExactly(
                            "ExecutionStarted",
                            "TaskSucceeded",
                            "TaskSucceeded",
                            "ExecutionSucceeded");
            assertThat(last(account).detail())
                    .contains("\"part\":2", "\"recorded\":1", "\"not-guarded\":120");
            assertThat(account.calls())
                    .filteredOn(call -> call.equals("GetInstanceProfile"))
                    .hasSizeBetween(120, 125);
        }
    }

    @Test
    void raisesTheAlarmWhenItFailsInSpiteOfItsRetries() {
        try (SweptAccount account = older("sweep")) {
            beforeEachCall(account, call -> refuse());

            account.sandbox().advance(Duration.ofMinutes(15));
            String before = alarm(account);
            account.sandbox().advance(Duration.ofMinutes(1));

            assertThat(before).isEqualTo("OK");
            assertThat(last(account).outcome()).startsWith("failed: java.lang.IllegalState");
            assertThat(executions(account)).filteredOn("operation", "TaskFailed").hasSize(1 + 5);
            assertThat(alarm(account)).isEqualTo("ALARM");
        }
    }

    @Test
    void theNextSweepFollowsAFailedOne() {
        try (SweptAccount account = older("sweep")) {
            beforeEachCall(
                    account,
                    call -> {
                        if (account.sandbox().clock().instant().isBefore(AN_HOUR_LATER)) {
                            refuse();
                        }
                    });

            account.sandbox().advance(Duration.ofHours(6));

            assertThat(last(account).operation()).isEqualTo("ExecutionSucceeded");
            assertThat(alarm(account)).isEqualTo("OK");
        }
    }

    /// In a replay, only the records move the clock.
    @Test
    void isLeftOutOfAReplay() {
        Path day = Path.of("../events/ProfileGuard/role-added.json");
        RecordedCalls calls = RecordedCalls.read(List.of(day), Assertions::fail);
        Map<String, String> swept =
                Map.of("SweepMode", "sweep", "GuardMode", "enforce", "TrustedPrincipals", "nobody");
        Path template = Path.of("../template.yaml");
        Instant before = Replay.startTime(calls).minus(Duration.ofDays(1));
        try (Sandbox sandbox = Sandbox.stoppedAt(before, template, swept)) {
            Replay replay =
                    new Replay(
                            sandbox,
                            new Terminal(new PrintWriter(Writer.nullWriter()), Help.Ansi.OFF));
            replay.prepare(calls);

            replay.play(calls, () -> {});

            assertThat(sandbox.timeline().entries(Entry.Kind.INVOCATION)).isNotEmpty();
            assertThat(sandbox.timeline().entries(Entry.Kind.EXECUTION)).isEmpty();
        }
    }

    /// At one call per second this sweep takes five minutes of sandbox time.
    @Test
    @Timeout(120)
    void completesWhileTheClockIsMoved() {
        Map<String, String> slow =
                Map.of(
                        "GuardMode",
                        "enforce",
                        "TrustedPrincipals",
                        "nobody",
                        "SweepRequestsPerSecond",
                        "1");
        try (Sandbox sandbox = Sandbox.prepare(Path.of("../template.yaml"), slow)) {
            for (int i = 0; i < 300; i++) {
                String name = "dev-%03d".formatted(i);
                sandbox.iamAs("admin").createInstanceProfile(r -> r.instanceProfileName(name));
            }
            sandbox.begin();

            sandbox.advance(Duration.ofMinutes(30));

            assertThat(sandbox.timeline().entries(Entry.Kind.EXECUTION))
                    .last()
                    .extracting(Entry::operation)
                    .isEqualTo("ExecutionSucceeded");
        }
    }

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Instant AN_HOUR_LATER = Sandbox.TEST_TIME.plus(Duration.ofHours(1));

    /// An account with a guarded profile that is older than the deployment.
    private static SweptAccount older(String sweepMode, String... parameters) {
        String[] all = new String[parameters.length + 2];
        all[0] = "SweepMode";
        all[1] = sweepMode;
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        SweptAccount account = SweptAccount.with(all);
        account.role("web");
        account.role("evil");
        account.profile("prod-web", "web");
        return account;
    }

    private static void swap(SweptAccount account) {
        remove(account.as("mallory"), "prod-web", "web");
        add(account.as("mallory"), "prod-web", "evil");
    }

    private static void beforeEachCall(SweptAccount account, Consumer<IamCall> then) {
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("Backfill")) {
                        then.accept(call);
                    }
                });
    }

    private static void refuse() {
        throw new IllegalStateException("not now");
    }

    private static List<Entry> executions(SweptAccount account) {
        return account.sandbox().timeline().entries(Entry.Kind.EXECUTION);
    }

    private static Entry last(SweptAccount account) {
        return executions(account).getLast();
    }

    private static String alarm(SweptAccount account) {
        return account.sandbox().alarms().stream()
                .filter(alarm -> alarm.name().equals("SweepFailedAlarm"))
                .map(alarm -> alarm.state().name())
                .findFirst()
                .orElseThrow();
    }
}
