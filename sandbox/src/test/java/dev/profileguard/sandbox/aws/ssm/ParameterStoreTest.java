package dev.profileguard.sandbox.aws.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class ParameterStoreTest {
    @TempDir private Path folder = Path.of(".");
    private Sandbox sandbox = Sandbox.start(Path.of("../template.yaml"), Map.of(), MODE);

    @Test
    void returnsAValueThatTheFunctionMayReadAndRecordsTheCall() {
        sandbox.parameters().put("/guard/allowed", "policy");

        assertThat(read("/guard/allowed").payload()).isEqualTo("\"policy\"");
        assertThat(calls())
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.subject()).isEqualTo("parameter/guard/allowed");
                    assertThat(call.function()).isEqualTo("Reading");
                    assertThat(call.outcome()).isEqualTo("ok");
                });
    }

    @Test
    void isReadAgainAfterFiveMinutes() {
        sandbox.parameters().put("/guard/allowed", "old");
        read("/guard/allowed");
        sandbox.parameters().put("/guard/allowed", "new");

        assertThat(read("/guard/allowed").payload()).isEqualTo("\"old\"");
        assertThat(calls()).hasSize(1);
        sandbox.advance(Duration.ofMinutes(5));
        assertThat(read("/guard/allowed").payload()).isEqualTo("\"new\"");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void refusesAFunctionWhatItsPoliciesDoNotAllow() {
        sandbox.parameters().put("/guard/other", "policy");

        assertThat(read("/guard/other").payload())
                .contains(
                        "is not authorized to perform: ssm:GetParameter on resource:"
                                + " arn:aws:ssm:us-east-1:123456789012:parameter/guard/other");
        assertThat(calls()).extracting(Entry::outcome).containsExactly("AccessDeniedException");
    }

    @Test
    void reportsAMissingParameter() {
        assertThat(read("/guard/allowed").payload()).contains("\"errorType\"");
        assertThat(calls()).extracting(Entry::outcome).containsExactly("ParameterNotFound");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "a;4096;String;-;ok",
                "a;4097;String;-;Standard tier parameters support a maximum parameter value of"
                        + " 4096",
                "a;8192;String;Advanced;ok",
                "a;8193;String;Advanced;Advanced tier parameters support a maximum parameter value"
                        + " of 8192",
                "a;4097;String;Intelligent-Tiering;ok",
                "a;1;-;-;A parameter type is required when you create a parameter",
                "a;1;Text;-;Type must be one of",
                "a;1;String;Huge;Type must be one of",
                "a b;1;String;-;Parameter name:",
                "aws-a;1;String;-;Parameter name:",
                "a/b;1;String;-;Parameter name must be a fully qualified name",
                "a;0;String;-;Value must have length"
            })
    void enforcesItsLimits(
            String name, int size, @Nullable String type, @Nullable String tier, String said) {
        PutParameter put = new PutParameter(name, "x".repeat(size), type, tier, false);

        if (said.equals("ok")) {
            assertThat(store(put).version()).isEqualTo(1);
        } else {
            assertRefused(() -> store(put), "ValidationException", said);
        }
    }

    @Test
    void overwritesOnlyOnRequest() {
        PutParameter put = new PutParameter("a", "1", "String", null, false);
        store(put);

        assertRefused(() -> store(put), "ParameterAlreadyExists", "already exists");
        StoredParameter changed = store(new PutParameter("a", "2", null, null, true));

        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.type()).isEqualTo("String");
        assertThat(sandbox.parameters().get("a")).isEqualTo("2");
    }

    @Test
    void deletesAnExistingParameter() {
        sandbox.parameters().put("a", "1");
        sandbox.parameters().delete(ORIGIN, "arn:aws:ssm:us-east-1:123456789012:parameter/a");

        assertThat(sandbox.parameters().get("a")).isNull();
        assertRefused(() -> sandbox.parameters().delete(ORIGIN, "a"), "ParameterNotFound", "");
    }

    /// A function that returns the parameter that its event names.
    public static final class Reading implements RequestStreamHandler {
        private final Platform platform;

        /// The sandbox calls this one.
        public Reading(Platform platform) {
            this.platform = platform;
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context)
                throws IOException {
            String name =
                    new String(input.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
            String value = platform.parameters().get(name);
            output.write(("\"" + value + "\"").getBytes(StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void deploy() throws IOException {
        sandbox.close();
        Path file = folder.resolve("template.yaml");
        Files.writeString(
                file,
                """
                Resources:
                  Reading:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: dev.profileguard.sandbox.aws.ssm.ParameterStoreTest$Reading
                      Policies:
                        - Statement:
                            - Effect: Allow
                              Action: ssm:GetParameter
                              Resource: !Sub arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/guard/allowed
                """);
        sandbox = Sandbox.start(file, Map.of(), MODE);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private InvocationResponse read(String name) {
        return sandbox.lambda().invoke("Reading", "\"" + name + "\"");
    }

    private StoredParameter store(PutParameter put) {
        return sandbox.parameters().put(ORIGIN, put);
    }

    private List<Entry> calls() {
        return sandbox.timeline().entries(Entry.Kind.CALL);
    }

    private static void assertRefused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.awsErrorDetails().errorMessage()).contains(message);
                        });
    }

    private static final dev.profileguard.sandbox.aws.cloudtrail.Origin ORIGIN =
            new dev.profileguard.sandbox.aws.cloudtrail.Origin(
                    Sandbox.user("alice"), "aws-cli/2.31.0", "198.51.100.7");
    private static final Sandbox.Mode MODE = Sandbox.Mode.TEST_CLOCK;
}
