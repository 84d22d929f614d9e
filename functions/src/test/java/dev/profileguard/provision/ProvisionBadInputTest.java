package dev.profileguard.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.QueueBatches;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.trust.MalformedTrustPolicyException;
import dev.profileguard.lambda.Platform;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentMatchers;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;

class ProvisionBadInputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"detail\": {}}",
                "{\"Records\": null}",
                "{\"Records\": 7}",
                "{\"Records\": [7]}",
                "{\"Records\": [{\"body\": \"{}\"}]}",
                "{\"Records\": [{\"messageId\": 7, \"body\": \"{}\"}]}"
            })
    void whatIsNeitherEventNorBatchFailsWithoutACall(String input) {
        assertThatThrownBy(() -> handle(input)).isInstanceOf(UnreadableEventException.class);
        verifyNoInteractions(iam, dynamo);
    }

    @Test
    void anEmptyBatchSucceeds() throws IOException {
        assertThat(handle("{\"Records\": []}")).isEqualTo("{\"batchItemFailures\":[]}");
        verifyNoInteractions(iam, dynamo);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "",
                "null",
                "[]",
                "{}",
                "{\"detail-type\": \"AWS API Call via CloudTrail\"}",
                "{\"detail-type\": \"AWS API Call via CloudTrail\", \"detail\": 7}"
            })
    void onlyTheBrokenMessageOfABatchComesAgain(String broken) throws IOException {
        String lambdas = event("role-created-for-lambda");

        assertThat(handle(QueueBatches.of(lambdas, broken, lambdas)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m-1\"}]}");
        assertThat(reported)
                .extracting(Outcome::decision)
                .containsExactly(
                        ProvisionDecision.NOT_FOR_EC2,
                        Decision.Common.FAILED,
                        ProvisionDecision.NOT_FOR_EC2);
        verifyNoInteractions(iam, dynamo);
    }

    @Test
    void aBodyThatIsNoTextComesAgain() throws IOException {
        assertThat(handle("{\"Records\": [{\"messageId\": \"m-0\", \"body\": {}}]}"))
                .contains("\"m-0\"");
        assertThat(handle("{\"Records\": [{\"messageId\": \"m-1\"}]}")).contains("\"m-1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json | The trust policy in the event: The event is not a JSON object",
                "[] | The trust policy in the event: The event is not a JSON object",
                "{} | The trust policy in the event: Statement must be"
            })
    void aTrustPolicyThatIsNoneFailsWithoutACall(String policy, String message) throws IOException {
        String event = withTrustPolicy(policy);

        assertThatThrownBy(() -> handle(event))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(message);
        assertThat(handle(QueueBatches.of(event))).contains("\"m-0\"");
        verifyNoInteractions(iam, dynamo);
    }

    @Test
    void aTrustPolicyOfIamThatIsNoneNamesTheRole() {
        when(iam.getRole(ArgumentMatchers.<Consumer<GetRoleRequest.Builder>>any()))
                .thenReturn(
                        GetRoleResponse.builder()
                                .role(role ->
                                        role.roleName("web")
                                                .roleId("AROA1")
                                                .path("/")
                                                .createDate(Instant.EPOCH)
                                                .assumeRolePolicyDocument("no%20json"))
                                .build());

        assertThatThrownBy(() -> handle("{\"check\": {\"role\": \"web\"}}"))
                .isInstanceOf(MalformedTrustPolicyException.class)
                .hasMessageContaining("The trust policy of role web");
    }

    @Test
    void aBatchThatIsTooLargeFails() {
        String huge = "{\"Records\": [{\"body\": \"" + "x".repeat(10 * 1024 * 1024) + "\"}]}";

        assertThatThrownBy(() -> handle(huge)).hasMessageContaining("larger than 1 MiB");
    }

    @Test
    void whatIsLeftOfABatchWhenTimeIsOverComesAgain() throws IOException {
        when(context.getRemainingTimeInMillis()).thenReturn(20_000);

        assertThat(handle(QueueBatches.of(event("role-created"), event("role-created"))))
                .contains("\"m-0\"", "\"m-1\"");
        verifyNoInteractions(iam, dynamo);
    }

    @Test
    void anEventThatComesTooEarlyComesAgain() throws IOException {
        now = Instant.parse("2026-01-15T09:30:30Z");

        assertThat(handle(QueueBatches.of(event("role-created")))).contains("\"m-0\"");
        assertThat(reported)
                .extracting(Outcome::decision)
                .containsExactly(ProvisionDecision.NOT_YET);
        assertThatThrownBy(() -> handle(event("role-created")))
                .hasMessageContaining("until 2026-01-15T09:32:01Z");
        verifyNoInteractions(iam, dynamo);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | The request is empty",
                "{\"chekc\": {\"role\": \"r\"}} | Invalid request: chekc",
                "{\"check\": {\"role\": \"r\"}, \"show\": {\"role\": \"r\"}} | Invalid request:"
                        + " [check, show]",
                "{\"check\": \"r\"} | check must be an object",
                "{\"check\": {}} | check.role is missing",
                "{\"check\": {\"role\": 7}} | check.role must be the name of a role",
                "{\"check\": {\"role\": \"a b\"}} | check.role: 'a b' is not a valid role name",
                "{\"show\": {\"role\": \"r\", \"x\": 1}} | Invalid request: show.x"
            })
    void aRequestThatIsNotUnderstoodSaysWhatIs(String input, String message) {
        assertThatThrownBy(() -> handle(input))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        verifyNoInteractions(iam, dynamo);
    }

    private final IamClient iam = mock(IamClient.class);
    private final DynamoDbClient dynamo = mock(DynamoDbClient.class);
    private final Context context = mock(Context.class);
    private final List<Outcome> reported = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-15T09:40:00Z");

    ProvisionBadInputTest() {
        when(context.getRemainingTimeInMillis()).thenReturn(60_000);
    }

    private String handle(String input) throws IOException {
        reported.clear();
        InstantSource clock = () -> now;
        Platform platform =
                new Platform(
                        Map.of(
                                "PROVISION_MODE", "enforce",
                                "PROVISION_FOR", "unless-iac",
                                "BASELINE_TABLE", "t"),
                        iam,
                        dynamo,
                        name -> "",
                        clock,
                        time -> now = now.plus(time),
                        (_, result, _) -> reported.addAll(result.outcomes()));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new ProfileProvisionerHandler(platform)
                .handleRequest(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        output,
                        context);
        return output.toString(StandardCharsets.UTF_8);
    }

    private static String withTrustPolicy(String policy) throws IOException {
        Map<String, Object> event = JSON.std.mapFrom(event("role-created"));
        object(object(event, "detail"), "requestParameters")
                .put("assumeRolePolicyDocument", policy);
        return JSON.std.asString(event);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> json, String field) {
        return (Map<String, Object>) Objects.requireNonNull(json.get(field));
    }

    private static String event(String file) throws IOException {
        return Files.readString(Path.of("../events/ProfileProvisioner/" + file + ".json"));
    }
}
