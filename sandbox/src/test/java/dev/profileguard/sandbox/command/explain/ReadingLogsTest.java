package dev.profileguard.sandbox.command.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profileguard.advice.rule.FailedCall;
import dev.profileguard.sandbox.command.explain.reader.FailureGroup;
import dev.profileguard.sandbox.command.explain.reader.FailureReader;
import dev.profileguard.sandbox.command.explain.reader.RecognisedFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is read from logs with several errors, and from what stands around an error.
class ReadingLogsTest {
    private static final String DELETE =
            "An error occurred (DeleteConflict) when calling the DeleteRole operation: Cannot"
                    + " delete entity, must detach all policies first.\n";
    private static final String LAUNCH =
            "Error: creating EC2 Instance: InvalidParameterValue: Value (web) for parameter"
                    + " iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name\n"
                    + "\tstatus code: 400, request id: 5a1d0000-0000-4000-8000-0000000000%s\n";

    @Test
    void namesEachErrorOfALogOnceInOrderWithACount() {
        String log = DELETE + LAUNCH.formatted("01") + DELETE + LAUNCH.formatted("02") + DELETE;

        List<FailureGroup> groups = FailureGroup.of(FailureReader.read(log));

        assertThat(groups)
                .extracting(each -> each.failure().call().code(), FailureGroup::count)
                .containsExactly(tuple("DeleteConflict", 3), tuple("InvalidParameterValue", 2));
        assertThat(groups.getLast().requestIds())
                .containsExactly(
                        "5a1d0000-0000-4000-8000-000000000001",
                        "5a1d0000-0000-4000-8000-000000000002");
    }

    @Test
    void countsARequestThatIsPrintedTwiceOnce() {
        String log = LAUNCH.formatted("01") + "some line\n" + LAUNCH.formatted("01");

        assertThat(FailureGroup.of(FailureReader.read(log)))
                .singleElement()
                .extracting(FailureGroup::count)
                .isEqualTo(1);
    }

    @Test
    void keepsErrorsAboutDifferentNamesApart() {
        String log = LAUNCH.formatted("01") + LAUNCH.formatted("02").replace("(web)", "(api)");

        assertThat(FailureGroup.of(FailureReader.read(log)))
                .extracting(each -> each.failure().names().get("instance profile"))
                .containsExactly("web", "api");
    }

    @Test
    void joinsASummaryToTheErrorBeforeIt() {
        String log =
                DELETE
                        + "Summary: DeleteConflict: Cannot delete entity, must detach all"
                        + " policies first.\n";

        assertThat(FailureGroup.of(FailureReader.read(log)))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.count()).isEqualTo(2);
                    assertThat(each.failure().call().operation()).isEqualTo("DeleteRole");
                });
    }

    @Test
    void takesNamesAndRegionFromTheCommandBeforeTheError() {
        RecognisedFailure failure =
                only(
                        """
                        + aws --profile ops ec2 associate-iam-instance-profile \\
                            --region ap-northeast-1 --instance-id i-0123456789abcdef0 \\
                            --iam-instance-profile Name=prod-web
                        An error occurred (IncorrectState) when calling the \
                        AssociateIamInstanceProfile operation: There is an existing association \
                        for instance i-0123456789abcdef0
                        """);

        FailedCall call = failure.call();
        assertThat(call.region()).isEqualTo("ap-northeast-1");
        assertThat(call.request())
                .isEqualTo(
                        Map.of(
                                "AssociateIamInstanceProfileRequest",
                                Map.of(
                                        "InstanceId",
                                        "i-0123456789abcdef0",
                                        "IamInstanceProfile",
                                        Map.of("Name", "prod-web"))));
    }

    @Test
    void takesNothingFromACommandThatIsNotTheFailedOne() {
        assertThat(
                        only("aws iam delete-instance-profile --instance-profile-name web\n"
                                        + DELETE)
                                .names())
                .isEmpty();
    }

    @Test
    void namesNoRegionWhereTheTextHasSeveral() {
        assertThat(only("us-east-1 or eu-west-1?\n" + DELETE).call().region()).isEmpty();
    }

    @Test
    void saysTheLineOfTheOriginalText() {
        assertThat(only("one\r\n\ntwo \\n three\n" + DELETE).line()).isEqualTo(4);
    }

    @Test
    void readsAnErrorOfAnUnknownCode() {
        RecognisedFailure failure =
                only(
                        "botocore.exceptions.ClientError: An error occurred (NoSuchBucket) when"
                                + " calling the PutObject operation: The specified bucket\n"
                                + "does not exist\nTraceback (most recent call last):\n");

        assertThat(failure.call().message()).isEqualTo("The specified bucket does not exist");
        assertThat(failure.call().code()).isEqualTo("NoSuchBucket");
        assertThat(failure.call().service()).isEmpty();
    }

    @Test
    void readsTheMessageOfAKnownCodeInAnUnknownSentence() {
        RecognisedFailure failure =
                only(
                        "software.amazon.awssdk.services.iam.model.UnmodifiableEntityException:"
                                + " Cannot perform the operation on the protected role 'x'"
                                + " (Service: Iam, Status Code: 400, Request ID:"
                                + " 5a1d0000-0000-4000-8000-000000000001)");

        assertThat(failure.call().message())
                .isEqualTo("Cannot perform the operation on the protected role 'x'");
        assertThat(failure.call().code()).isEqualTo("UnmodifiableEntity");
        assertThat(failure.call().service()).isEqualTo("iam.amazonaws.com");
    }

    @Test
    void readsTheObjectsThatTheSdkForJavaScriptPrints() {
        RecognisedFailure failure =
                only(
                        """
                        DeleteConflictException: Cannot delete entity, must remove roles from instance profile first.
                            at throwDefaultError (/app/node_modules/@smithy/smithy-client/index.js:838:20)
                            at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {
                          '$fault': 'client',
                          '$metadata': {
                            httpStatusCode: 409,
                            requestId: '5a1d0000-0000-4000-8000-000000000001',
                            attempts: 1
                          },
                          Error: {
                            Type: 'Sender',
                            Code: 'DeleteConflict',
                            Message: 'Cannot delete entity, must remove roles from instance profile first.'
                          }
                        }
                        """);

        assertThat(failure.call().code()).isEqualTo("DeleteConflict");
        assertThat(failure.requestId()).isEqualTo("5a1d0000-0000-4000-8000-000000000001");
    }

    @Test
    void readsTheXmlOfAService() {
        RecognisedFailure failure =
                only(
                        """
                        <ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                          <Error>
                            <Type>Sender</Type>
                            <Code>EntityAlreadyExists</Code>
                            <Message>Role with name web already exists.</Message>
                          </Error>
                          <RequestId>5a1d0000-0000-4000-8000-000000000001</RequestId>
                        </ErrorResponse>
                        """);

        assertThat(failure.call().operation()).isEqualTo("CreateRole");
        assertThat(failure.names()).isEqualTo(Map.of("role", "web"));
        assertThat(failure.requestId()).isEqualTo("5a1d0000-0000-4000-8000-000000000001");
    }

    @Test
    void readsARecordThatIsCutOff() {
        RecognisedFailure failure =
                only(
                        """
                        {"eventSource": "iam.amazonaws.com", "eventName": "DeleteRole",
                         "errorCode": "DeleteConflictException",
                         "errorMessage": "Cannot delete entity, must delete policies first.", "requestPar\
                        """);

        assertThat(failure.call().code()).isEqualTo("DeleteConflict");
        assertThat(failure.call().message())
                .isEqualTo("Cannot delete entity, must delete policies first.");
    }

    @Test
    void findsNothingInALogWithoutErrors() {
        assertThat(
                        FailureReader.read(
                                "Apply complete! Resources: 3 added.\nINFO: instance profile web,"
                                        + " role web\nTypeError: x is undefined\nError: timeout\n"))
                .isEmpty();
    }

    private static RecognisedFailure only(String text) {
        List<FailureGroup> groups = FailureGroup.of(FailureReader.read(text));
        assertThat(groups).hasSize(1);
        return groups.getFirst().failure();
    }
}
