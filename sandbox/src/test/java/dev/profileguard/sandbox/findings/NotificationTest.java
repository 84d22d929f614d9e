package dev.profileguard.sandbox.findings;

import static dev.profileguard.sandbox.findings.NotifiedAccount.NAME;
import static dev.profileguard.sandbox.findings.NotifiedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.notify.Notification;
import dev.profileguard.sandbox.timeline.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Tag;

class NotificationTest {
    @Test
    void aDriftIsOneMailAlthoughItsEventsArriveTwiceAndItIsEvaluatedAgain() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            account.sandbox().faults().set("double", "1");
            account.after("mallory", iam -> swap(iam));
            account.sandbox().faults().set("double", "0");
            account.sandbox().advance(Duration.ofHours(6));
            account.sendHarmlessEvent();

            assertThat(account.role()).isEqualTo("web");
            assertThat(account.mails())
                    .containsExactly("[WARNING] role-reverted: instance-profile/prod-web");
        }
    }

    @Test
    void anObservedDriftIsOneMailUntilItIsResolved() {
        try (NotifiedAccount account = NotifiedAccount.with("GuardMode", "observe")) {
            account.after("mallory", iam -> swap(iam));
            account.sendHarmlessEvent();
            account.sandbox().advance(Duration.ofDays(30));
            account.sendHarmlessEvent();
            assertThat(account.mails())
                    .containsExactly("[WARNING] role-reverted: instance-profile/prod-web");

            account.after(
                    "admin",
                    iam -> {
                        NotifiedAccount.remove(iam, "evil");
                        NotifiedAccount.add(iam, "web");
                    });
            account.sendHarmlessEvent();

            assertThat(account.mails())
                    .containsExactly(
                            "[WARNING] role-reverted: instance-profile/prod-web",
                            "[RESOLVED] role-reverted: instance-profile/prod-web");
        }
    }

    @Test
    void acceptingAnIrreversibleChangeReportsItsResolution() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            account.withoutEvents(
                    "admin",
                    iam -> {
                        NotifiedAccount.remove(iam, "web");
                        iam.deleteRole(r -> r.roleName("web"));
                        NotifiedAccount.createRole(iam, "web");
                        NotifiedAccount.add(iam, "web");
                    });
            account.sendHarmlessEvent();
            account.sendHarmlessEvent();
            account.sandbox()
                    .lambda()
                    .invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"prod-web\"}}");

            assertThat(account.mails())
                    .containsExactly(
                            "[CRITICAL] role-recreated: instance-profile/prod-web",
                            "[INFO] change-adopted: instance-profile/prod-web",
                            "[RESOLVED] role-recreated: instance-profile/prod-web");
        }
    }

    @Test
    void aMailSaysWhatHappenedWhatWasDoneAndWhatToDo() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            account.after("mallory", iam -> swap(iam));

            assertThat(account.newMails().getFirst().body())
                    .startsWith("Profile Guard found role-reverted at 2026-01-05 ")
                    .contains("What:    instance-profile/prod-web\n")
                    .contains("user/mallory")
                    .contains("What was done:\n- remove role evil from prod-web: done\n")
                    .contains("What to do:\n- If the change was intended")
                    .contains("docs/findings/role-reverted.md");
        }
    }

    @Test
    void aChatGetsTheNotificationThatItRenders() throws Exception {
        try (NotifiedAccount account = NotifiedAccount.with("FindingsFormat", "chat")) {
            account.after("mallory", iam -> swap(iam));

            JsonNode message = JSON.readTree(account.newMails().getFirst().body());

            assertThat(message.path("version").asText()).isEqualTo("1.0");
            assertThat(message.path("source").asText()).isEqualTo("custom");
            assertThat(message.at("/content/textType").asText()).isEqualTo("client-markdown");
            assertThat(message.at("/content/title").asText())
                    .isEqualTo(":warning: [WARNING] role-reverted: instance-profile/prod-web");
            assertThat(message.at("/content/description").asText()).contains("mallory");
            assertThat(message.at("/content/nextSteps")).isNotEmpty();
            assertThat(message.at("/metadata/threadId").asText())
                    .startsWith("ProfileGuard/role-reverted/instance-profile/prod-web/");
        }
    }

    @Test
    void everyEventMatchesTheSchemaAndHasItsOwnId() throws Exception {
        try (NotifiedAccount account = NotifiedAccount.with("GuardMode", "observe")) {
            account.after("mallory", iam -> swap(iam));
            account.after(
                    "admin",
                    iam -> {
                        NotifiedAccount.remove(iam, "evil");
                        NotifiedAccount.add(iam, "web");
                    });
            account.sendHarmlessEvent();
            List<Notification> events = account.sandbox().notifications().events();
            JsonSchema schema = schema();

            List<String> ids = new ArrayList<>();
            List<String> statuses = new ArrayList<>();
            for (Notification event : events) {
                JsonNode detail = JSON.readTree(event.body());
                assertThat(schema.validate(detail)).as(event.body()).isEmpty();
                assertThat(event.subject()).isEqualTo("Profile Guard: ProfileGuard");
                ids.add(detail.path("id").asText());
                statuses.add(detail.path("status").asText());
            }
            assertThat(statuses).containsExactly("occurred", "open", "resolved");
            assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        }
    }

    @Test
    void theSchemaRefusesWhatIsNoFinding() throws Exception {
        assertThat(schema().validate(JSON.readTree("{\"kind\": \"role-reverted\"}"))).isNotEmpty();
    }

    @Test
    void otherSystemsReceiveFindingsFromTheBus() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            account.after("mallory", iam -> swap(iam));

            assertThat(account.sandbox().timeline().entries(Entry.Kind.CALL))
                    .anyMatch(entry -> "PutEvents".equals(entry.operation()));
            assertThat(account.sandbox().notifications().events()).isNotEmpty();
        }
    }

    @Test
    void theTimelineNamesWhoCallsSnsSqsAndEventBridge() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            account.sandbox().faults().set("fail", "Publish:3");
            account.after("mallory", iam -> swap(iam));
            account.allow("operator", Grant.of("sqs:GetQueueUrl"));
            account.sandbox()
                    .notifyServices()
                    .queues(Sandbox.user("operator"))
                    .getQueueUrl(r -> r.queueName("profile-guard-UndeliveredFindings"));

            assertThat(account.sandbox().timeline().entries(Entry.Kind.CALL))
                    .filteredOn(entry ->
                            List.of("sns", "sqs", "events")
                                    .contains(String.valueOf(entry.service())))
                    .extracting(Entry::operation, Entry::function, Entry::actor)
                    .contains(
                            tuple("Publish", "ProfileGuard", FUNCTION),
                            tuple("PutEvents", "ProfileGuard", FUNCTION),
                            tuple("SendMessage", "ProfileGuard", FUNCTION),
                            tuple("GetQueueUrl", null, "arn:aws:iam::123456789012:user/operator"))
                    .doesNotContain(tuple("SendMessage", null, null));
        }
    }

    @Test
    void aSinkThatFailsUndoesNothingAndIsDeadLettered() throws Exception {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            account.sandbox().faults().set("fail", "Publish:3");
            account.after("mallory", iam -> swap(iam));

            assertThat(account.role()).isEqualTo("web");
            assertThat(account.mails()).isEmpty();
            JsonNode undelivered = JSON.readTree(account.undelivered().getFirst());
            assertThat(undelivered.path("sink").asText()).isEqualTo("FindingsTopic");
            assertThat(undelivered.path("error").asText())
                    .contains("The service fails: a fault that was set in the sandbox.");
            assertThat(schema().validate(undelivered.path("notice"))).isEmpty();
            assertThat(account.sandbox().timeline().entries(Entry.Kind.INVOCATION))
                    .allMatch(entry -> Objects.equals(entry.outcome(), "ok"));
        }
    }

    @Test
    void aSinkThatFailsOnceIsRetried() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            account.sandbox().faults().set("fail", "Publish:2,PutEvents:2");
            account.after("mallory", iam -> swap(iam));

            assertThat(account.mails()).hasSize(1);
            assertThat(account.undelivered()).isEmpty();
        }
    }

    @Test
    void anUndeliveredFindingIsDeliveredLater() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            account.sandbox().faults().set("fail", "Publish:3,SendMessage:1");
            account.after("mallory", iam -> swap(iam));
            assertThat(account.mails()).isEmpty();

            account.sandbox().advance(Duration.ofMinutes(6));
            account.sendHarmlessEvent();

            assertThat(account.mails())
                    .containsExactly("[WARNING] role-reverted: instance-profile/prod-web");
        }
    }

    @Test
    void withOnlyTheLogAsASinkFindingsReadAndWriteNothing() {
        try (NotifiedAccount account =
                NotifiedAccount.with("FindingsTopic", "", "FindingsEvents", "false")) {
            List<String> database = new ArrayList<>();
            account.sandbox().database().observer(database::add);
            account.after("mallory", iam -> swap(iam));

            assertThat(account.sandbox().notifications().all()).isEmpty();
            assertThat(database)
                    .containsExactly("BatchGetItem", "PutItem", "PutItem", "BatchGetItem");
        }
    }

    @Test
    void aRepairCostsOneReadAndThreeWritesMoreAndAnEvaluationWithoutAFindingOneRead() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            List<String> database = new ArrayList<>();
            account.sandbox().database().observer(database::add);
            account.sendHarmlessEvent();
            assertThat(database).containsExactly("BatchGetItem", "GetItem");
            database.clear();

            account.withoutEvents("mallory", iam -> NotifiedAccount.remove(iam, "web"));
            account.sendHarmlessEvent();

            assertThat(database)
                    .containsExactly(
                            "BatchGetItem",
                            "PutItem",
                            "UpdateItem",
                            "PutItem",
                            "GetItem",
                            "PutItem",
                            "PutItem");
        }
    }

    @Test
    void aRepairDoesNotWaitForTheDeliveryOfFindings() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            account.sandbox()
                    .database()
                    .observer(operation -> {
                        if (operation.equals("UpdateItem")) {
                            throw new IllegalStateException("no table today");
                        }
                    });
            account.after("mallory", iam -> swap(iam));

            assertThat(account.role()).isEqualTo("web");
            assertThat(account.mails())
                    .containsExactly("[WARNING] role-reverted: instance-profile/prod-web");
        }
    }

    @Test
    void profilesAreNamedInTheirOwnSpellingAndFoundInAny() {
        try (NotifiedAccount account = NotifiedAccount.with("GuardMode", "observe")) {
            account.after("mallory", iam -> swap(iam));
            account.after(
                    "mallory",
                    iam ->
                            iam.tagInstanceProfile(r ->
                                    r.instanceProfileName(NAME.toUpperCase(Locale.ROOT))
                                            .tags(Tag.builder().key("a").value("b").build())));

            assertThat(account.mails()).hasSize(1);
        }
    }

    private static final String FUNCTION =
            "arn:aws:sts::123456789012:assumed-role/profile-guard-ProfileGuardRole/profile-guard-ProfileGuard";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonSchema schema() throws Exception {
        String text = Files.readString(Path.of("../docs/findings/finding.schema.json"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }
}
