package dev.profileguard.sandbox.http.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.regional.RegionalAccount;
import dev.profileguard.sandbox.http.message.AccessKeys;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class StsServiceTest {
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

        assertThat(refusal(() -> assume(chained, "us-east-1", 3601)))
                .hasMessage("ValidationError: " + message);

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

        assertThat(refusal(() -> assume(ALICE, "us-east-1", gone, 900)))
                .hasMessageEndingWith("perform: sts:AssumeRole on resource: " + gone);

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
        assertThat(refusal(() -> decode("made-up")))
                .hasMessage("InvalidAuthorizationMessageException: Message is not valid");
        assertThat(refusal(() -> decode("x".repeat(10_241))))
                .hasMessageStartingWith("ValidationError: 1 validation error detected");
        account().holdAlice("{'Effect':'Allow','Action':'ec2:*','Resource':'*'}");
        assertThat(refusal(() -> decode("made-up")))
                .hasMessageStartingWith("AccessDenied: ")
                .hasMessageContaining("sts:DecodeAuthorizationMessage");
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

    private Reply assume(Caller caller, String region, int seconds) {
        return assume(caller, region, ROLE, seconds);
    }

    private Reply assume(Caller caller, String region, String role, int seconds) {
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

    private Reply decode(String encoded) {
        return call(
                ALICE,
                "us-east-1",
                Map.of("Action", "DecodeAuthorizationMessage", "EncodedMessage", encoded));
    }

    private Reply call(Caller caller, String region, Map<String, String> form) {
        String body =
                form.entrySet().stream()
                                .map(each ->
                                        each.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        each.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"))
                        + "&Version=2011-06-15";
        Map<String, String> headers =
                Map.of(
                        "content-type",
                        "application/x-www-form-urlencoded",
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=alice/20260105/%s/sts/aws4_request"
                                .formatted(region));
        StsService sts =
                new StsService(
                        account().sandbox(),
                        new AccessKeys(account().sandbox().clock(), List.of()));
        return sts.handle(new Request("POST", "/", "", headers, body, "127.0.0.1"), caller);
    }

    private static Refusal refusal(Runnable call) {
        return catchThrowableOfType(Refusal.class, call::run);
    }
}
