package dev.profileguard.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;

class InstancesTest {
    private static final String ARN = "arn:aws:iam::123456789012:instance-profile/";

    @TempDir private Path folder = Path.of(".");
    private Sandbox sandbox = Sandbox.start(Path.of("../template.yaml"), Map.of(), MODE);

    @Test
    void startsAnInstanceWithAProfileWhoseRoleIsThenInUse() {
        assertThat(lastUsed("web")).isEqualTo(RoleLastUsed.builder().build());

        String instance = ec2().runInstances("web");

        assertThat(instance).matches("i-[0-9a-f]{17}");
        assertThat(lastUsed("web").lastUsedDate()).isEqualTo(Sandbox.TEST_TIME);
        assertThat(lastUsed("web").region()).isEqualTo("us-east-1");
    }

    @Test
    void recordsASuccessfulStart() throws IOException {
        String instance = ec2().run(ProfileReference.at(ARN + "web"));

        JsonNode event = lastEvent();
        assertThat(event.at("/source").asText()).isEqualTo("aws.ec2");
        JsonNode detail = event.at("/detail");
        assertThat(detail.at("/eventSource").asText()).isEqualTo("ec2.amazonaws.com");
        assertThat(detail.at("/requestParameters/iamInstanceProfile").toString())
                .isEqualTo("{\"arn\":\"%sweb\"}".formatted(ARN));
        JsonNode started = detail.at("/responseElements/instancesSet/items/0");
        assertThat(started.at("/instanceId").asText()).isEqualTo(instance);
        assertThat(started.at("/iamInstanceProfile/arn").asText()).isEqualTo(ARN + "web");
        assertThat(started.at("/iamInstanceProfile/id").asText()).startsWith("AIPA");
        assertThat(detail.at("/tlsDetails/clientProvidedHostHeader").asText())
                .isEqualTo("ec2.us-east-1.amazonaws.com");
    }

    @Test
    void refusesAMissingProfileAndRecordsIt() throws IOException {
        String message =
                "Value (gone) for parameter iamInstanceProfile.name is invalid. Invalid IAM"
                        + " Instance Profile name";

        assertRefused(() -> ec2().runInstances("gone"), "InvalidParameterValue", message);

        JsonNode detail = lastEvent().at("/detail");
        assertThat(detail.at("/eventName").asText()).isEqualTo("RunInstances");
        assertThat(detail.at("/errorCode").asText()).isEqualTo("Client.InvalidParameterValue");
        assertThat(detail.at("/errorMessage").asText()).isEqualTo(message);
        assertThat(detail.at("/requestParameters/iamInstanceProfile").toString())
                .isEqualTo("{\"name\":\"gone\"}");
        assertThat(detail.at("/responseElements").isNull()).isTrue();
    }

    @Test
    void refusesAnUnknownArn() {
        assertRefused(
                () -> ec2().run(ProfileReference.at(ARN + "path/web")),
                "InvalidParameterValue",
                "Value (%spath/web) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN"
                        .formatted(ARN));
    }

    @Test
    void refusesAProfileWithoutARole() {
        assertRefused(
                () -> ec2().runInstances("empty"),
                "InvalidParameterValue",
                "IAM Instance Profile \"%sempty\" has no associated IAM Roles".formatted(ARN));
    }

    @Test
    void findsANewProfileOnlyAfterTheReadLag() {
        sandbox.faults().set("lag", "PT10S");
        fill("late");
        assertThatThrownBy(() -> ec2().runInstances("late")).hasMessageContaining("Invalid IAM");

        sandbox.advance(java.time.Duration.ofSeconds(11));

        assertThat(ec2().runInstances("late")).startsWith("i-");
    }

    @Test
    void associatesAndReplacesAProfile() throws IOException {
        fill("other");
        String instance = ec2().runInstance();

        String first = ec2().associate(instance, "web");
        String second = ec2().replace(first, "other");

        assertThat(first).startsWith("iip-assoc-").isNotEqualTo(second);
        assertThat(lastUsed("other").lastUsedDate()).isEqualTo(Sandbox.TEST_TIME);
        assertRefused(
                () -> ec2().associate(instance, "web"),
                "IncorrectState",
                "There is an existing association for instance " + instance);
        assertRefused(
                () -> ec2().replace(first, "web"),
                "IncorrectState",
                "The association '%s' is not an active association".formatted(first));
    }

    @Test
    void recordsAFailedAssociationAsEc2Wraps() throws IOException {
        String instance = ec2().runInstances("web");
        assertThatThrownBy(() -> ec2().associate(instance, "gone"))
                .isInstanceOf(AwsServiceException.class);

        JsonNode detail = lastEvent().at("/detail");
        assertThat(
                        detail.at(
                                        "/requestParameters/AssociateIamInstanceProfileRequest/IamInstanceProfile/Name")
                                .asText())
                .isEqualTo("gone");
        assertThat(sandbox.timeline().entries().getLast().subject())
                .isEqualTo("instance-profile/gone");
    }

    @BeforeEach
    void deploy() throws IOException {
        sandbox.close();
        Path file = folder.resolve("template.yaml");
        Files.writeString(
                file,
                """
                Resources:
                  Received: {Type: AWS::SQS::Queue}
                  All:
                    Type: AWS::Events::Rule
                    Properties:
                      EventPattern: {source: [{prefix: aws.}]}
                      Targets: [{Id: received, Arn: !GetAtt Received.Arn}]
                """);
        sandbox = Sandbox.start(file, Map.of(), MODE);
        fill("web");
        sandbox.iamAs("admin").createInstanceProfile(r -> r.instanceProfileName("empty"));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void fill(String name) {
        IamClient iam = sandbox.iamAs("admin");
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
        iam.createInstanceProfile(r -> r.instanceProfileName(name));
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(name));
    }

    private ComputeClient ec2() {
        return sandbox.ec2(Sandbox.user("alice"));
    }

    private RoleLastUsed lastUsed(String role) {
        return sandbox.iamAs("admin").getRole(r -> r.roleName(role)).role().roleLastUsed();
    }

    private JsonNode lastEvent() throws IOException {
        sandbox.settle();
        return new ObjectMapper().readTree(sandbox.queues().messages("Received").getLast());
    }

    private static void assertRefused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(400);
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
                        });
    }

    private static final Sandbox.Mode MODE = Sandbox.Mode.TEST_CLOCK;
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
}
