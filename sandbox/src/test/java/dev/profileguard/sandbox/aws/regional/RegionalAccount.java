package dev.profileguard.sandbox.aws.regional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;

/// An account in which nothing happens by itself, with a queue that gets the records of failed
/// calls to EC2, Auto Scaling, EKS and STS.
public final class RegionalAccount implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FAILURES =
            """
            Resources:
              Failures:
                Type: AWS::SQS::Queue
                Properties:
                  QueueName: failures
              Rule:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern:
                    source: [aws.ec2, aws.autoscaling, aws.eks, aws.sts]
                    detail-type: [AWS API Call via CloudTrail]
                    detail:
                      errorCode: [{exists: true}]
                  Targets:
                    - Id: Failures
                      Arn: !GetAtt Failures.Arn
            """;

    private final Sandbox sandbox;

    /// An empty account.
    ///
    /// @param folder for the template
    public RegionalAccount(Path folder) {
        Path template = folder.resolve("template.yaml");
        try {
            Files.writeString(template, FAILURES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sandbox = Sandbox.start(template, Map.of(), Sandbox.Mode.TEST_CLOCK);
    }

    /// The account's sandbox.
    public Sandbox sandbox() {
        return sandbox;
    }

    /// IAM as an administrator sees it.
    public IamClient iam() {
        return sandbox.iamAs("admin");
    }

    /// The next call of alice.
    public static Origin alice(String region) {
        return Sandbox.origin(Sandbox.user("alice"), region);
    }

    /// Creates a role that these services may assume.
    ///
    /// @return its ARN
    public String role(String name, String... services) {
        String principals = "\"" + String.join("\", \"", services) + "\"";
        return iam().createRole(r ->
                        r.roleName(name)
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                        "Principal": {"Service": [%s]}, "Action": "sts:AssumeRole"}]}
                                        """
                                                .formatted(principals)))
                .role()
                .arn();
    }

    /// Creates a role for EC2 and a profile of its name that contains it.
    public void profile(String name) {
        role(name, "ec2.amazonaws.com");
        iam().createInstanceProfile(r -> r.instanceProfileName(name));
        iam().addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(name));
    }

    /// Gives alice a policy and holds her to it.
    ///
    /// @param statements of the policy, with single quotes
    public void holdAlice(String... statements) {
        String document =
                "{\"Version\": \"2012-10-17\", \"Statement\": [%s]}"
                        .formatted(String.join(",", statements).replace('\'', '"'));
        iam().createUser(r -> r.userName("alice"));
        iam().putUserPolicy(r -> r.userName("alice").policyName("p").policyDocument(document));
        sandbox.identityPolicies().enforce(true);
    }

    /// The newest write in a region's event history.
    public JsonNode record(String region) {
        return records(region, 1).getFirst();
    }

    /// The newest writes in a region's event history, newest first.
    public List<JsonNode> records(String region, int most) {
        return sandbox
                .pastCalls()
                .in(region)
                .find(new Lookup(null, "", Instant.MIN, Instant.MAX), most, null)
                .calls()
                .stream()
                .map(call -> json(call.text()))
                .toList();
    }

    /// The failed calls whose events have arrived, oldest first, such as `aws.sts AssumeRole
    /// AccessDenied`.
    public List<String> failures() {
        sandbox.settle();
        return sandbox.queues().messages("Failures").stream()
                .map(RegionalAccount::json)
                .map(event ->
                        "%s %s %s"
                                .formatted(
                                        event.at("/source").asText(),
                                        event.at("/detail/eventName").asText(),
                                        event.at("/detail/errorCode").asText()))
                .toList();
    }

    /// JSON, read.
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Expects a call to fail.
    public static void assertRefused(
            ThrowingCallable call, int status, String code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
                            assertThat(e.statusCode()).isEqualTo(status);
                        });
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
