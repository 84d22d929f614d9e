package dev.profileguard.sandbox.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.event.Json;
import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Events of another account, whose roles and profiles may have the names of ours.
class ForeignEventTest {
    private static final String OURS = "123456789012";
    private static final String OTHER = "210987654321";
    private static final List<String> FUNCTIONS =
            List.of(
                    "ProfileGuard",
                    "ProfileProvisioner",
                    "TagEnforcer",
                    "FailureAdvisor",
                    "Canary");

    private final NotifiedAccount account =
            NotifiedAccount.with(
                    "TrustedPrincipals",
                    "arn:aws:iam::*:user/pipeline",
                    "ProvisionMode",
                    "enforce",
                    "ProvisionDelaySeconds",
                    "0");

    @BeforeEach
    void allow() {
        account.allow("mallory", FUNCTIONS.stream().map(Grant::invoking).toArray(Grant[]::new));
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void malloryCannotMakeTheChangesHerself() {
        assertThatThrownBy(() -> NotifiedAccount.swap(account.as("mallory")))
                .hasMessageContaining("iam:RemoveRoleFromInstanceProfile");
        assertThatThrownBy(() -> account.invokeAs("eve", "ProfileGuard", "{}"))
                .hasMessageContaining("not authorized to perform: lambda:InvokeFunction");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AddRoleToInstanceProfile", "DeleteRole", "TagInstanceProfile"})
    void matchNoRule(String call) {
        account.forget();

        account.sandbox().bus().put(BusEvent.of(event(call, OTHER, OTHER)));
        account.sandbox().settle();

        assertThat(account.entries())
                .noneMatch(entry -> entry.kind() == Entry.Kind.INVOCATION)
                .extracting(Entry::outcome)
                .contains("no rule matches");
    }

    /// Whoever may invoke the function hands it the event of a trusted principal elsewhere.
    @ParameterizedTest
    @CsvSource({OTHER + "," + OTHER, OURS + "," + OTHER, OTHER + "," + OURS})
    void areRefusedIfTheyAreHandedToAFunction(String envelope, String recipient) {
        Map<String, AttributeValue> before = baseline();
        account.forget();

        String answer =
                invoke("ProfileGuard", event("AddRoleToInstanceProfile", envelope, recipient));

        assertThat(answer).contains("\"decision\":\"not-for-us\"", OTHER);
        assertThat(account.calls()).isEmpty();
        assertThat(account.role()).isEqualTo("web");
        assertThat(baseline()).isEqualTo(before);
    }

    @Test
    void areRefusedByEveryFunctionAlsoFromAQueue() {
        String event = event("DeleteRole", OTHER, OTHER);
        Map<String, String> message =
                Map.of("messageId", "m", "eventSource", "aws:sqs", "body", event);
        String queued = Json.text(Map.of("Records", List.of(message)));

        for (String function : FUNCTIONS) {
            assertThat(invoke(function, event)).as(function).contains("not-for-us", OTHER);
        }
        account.forget();
        assertThat(invoke("ProfileProvisioner", queued)).contains("\"batchItemFailures\":[]");
        assertThat(account.calls()).isEmpty();
    }

    @Test
    void areReportedOnceADay() {
        String event = event("AddRoleToInstanceProfile", OTHER, OTHER);

        invoke("ProfileGuard", event);
        invoke("ProfileGuard", event.replace("e-1", "e-2"));
        assertThat(account.mails())
                .containsExactly("[WARNING] guard-foreign-event: account/" + OTHER);

        account.sandbox().advance(Duration.ofDays(1));
        invoke("ProfileGuard", event.replace("e-1", "e-3"));
        assertThat(account.mails()).hasSize(2);
    }

    private String invoke(String function, String event) {
        return account.invokeAs("mallory", function, event);
    }

    private Map<String, AttributeValue> baseline() {
        return account.sandbox()
                .dynamo()
                .getItem(r ->
                        r.tableName(account.sandbox().template().tables().getFirst().name())
                                .key(Map.of("profile", AttributeValue.fromS("prod-web"))))
                .item();
    }

    private static String event(String call, String envelope, String recipient) {
        return """
        {"version": "0", "id": "0", "detail-type": "AWS API Call via CloudTrail",
         "source": "aws.iam", "account": "%1$s", "time": "2026-01-05T12:00:00Z",
         "region": "us-east-1", "resources": [], "detail": {
          "eventVersion": "1.10", "eventTime": "2026-01-05T12:00:00Z", "eventID": "e-1",
          "eventSource": "iam.amazonaws.com", "eventName": "%3$s", "awsRegion": "us-east-1",
          "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::%2$s:user/pipeline",
           "accountId": "%2$s", "userName": "pipeline"},
          "requestParameters": {"instanceProfileName": "prod-web", "roleName": "evil",
           "tags": [{"key": "profile-guard", "value": "off"}]},
          "responseElements": null, "recipientAccountId": "%2$s"%4$s}}\
        """
                .formatted(
                        envelope,
                        recipient,
                        call,
                        call.equals("DeleteRole")
                                ? ", \"errorCode\": \"DeleteConflictException\""
                                : "");
    }
}
