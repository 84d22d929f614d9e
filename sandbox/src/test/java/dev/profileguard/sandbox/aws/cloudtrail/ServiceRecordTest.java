package dev.profileguard.sandbox.aws.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class ServiceRecordTest {
    private static final Origin ALICE =
            new Origin(new Caller.User("123456789012", "alice", "AKIA"), "agent", "198.51.100.1")
                    .in("eu-west-1");

    private final List<CallRecord> records = new ArrayList<>();

    @Test
    void spellsCodesAsTheServiceDoes() {
        assertThat(code(ErrorSpelling.UNCHANGED, 400, "ParameterNotFound"))
                .isEqualTo("ParameterNotFound");
        assertThat(code(ErrorSpelling.EC2, 400, "InvalidParameterValue"))
                .isEqualTo("Client.InvalidParameterValue");
        assertThat(code(ErrorSpelling.EC2, 503, "RequestLimitExceeded"))
                .isEqualTo("Client.RequestLimitExceeded");
        assertThat(code(ErrorSpelling.EC2, 500, "InternalError")).isEqualTo("Server.InternalError");
        assertThat(code(ErrorSpelling.EXCEPTION, 400, "ValidationError"))
                .isEqualTo("ValidationException");
        assertThat(code(ErrorSpelling.EXCEPTION, 409, "ResourceInUse"))
                .isEqualTo("ResourceInUseException");
        assertThat(code(ErrorSpelling.EXCEPTION, 404, "ResourceNotFoundException"))
                .isEqualTo("ResourceNotFoundException");
        assertThat(code(ErrorSpelling.EXCEPTION, 403, "AccessDeniedException"))
                .isEqualTo("AccessDenied");
    }

    @Test
    void leavesOutTheParametersOnlyWhereTheCallItselfIsDenied() {
        String sentence = "User: x is not authorized to perform: %s on resource: y";

        assertThat(fail(403, "AccessDenied", sentence.formatted("eks:CreateCluster")))
                .containsEntry("requestParameters", null);
        assertThat(fail(403, "AccessDenied", sentence.formatted("iam:PassRole")))
                .containsEntry("requestParameters", Map.of("name", "prod"));
        assertThat(fail(400, "ClientException", sentence.formatted("eks:CreateCluster")))
                .containsEntry("requestParameters", Map.of("name", "prod"));
    }

    @Test
    void cutsALongMessage() {
        assertThat(String.valueOf(fail(400, "C", "m".repeat(1024)).get("errorMessage")))
                .isEqualTo("m".repeat(1024));
        assertThat(String.valueOf(fail(400, "C", "m".repeat(1025)).get("errorMessage")))
                .isEqualTo("m".repeat(1021) + "...");
    }

    @Test
    void namesTheResourceOfACallToEks() {
        assertThat(subject("eks", Map.of("name", "prod"))).isEqualTo("cluster/prod");
        assertThat(subject("eks", Map.of("name", "prod", "nodegroupName", "ng", "nodeRole", "r")))
                .isEqualTo("nodegroup/ng");
        assertThat(
                        subject(
                                "eks",
                                Map.of(
                                        "name",
                                        "prod",
                                        "principalArn",
                                        "arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa%2Fnode")))
                .isEqualTo("role/node");
        assertThat(subject("ssm", Map.of("name", "/prod"))).isEqualTo("parameter/prod");
        assertThat(subject("ec2", Map.of("CreateFleetRequest", Map.of("Type", "instant"))))
                .isNull();
    }

    private static @Nullable String subject(String service, Map<String, Object> request) {
        return CallRecord.subject(
                new CompletedCall(
                        ALICE,
                        service + ".amazonaws.com",
                        "X",
                        Instant.EPOCH,
                        request,
                        null,
                        null,
                        null));
    }

    private Object code(ErrorSpelling spelling, int status, String code) {
        return String.valueOf(failed(spelling, status, code, "m").get("errorCode"));
    }

    private Map<String, @Nullable Object> fail(int status, String code, String message) {
        return failed(ErrorSpelling.EXCEPTION, status, code, message);
    }

    private Map<String, @Nullable Object> failed(
            ErrorSpelling spelling, int status, String code, String message) {
        RecordedService service =
                new RecordedService(
                        "eks", spelling, InstantSource.fixed(Instant.EPOCH), this::keep);
        assertThatThrownBy(() ->
                        service.call(
                                ALICE,
                                "CreateCluster",
                                Map.of("name", "prod"),
                                () -> {
                                    throw service.refusal(status, code, message);
                                },
                                nothing -> Map.of()))
                .isInstanceOf(AwsServiceException.class);
        return records.getLast().json();
    }

    private void keep(CompletedCall call, Duration took) {
        records.add(CallRecord.of(call, name -> "AIDA"));
    }
}
