package dev.profileguard.sandbox.findings;

import static dev.profileguard.sandbox.findings.NotifiedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.notify.Notification;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Findings where security teams look: in Security Hub, on the bus of another account, and in the
/// Open Cybersecurity Schema Framework.
class SecurityTeamsTest {
    @Test
    void aResolvedFindingUpdatesTheOneInSecurityHub() {
        try (NotifiedAccount account =
                NotifiedAccount.with("SecurityHub", "on", "GuardMode", "observe")) {
            account.sandbox().securityHub().enable(OWNER);
            account.after("mallory", iam -> swap(iam));
            Map<String, Object> open = found(account, DRIFT);
            account.later();
            repair(account);
            account.sendHarmlessEvent();
            Map<String, Object> resolved = found(account, DRIFT);

            assertThat(open)
                    .containsEntry("RecordState", "ACTIVE")
                    .containsEntry("Title", "role-reverted: instance-profile/prod-web");
            assertThat(String.valueOf(open.get("Severity"))).contains("MEDIUM");
            assertThat(resolved).containsEntry("RecordState", "ARCHIVED");
            assertThat(resolved.get("CreatedAt")).isEqualTo(open.get("CreatedAt"));
            assertThat(account.undelivered()).noneMatch(letter -> letter.contains("role-reverted"));
        }
    }

    @Test
    void aDriftThatComesBackIsTheSameFindingAgain() {
        try (NotifiedAccount account =
                NotifiedAccount.with("SecurityHub", "on", "GuardMode", "observe")) {
            account.sandbox().securityHub().enable(OWNER);
            account.after("mallory", iam -> swap(iam));
            account.later();
            repair(account);
            account.sendHarmlessEvent();
            account.later();
            account.after("eve", iam -> swap(iam));

            assertThat(found(account, DRIFT)).containsEntry("RecordState", "ACTIVE");
            assertThat(found(account, DRIFT).toString()).contains("user/eve");
        }
    }

    @Test
    void findingsAreKeptForLaterWhereSecurityHubIsOff() {
        try (NotifiedAccount account = NotifiedAccount.with("SecurityHub", "on")) {
            account.after("mallory", iam -> swap(iam));

            assertThat(account.role()).isEqualTo("web");
            assertThat(account.undelivered())
                    .anyMatch(letter ->
                            letter.contains("\"sink\":\"SecurityHub\"")
                                    && letter.contains("role-reverted")
                                    && letter.contains(
                                            "InvalidAccessException: Account 123456789012 is not"
                                                    + " subscribed to AWS Security Hub"));
            assertThat(account.mails())
                    .containsExactly("[WARNING] role-reverted: instance-profile/prod-web");
        }
    }

    @Test
    void theBusOfAnotherAccountGetsTheSameEvents() {
        try (NotifiedAccount account = NotifiedAccount.with("FindingsBus", BUS)) {
            account.after("mallory", iam -> swap(iam));

            List<Notification> events = account.sandbox().notifications().events();
            assertThat(events)
                    .extracting(Notification::target)
                    .containsOnly(BUS, "arn:aws:events:us-east-1:123456789012:event-bus/default");
            assertThat(bodies(events, BUS))
                    .isNotEmpty()
                    .isEqualTo(
                            bodies(
                                    events,
                                    "arn:aws:events:us-east-1:123456789012:event-bus/default"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.0", "1.6.0"})
    void anEventOfTheOpenFrameworkMatchesItsSchema(String version) throws Exception {
        try (NotifiedAccount account =
                NotifiedAccount.with("FindingsSchema", "ocsf", "GuardMode", "observe")) {
            account.after("mallory", iam -> swap(iam));
            account.later();
            repair(account);
            account.sendHarmlessEvent();

            List<JsonNode> details = new ArrayList<>();
            for (Notification each : account.sandbox().notifications().events()) {
                assertThat(each.subject()).isEqualTo("Profile Guard: ProfileGuard (OCSF)");
                details.add(JSON.readTree(each.body()));
            }
            assertThat(details).hasSizeGreaterThan(2);
            for (JsonNode detail : details) {
                assertThat(problems(version, detail)).isEmpty();
                assertThat(detail.path("type_uid").asInt())
                        .isEqualTo(200_400 + detail.path("activity_id").asInt());
            }
            List<JsonNode> drift =
                    details.stream()
                            .filter(each ->
                                    each.at("/metadata/event_code")
                                            .asText()
                                            .equals("role-reverted"))
                            .toList();
            assertThat(drift)
                    .extracting(each -> each.path("status").asText())
                    .containsExactly("New", "Resolved");
            assertThat(drift.getFirst().at("/finding_info/uid"))
                    .isEqualTo(drift.getLast().at("/finding_info/uid"));
            assertThat(drift.getFirst().at("/resources/0/uid").asText())
                    .isEqualTo("arn:aws:iam::123456789012:instance-profile/prod-web");
        }
    }

    /// The schema refuses what it does not know.
    @Test
    void theSchemaIsStrict() throws Exception {
        JsonNode detail = JSON.readTree("{\"class_uid\": 2004, \"invented\": true}");

        assertThat(problems("1.6.0", detail))
                .anyMatch(problem -> problem.contains("invented"))
                .anyMatch(problem -> problem.contains("finding_info"));
    }

    private static final String BUS = "arn:aws:events:us-east-1:210987654321:event-bus/findings";
    private static final String DRIFT =
            "profile-guard/ProfileGuard/role-reverted/instance-profile/prod-web";
    private static final Origin OWNER =
            Sandbox.origin(new Caller.Root("123456789012"), "us-east-1");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static void repair(NotifiedAccount account) {
        account.after(
                "admin",
                iam -> {
                    NotifiedAccount.remove(iam, "evil");
                    NotifiedAccount.add(iam, "web");
                });
        account.sandbox().advance(Duration.ofMinutes(1));
    }

    private static Map<String, Object> found(NotifiedAccount account, String id) {
        List<Map<String, Object>> all =
                account.sandbox().securityHub().find(OWNER, Map.of(), 100, null).items();
        assertThat(all).extracting(each -> each.get("Id")).doesNotHaveDuplicates();
        return all.stream().filter(each -> id.equals(each.get("Id"))).findFirst().orElseThrow();
    }

    private static List<String> bodies(List<Notification> events, String bus) {
        return events.stream()
                .filter(each -> each.target().equals(bus))
                .map(Notification::body)
                .toList();
    }

    private static List<String> problems(String version, JsonNode detail) throws Exception {
        String file = "/ocsf/detection_finding-%s.json".formatted(version);
        try (InputStream schema =
                Objects.requireNonNull(SecurityTeamsTest.class.getResourceAsStream(file))) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(detail)
                    .stream()
                    .map(Object::toString)
                    .toList();
        }
    }
}
