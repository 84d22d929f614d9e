package dev.profileguard.sandbox.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudwatch.Alarm;
import dev.profileguard.sandbox.aws.cloudwatch.Metric;
import dev.profileguard.sandbox.aws.cloudwatch.Sample;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Tag;

class CanaryTest {
    @TempDir private Path folder = Path.of(".");

    @Test
    void changesItsTagAndReceivesTheEventEachTime() {
        sandbox.settle();
        sandbox.advance(Duration.ofMinutes(30));

        assertThat(deliverySeconds()).hasSize(3);
        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
        assertThat(tag()).isEqualTo("2026-01-05T09:30:00Z");
    }

    @Test
    void sendsNothingWhileAllWritesArePaused() {
        sandbox.settle();
        int before = calls().size();
        sandbox.lambda()
                .invoke(
                        "ProfileGuard",
                        "{\"pause\": {\"minutes\": 60, \"reason\": \"incident 1234\"}}");

        InvocationResponse response = sandbox.lambda().invoke("Canary", "{\"send\": {}}");
        sandbox.advance(Duration.ofMinutes(30));

        assertThat(response.result()).containsEntry("decision", "not-sent");
        assertThat(response.result().get("why")).asString().contains("incident 1234");
        assertThat(calls()).hasSize(before);
        sandbox.advance(Duration.ofMinutes(46));
        assertThat(calls().size()).isGreaterThan(before);
    }

    @Test
    void createsItsProfileOnceAndFromThenOnOnlyWritesTheTag() {
        sandbox.settle();
        assertThat(calls())
                .containsExactly(
                        "TagInstanceProfile",
                        "GetInstanceProfile",
                        "CreateInstanceProfile",
                        "TagInstanceProfile");
        int before = calls().size();

        sandbox.advance(Duration.ofMinutes(15));

        assertThat(calls().subList(before, calls().size())).containsExactly("TagInstanceProfile");
    }

    @Test
    void createsItsProfileAlthoughReadsLag() {
        sandbox.faults().set("lag", "PT10S");

        sandbox.settle();
        sandbox.advance(Duration.ofMinutes(5));

        assertThat(deliverySeconds()).hasSize(1);
        assertThat(profile().roles()).isEmpty();
    }

    @Test
    void recreatesItsProfileWhenSomebodyDeletesIt() {
        sandbox.settle();
        sandbox.iamAs("mallory")
                .deleteInstanceProfile(r -> r.instanceProfileName("profile-guard-canary"));

        sandbox.advance(Duration.ofMinutes(16));

        assertThat(deliverySeconds()).hasSize(2);
        assertThat(sandbox.queues().messages("CanaryFailures")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "15", "30", "60"})
    void lostEventsRaiseTheAlarmAndTheFirstThatArrivesEndsIt(String minutes) {
        deploy("CanaryMinutes", minutes);
        Duration period = Duration.ofMinutes(Long.parseLong(minutes));
        sandbox.settle();
        sandbox.faults().set("lose", "1");
        sandbox.advance(period);
        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");

        sandbox.advance(period.multipliedBy(4));
        assertThat(alarm("DeliveryAlarm")).isEqualTo("ALARM");

        sandbox.faults().set("lose", "0");
        sandbox.advance(period);
        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
    }

    @Test
    void oneLostEventRaisesNoAlarm() {
        sandbox.settle();
        sandbox.faults().set("lose", "1");
        sandbox.advance(Duration.ofMinutes(15));
        sandbox.faults().set("lose", "0");

        for (int minute = 0; minute < 60; minute++) {
            sandbox.advance(Duration.ofMinutes(1));
            assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
        }
    }

    @Test
    void aDuplicateEventMeasuresTheSameTwiceAndWritesNothing() {
        sandbox.faults().set("double", "1");

        sandbox.settle();

        assertThat(deliverySeconds()).hasSize(2);
        assertThat(calls())
                .filteredOn("TagInstanceProfile"::equals)
                .hasSize(2); // one for no profile
        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
    }

    @Test
    void aDelayIsMeasured() {
        sandbox.settle();
        sandbox.faults().set("reorder", "1");
        sandbox.advance(Duration.ofMinutes(16));

        assertThat(deliverySeconds()).last().isEqualTo(30.0);
        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
    }

    @Test
    void aDelayOfMoreThanAPeriodIsNoDelivery() throws IOException {
        String event = Files.readString(Path.of("../events/Canary/came-back.json"));
        String late = event.replace("2026-01-15", "2026-01-05").replace("T09:", "T07:");

        InvocationResponse response = sandbox.lambda().invoke("Canary", late);

        assertThat(response.result())
                .containsEntry("decision", "came-back")
                .containsEntry("deliverySeconds", -30.0 * 60 + 2 * 60 * 60)
                .containsEntry("secondsSinceWrite", -30.0 * 60 + 2 * 60 * 60 + 0.125);
        assertThat(alarm("DeliveryAlarm")).isEqualTo("ALARM");
    }

    @Test
    void isInAlarmUntilSomethingArrived() {
        assertThat(alarm("DeliveryAlarm")).isEqualTo("ALARM");

        sandbox.settle();

        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
    }

    @Test
    void aDisabledRuleRaisesTheAlarm() throws IOException {
        deployWith(
                """
                        CameBack:
                          Type: EventBridgeRule
                          Properties:
                """,
                """
                        CameBack:
                          Type: EventBridgeRule
                          Properties:
                            State: DISABLED
                """);

        sandbox.advance(Duration.ofHours(1));

        assertThat(tag()).isEqualTo("2026-01-05T10:00:00Z");
        assertThat(deliverySeconds()).isEmpty();
        assertThat(alarm("DeliveryAlarm")).isEqualTo("ALARM");
    }

    @Test
    void aMissingPermissionRaisesTheAlarmAndLeavesDeadLetters() throws IOException {
        deployWith(
                """
                            - Sid: MakeAndTagTheOneProfile
                              Effect: Allow
                """,
                """
                            - Sid: MakeAndTagTheOneProfile
                              Effect: Deny
                """);

        sandbox.advance(Duration.ofHours(1));

        assertThat(deliverySeconds()).isEmpty();
        assertThat(sandbox.queues().messages("CanaryFailures"))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).contains("iam:TagInstanceProfile"));
        assertThat(alarm("DeliveryAlarm")).isEqualTo("ALARM");
        assertThat(alarm("CanaryFailuresAlarm")).isEqualTo("ALARM");
        assertThat(alarm("UndeliveredEventsAlarm")).isEqualTo("OK");
    }

    @Test
    void aThrottledWriteIsRetried() {
        sandbox.settle();
        sandbox.faults().set("fail", "TagInstanceProfile:1");

        sandbox.advance(Duration.ofMinutes(17));

        assertThat(deliverySeconds()).hasSize(2);
    }

    @Test
    void otherPeoplesTagsAreNoDelivery() {
        sandbox.settle();
        Tag forged =
                Tag.builder().key("profile-guard:canary").value("2026-01-05T09:00:00Z").build();

        sandbox.iamAs("mallory")
                .tagInstanceProfile(
                        r -> r.instanceProfileName("profile-guard-canary").tags(forged));
        sandbox.settle();

        assertThat(deliverySeconds()).hasSize(1);
    }

    @Test
    void noOtherFunctionReceivesItsEventsOrChangesIt() {
        deploy(
                "GuardMode",
                "enforce",
                "TrustedPrincipals",
                "nobody",
                "GuardedProfiles",
                "*",
                "TagMode",
                "enforce",
                "TagPolicy",
                """
                {"tags": {"Owner": {"tag_key": {"@@assign": "Owner"}, "tag_value": {"@@assign": ["ops"]},
                 "enforced_for": {"@@assign": ["iam:instance-profile"]}}}}
                """,
                "TagDefaults",
                "Owner=ops");

        sandbox.settle();
        sandbox.advance(Duration.ofHours(1));

        assertThat(sandbox.timeline().entries(Entry.Kind.INVOCATION))
                .extracting(Entry::function)
                .containsOnly("Canary");
        assertThat(profile().tags()).extracting(Tag::key).containsExactly("profile-guard:canary");
        assertThat(sandbox.lambda().invoke("TagEnforcer", CHECK).payload())
                .contains(
                        "never-touched",
                        "is the canary's profile, which checks that events arrive");
    }

    @Test
    void offMeansNoWriteAndNoAlarm() {
        deploy("CanaryMinutes", "off");

        sandbox.advance(Duration.ofHours(3));

        assertThat(calls()).isEmpty();
        assertThat(sandbox.alarms()).extracting(Alarm::name).doesNotContain("DeliveryAlarm");
    }

    @Test
    void isOffInASandboxByDefault() {
        sandbox.close();
        sandbox = Sandbox.start(TEMPLATE, Map.of(), Sandbox.Mode.TEST_CLOCK);

        sandbox.advance(Duration.ofHours(3));

        assertThat(calls()).isEmpty();
    }

    @Test
    void acceptsOnlyEventsAndTheRequestToSend() {
        assertThat(sandbox.lambda().invoke("Canary", "{\"send\": 1}").payload())
                .contains("Invalid request: [send]. Valid requests: an EventBridge event");
        assertThat(sandbox.lambda().invoke("Canary", "{\"send\": {}}").result())
                .containsEntry("decision", "sent");
    }

    private static final String CHECK = "{\"check\": {\"profile\": \"profile-guard-canary\"}}";
    private static final Path TEMPLATE = Path.of("../template.yaml");

    private Sandbox sandbox = started(TEMPLATE, "CanaryMinutes", "15");

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void deploy(String... parameters) {
        sandbox.close();
        sandbox = started(TEMPLATE, parameters);
    }

    /// Deploys the template with one part of it changed.
    private void deployWith(String part, String changed) throws IOException {
        String template = Files.readString(TEMPLATE);
        assertThat(template).contains(part);
        Path file = folder.resolve("template.yaml");
        Files.writeString(file, template.replace(part, changed));
        sandbox.close();
        sandbox = started(file);
    }

    private static Sandbox started(Path template, String... parameters) {
        Map<String, String> all = new HashMap<>();
        all.put("CanaryMinutes", "15");
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        Sandbox started = Sandbox.start(template, all, Sandbox.Mode.TEST_CLOCK);
        started.onWarning(ofOthers -> {});
        return started;
    }

    private List<Double> deliverySeconds() {
        Metric metric =
                new Metric(
                        "ProfileGuard",
                        "DeliverySeconds",
                        Map.of("FunctionName", "profile-guard-Canary"));
        return sandbox.metrics().samples(metric).stream().map(Sample::value).toList();
    }

    private String alarm(String name) {
        return sandbox.alarms().stream()
                .filter(alarm -> alarm.name().equals(name))
                .map(alarm -> alarm.state().name())
                .findFirst()
                .orElseThrow();
    }

    private List<String> calls() {
        return sandbox.timeline().entries(Entry.Kind.CALL).stream()
                .filter(entry -> "Canary".equals(entry.function()))
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    private String tag() {
        return profile().tags().stream()
                .filter(tag -> tag.key().equals("profile-guard:canary"))
                .map(Tag::value)
                .findFirst()
                .orElseThrow();
    }

    private InstanceProfile profile() {
        return sandbox.iamAs("reader")
                .getInstanceProfile(r -> r.instanceProfileName("profile-guard-canary"))
                .instanceProfile();
    }
}
