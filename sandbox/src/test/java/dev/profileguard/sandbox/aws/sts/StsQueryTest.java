package dev.profileguard.sandbox.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.regional.RegionalAccount;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class StsQueryTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/web";
    private static final Caller ALICE = Sandbox.user("alice");

    @TempDir private Path folder = Path.of(".");
    private @Nullable RegionalAccount opened;

    @Test
    void recordsASession() {
        assertThat(assume(ALICE, "eu-west-1", 900).status()).isEqualTo(200);

        JsonNode record = account().record("eu-west-1");
        assertThat(record.at("/eventSource").asText()).isEqualTo("sts.amazonaws.com");
        assertThat(record.at("/readOnly").asBoolean()).isTrue();
        assertThat(record.at("/requestParameters/roleArn").asText()).isEqualTo(ROLE);
        assertThat(record.at("/requestParameters/durationSeconds").asInt()).isEqualTo(900);
        assertThat(record.at("/responseElements/assumedRoleUser/arn").asText())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/web/session");
        assertThat(record.at("/responseElements/credentials/expiration").asText())
                .isEqualTo("Jan 5, 2026, 9:15:00\u202fAM");
    }

    @Test
    void recordsASessionThatIsTooLongForAChainOfRoles() {
        Caller chained = account().sandbox().assumeRole("web", "first");
        String message =
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed"
                        + " by role chaining.";

        assertRefused(assume(chained, "us-east-1", 3601), 400, "ValidationError", message + "<");

        JsonNode record = account().record("us-east-1");
        assertThat(record.at("/errorCode").asText()).isEqualTo("ValidationException");
        assertThat(record.at("/errorMessage").asText()).isEqualTo(message);
        assertThat(record.at("/userIdentity/sessionContext/sessionIssuer/arn").asText())
                .isEqualTo(ROLE);
        assertThat(account().failures()).containsExactly("aws.sts AssumeRole ValidationException");
    }

    @Test
    void recordsARoleThatMayNotBeAssumedWithoutTheParameters() {
        String gone = ROLE + "-gone";

        assertRefused(
                assume(ALICE, "us-east-1", gone, 900),
                403,
                "AccessDenied",
                "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                        + " sts:AssumeRole on resource: "
                        + gone
                        + "<");

        JsonNode record = account().record("us-east-1");
        assertThat(record.at("/errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(record.at("/requestParameters").isNull()).isTrue();
        assertThat(account().failures()).containsExactly("aws.sts AssumeRole AccessDenied");
        assertThat(account().sandbox().timeline().entries())
                .anyMatch(entry -> "role/web-gone".equals(entry.subject()));
    }

    @Test
    void recordsNoEventOfWhoAsksWhoTheyAre() {
        call(ALICE, "us-east-1", Map.of("Action", "GetCallerIdentity"));

        assertThat(account().sandbox().timeline().entries().getLast().operation())
                .isEqualTo("GetCallerIdentity");
        assertThat(account().record("us-east-1").at("/eventName").asText()).isEqualTo("CreateRole");
    }

    @Test
    void decodesWhatEc2Encodes() {
        account()
                .holdAlice(
                        "{'Effect':'Allow','Action':'sts:DecodeAuthorizationMessage','Resource':'*'}");
        AwsServiceException denied =
                catchThrowableOfType(
                        AwsServiceException.class,
                        () -> account().sandbox().ec2(ALICE).runInstance());
        String message = denied.awsErrorDetails().errorMessage();
        String encoded = message.substring(message.lastIndexOf(' ') + 1);

        String reply = decode(encoded).body();

        assertThat(reply)
                .contains("<DecodedMessage>{&quot;allowed&quot;:false,")
                .contains("&quot;action&quot;:&quot;ec2:RunInstances&quot;");
        JsonNode record = account().record("us-east-1");
        assertThat(record.at("/eventName").asText()).isEqualTo("DecodeAuthorizationMessage");
        assertThat(record.at("/requestParameters").isNull()).isTrue();
    }

    @Test
    void decodesNothingElseAndForNobodyElse() {
        assertRefused(
                decode("made-up"),
                400,
                "InvalidAuthorizationMessageException",
                "Message is not valid<");
        assertRefused(
                decode("x".repeat(10_241)),
                400,
                "ValidationError",
                "1 validation error detected: Value at 'encodedMessage'");
        account().holdAlice("{'Effect':'Allow','Action':'ec2:*','Resource':'*'}");
        assertRefused(
                decode("made-up"),
                403,
                "AccessDenied",
                "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                        + " sts:DecodeAuthorizationMessage");
        assertThat(account().failures())
                .containsExactly(
                        "aws.sts DecodeAuthorizationMessage InvalidAuthorizationMessageException",
                        "aws.sts DecodeAuthorizationMessage ValidationException",
                        "aws.sts DecodeAuthorizationMessage AccessDenied");
    }

    @BeforeEach
    void open() {
        opened = new RegionalAccount(folder);
        account().role("web", "ec2.amazonaws.com");
    }

    @AfterEach
    void close() {
        account().close();
    }

    private RegionalAccount account() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private QueryResponse assume(Caller caller, String region, int seconds) {
        return assume(caller, region, ROLE, seconds);
    }

    private QueryResponse assume(Caller caller, String region, String role, int seconds) {
        return call(
                caller,
                region,
                Map.of(
                        "Action",
                        "AssumeRole",
                        "RoleArn",
                        role,
                        "RoleSessionName",
                        "session",
                        "DurationSeconds",
                        Integer.toString(seconds)));
    }

    private QueryResponse decode(String encoded) {
        return call(
                ALICE,
                "us-east-1",
                Map.of("Action", "DecodeAuthorizationMessage", "EncodedMessage", encoded));
    }

    private QueryResponse call(Caller caller, String region, Map<String, String> parameters) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        form.put("Version", List.of("2011-06-15"));
        parameters.forEach((key, value) -> form.put(key, List.of(value)));
        return account()
                .sandbox()
                .sts(SessionKeys.forgotten())
                .respond(form, Sandbox.origin(caller, region));
    }

    private static void assertRefused(
            QueryResponse response, int status, String code, String message) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body())
                .contains("<Code>%s</Code>".formatted(code))
                .contains("<Message>" + message);
    }
}
