package dev.profileguard.sandbox.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Json;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;
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
        long before = writes();
        sandbox.lambda()
                .invoke(
                        "ProfileGuard",
                        "{\"pause\": {\"minutes\": 60, \"reason\": \"incident 1234\"}}");

        InvocationResponse response = sandbox.lambda().invoke("Canary", "{\"send\": {}}");
        sandbox.advance(Duration.ofMinutes(30));

        assertThat(response.result()).containsEntry("decision", "not-sent");
        assertThat(response.result().get("why")).asString().contains("incident 1234");
        assertThat(writes()).isEqualTo(before);
        sandbox.advance(Duration.ofMinutes(46));
        assertThat(writes()).isGreaterThan(before);
    }

    private long writes() {
        return calls().stream().filter("TagInstanceProfile"::equals).count();
    }

    @Test
    void readsItsProfileAndWritesItOncePerRun() {
        sandbox.settle();
        int before = calls().size();

        sandbox.advance(Duration.ofMinutes(15));

        assertThat(calls().subList(before, calls().size()))
                .containsExactly("GetInstanceProfile", "TagInstanceProfile");
        assertThat(profile().roles())
                .extracting(Role::roleName)
                .containsExactly("profile-guard-CanaryProfileRole");
    }

    @Test
    void profileGuardSetsTheGuardTagAgainEachTime() {
        enforcing();
        sandbox.settle();
        sandbox.advance(Duration.ofMinutes(30));

        assertThat(repairSeconds()).hasSize(3);
        assertThat(guardTag()).isEqualTo("locked");
        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
        assertThat(findings()).isEmpty();
    }

    @Test
    void observedRepairsAreMeasuredAndNotMade() {
        sandbox.settle();
        sandbox.advance(Duration.ofMinutes(30));

        assertThat(repairSeconds()).hasSize(3);
        assertThat(guardTag()).isEqualTo("canary");
        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
        assertThat(findings()).isEmpty();
        assertThat(show().get("baseline")).isNotNull();
    }

    @Test
    void withoutTheGuardOnlyDeliveryIsProven() {
        deploy("GuardMode", "off");
        sandbox.settle();
        sandbox.advance(Duration.ofMinutes(30));

        assertThat(repairSeconds()).isEmpty();
        assertThat(profile().tags())
                .extracting(Tag::key)
                .containsExactlyInAnyOrder("profile-guard:canary", "profile-guard:answered");
        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
    }

    @Test
    void aDayOfRepairsOpensNoBreaker() {
        deploy(
                "GuardMode", "enforce",
                "TrustedPrincipals", "nobody",
                "CanaryMinutes", "5",
                "BreakerReverts", "1",
                "BreakerWindowMinutes", "1440");

        sandbox.advance(Duration.ofHours(3));

        assertThat(repairSeconds()).hasSize(37);
        assertThat(findings()).isEmpty();
    }

    @Test
    void aRepairThatDoesNotComeRaisesTheAlarmAndAFindingThatTheNextOneEnds() {
        deploy("GuardMode", "enforce", "TrustedPrincipals", "nobody", "FindingsEvents", "true");
        sandbox.settle();
        sandbox.faults().set("lose", "1");
        sandbox.advance(Duration.ofHours(2));

        assertThat(alarm("DeliveryAlarm")).isEqualTo("ALARM");
        assertThat(kinds("open")).containsExactly("canary-unrepaired");

        sandbox.faults().set("lose", "0");
        sandbox.advance(Duration.ofMinutes(30));
        assertThat(alarm("DeliveryAlarm")).isEqualTo("OK");
        assertThat(kinds("resolved")).containsExactly("canary-unrepaired");
    }

    @Test
    void trustingEverybodyDoesNotEndTheProof() {
        deploy("GuardMode", "enforce", "TrustedPrincipals", "*");
        sandbox.settle();
        sandbox.advance(Duration.ofMinutes(30));

        assertThat(repairSeconds()).hasSize(3);
        assertThat(guardTag()).isEqualTo("locked");
    }

    @Test
    void strangersAreRevertedAndReportedAsOnEveryProfile() {
        enforcing();
        sandbox.settle();

        sandbox.iamAs("mallory")
                .untagInstanceProfile(r -> r.instanceProfileName(PROFILE).tagKeys("profile-guard"));
        sandbox.settle();

        assertThat(guardTag()).isEqualTo("locked");
        assertThat(findings()).containsExactly("guard-tag-reverted");
    }

    @Test
    void aStrangerWhoDoesWhatTheCanaryDoesIsReported() {
        enforcing();
        sandbox.settle();
        int before = repairSeconds().size();

        sandbox.iamAs("mallory")
                .tagInstanceProfile(
                        r -> r.instanceProfileName(PROFILE).tags(tagOf("profile-guard", "canary")));
        sandbox.settle();

        assertThat(findings()).containsExactly("guard-tag-reverted");
        assertThat(repairSeconds()).hasSize(before);
    }

    @Test
    void aDeletedProfileComesBackAndGoesOn() {
        enforcing();
        sandbox.settle();
        sandbox.iamAs("mallory")
                .removeRoleFromInstanceProfile(r ->
                        r.instanceProfileName(PROFILE).roleName("profile-guard-CanaryProfileRole"));
        sandbox.iamAs("mallory").deleteInstanceProfile(r -> r.instanceProfileName(PROFILE));

        sandbox.advance(Duration.ofMinutes(31));

        assertThat(guardTag()).isEqualTo("locked");
        assertThat(sandbox.queues().messages("CanaryFailures")).isEmpty();
    }

    @Test
    void aProfileThatIsGoneIsReported() {
        sandbox.settle();
        sandbox.iamAs("mallory")
                .removeRoleFromInstanceProfile(r ->
                        r.instanceProfileName(PROFILE).roleName("profile-guard-CanaryProfileRole"));
        sandbox.iamAs("mallory").deleteInstanceProfile(r -> r.instanceProfileName(PROFILE));

        assertThat(sandbox.lambda().invoke("Canary", "{\"send\": {}}").payload())
                .contains("profile-gone", "canary-unrepaired", "CanaryMinutes=off");
    }

    @Test
    void sweepsLeaveItAlone() {
        sandbox.settle();

        assertThat(sandbox.lambda().invoke("Backfill", "{\"mode\": \"plan\"}").payload())
                .doesNotContain("drift-unexplained");
        assertThat(findings()).isEmpty();
    }

    /// CloudFormation deletes the profile, and the table keeps its baseline.
    @Test
    void theProfileOfAnEarlierCanaryIsNotRestored() {
        enforcing();
        sandbox.settle();
        Map<String, AttributeValue> kept = item();
        deploy("GuardMode", "enforce", "TrustedPrincipals", "nobody", "CanaryMinutes", "off");
        sandbox.dynamo().putItem(r -> r.tableName(TABLE).item(kept));

        assertThat(sandbox.lambda().invoke("Backfill", "{\"mode\": \"sweep\"}").payload())
                .contains("guard-ended");
        sandbox.settle();

        assertThat(sandbox.iamAs("reader").listInstanceProfiles().instanceProfiles()).isEmpty();
        assertThat(item()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void callsEachFunctionsAliasOnceADay() {
        sandbox.settle();
        assertThat(called()).hasSize(7);

        sandbox.advance(Duration.ofHours(23));
        Set<String> first = Set.copyOf(called());

        assertThat(first)
                .containsExactlyInAnyOrder(
                        "ProfileGuard",
                        "ProfileProvisioner",
                        "TagEnforcer",
                        "NodeRoleCheck",
                        "FailureAdvisor",
                        "ProfileRotation",
                        "Backfill");
    }

    @Test
    void aFunctionThatItMayNotCallIsReported() throws IOException {
        deployWith("              - !Sub ${TagEnforcer.Arn}:live\n", "", "FindingsEvents", "true");
        sandbox.settle();

        assertThat(unavailable())
                .anySatisfy(finding ->
                        assertThat(finding)
                                .containsEntry("subject", "function/profile-guard-TagEnforcer")
                                .asString()
                                .contains("lambda:InvokeFunction"));
        assertThat(alarm("FunctionsAlarm")).isEqualTo("ALARM");
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

    /// It runs again on its schedule, and the alarm watches whether that succeeds.
    @Test
    void aThrottledWriteIsNoDeadLetter() {
        sandbox.faults().set("throttle", "1");
        sandbox.settle();
        sandbox.advance(Duration.ofHours(2));

        assertThat(sandbox.queues().messages("CanaryFailures")).isEmpty();
        assertThat(alarm("DeliveryAlarm")).isEqualTo("ALARM");

        sandbox.faults().set("throttle", "0");
        sandbox.advance(Duration.ofMinutes(30));
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
        assertThat(calls()).filteredOn("TagInstanceProfile"::equals).hasSize(1);
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
                  CanaryCameBack:
                    Type: AWS::Events::Rule
                    Properties:
                """,
                """
                  CanaryCameBack:
                    Type: AWS::Events::Rule
                    Properties:
                      State: DISABLED
                """,
                "GuardMode",
                "off");

        sandbox.advance(Duration.ofHours(1));

        assertThat(tag()).isEqualTo("2026-01-05T10:00:00Z");
        assertThat(deliverySeconds()).isEmpty();
    }

    @Test
    void aMissingPermissionRaisesTheAlarmAndLeavesDeadLetters() throws IOException {
        deployWith(
                """
                                - Sid: ReadAndTagTheOneProfile
                                  Effect: Allow
                """,
                """
                                - Sid: ReadAndTagTheOneProfile
                                  Effect: Deny
                """);

        sandbox.advance(Duration.ofHours(1));

        assertThat(deliverySeconds()).isEmpty();
        assertThat(sandbox.queues().messages("CanaryFailures"))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).contains("iam:GetInstanceProfile"));
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
        Tag forged = tagOf("profile-guard:canary", "2026-01-05T09:00:00Z");

        sandbox.iamAs("mallory")
                .tagInstanceProfile(r -> r.instanceProfileName(PROFILE).tags(forged));
        sandbox.settle();

        assertThat(deliverySeconds()).hasSize(1);
    }

    @Test
    void onlyProfileGuardReceivesItsEventsAndNoOtherFunctionChangesIt() {
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

        assertThat(sandbox.timeline().entries(Entry.Kind.EVENT))
                .filteredOn(entry -> String.valueOf(entry.subject()).contains(PROFILE))
                .extracting(Entry::function)
                .isSubsetOf("Canary", "ProfileGuard", null);
        assertThat(profile().tags())
                .extracting(Tag::key)
                .containsExactlyInAnyOrder(
                        "profile-guard", "profile-guard:canary", "profile-guard:answered");
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
        assertThat(sandbox.lambda().invoke("Canary", "{\"send\": {}}").result().get("decision"))
                .asString()
                .endsWith("sent");
    }

    private static final String CHECK =
            "{\"check\": {\"profile\": \"profile-guard-CanaryProfile\"}}";
    private static final String PROFILE = "profile-guard-CanaryProfile";
    private static final String TABLE = "profile-guard-BaselineTable";
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
    private void deployWith(String part, String changed, String... parameters) throws IOException {
        String template = Files.readString(TEMPLATE);
        assertThat(template).contains(part);
        Path file = folder.resolve("template.yaml");
        Files.writeString(file, template.replace(part, changed));
        sandbox.close();
        sandbox = started(file, parameters);
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

    private void enforcing() {
        deploy("GuardMode", "enforce", "TrustedPrincipals", "nobody");
    }

    private List<Double> deliverySeconds() {
        return measured("DeliverySeconds", "profile-guard-Canary");
    }

    private List<Double> repairSeconds() {
        return measured("AnswerSeconds", "profile-guard-ProfileGuard");
    }

    private List<Double> measured(String name, String function) {
        Metric metric = new Metric("ProfileGuard", name, Map.of("FunctionName", function));
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

    /// The functions that were called with the request that changes nothing.
    private List<String> called() {
        return sandbox.timeline().entries(Entry.Kind.INVOCATION).stream()
                .map(entry -> String.valueOf(entry.function()))
                .filter(name -> !name.equals("Canary"))
                .filter(name -> invocations(name) > 0)
                .distinct()
                .toList();
    }

    private long invocations(String function) {
        return sandbox.timeline().entries(Entry.Kind.INVOCATION).stream()
                .filter(entry -> function.equals(entry.function()))
                .count();
    }

    /// The kinds of the findings, but for those about functions.
    private List<String> findings() {
        return sandbox.findings().stream()
                .map(each -> String.valueOf(each.get("kind")))
                .filter(kind -> !kind.equals("function-unavailable"))
                .toList();
    }

    private List<Map<String, Object>> unavailable() {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Map<String, ?> each : sandbox.findings()) {
            if ("function-unavailable".equals(each.get("kind"))) {
                found.add(new HashMap<>(each));
            }
        }
        return found;
    }

    /// The kinds of the canary's notices with this status, but for those about functions.
    private List<String> kinds(String status) {
        return sandbox.notifications().events().stream()
                .map(event -> Json.read("the event", event.body()))
                .filter(each -> status.equals(each.get("status")))
                .map(each -> String.valueOf(each.get("kind")))
                .filter(kind -> !kind.equals("function-unavailable"))
                .toList();
    }

    private Map<String, Object> show() {
        return sandbox.lambda()
                .invoke("ProfileGuard", "{\"show\": {\"profile\": \"%s\"}}".formatted(PROFILE))
                .result();
    }

    private Map<String, AttributeValue> item() {
        return sandbox.dynamo()
                .getItem(r ->
                        r.tableName(TABLE)
                                .key(
                                        Map.of(
                                                "profile",
                                                AttributeValue.fromS(
                                                        PROFILE.toLowerCase(Locale.ROOT)))))
                .item();
    }

    private static Tag tagOf(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private String guardTag() {
        return tag("profile-guard");
    }

    private String tag() {
        return tag("profile-guard:canary");
    }

    private String tag(String key) {
        return profile().tags().stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst()
                .orElseThrow();
    }

    private InstanceProfile profile() {
        return sandbox.iamAs("reader")
                .getInstanceProfile(r -> r.instanceProfileName(PROFILE))
                .instanceProfile();
    }
}
