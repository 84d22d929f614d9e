package dev.profileguard.sandbox.command.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.error.ServiceErrors;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/// What people read about a call to AWS that failed.
class AwsFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "400;ExpiredToken;The security token included in the request is expired;have"
                        + " expired (ExpiredToken). Log in again",
                "403;ExpiredTokenException;The security token included in the request is expired;"
                        + "Log in again",
                "403;InvalidClientTokenId;The security token is invalid;does not accept your"
                        + " credentials",
                "403;SignatureDoesNotMatch;The signature does not match;does not accept your"
                        + " credentials",
                "429;TooManyRequestsException;Rate exceeded;AWS throttles lambda:InvokeFunction",
                "400;ThrottlingException;Rate exceeded;AWS throttles lambda:InvokeFunction",
                "404;ResourceNotFoundException;Function not found;the function web does not exist,"
                        + " although an output of the stack names it",
                "500;ServiceException;try later;lambda:InvokeFunction failed: ServiceException: try"
                        + " later"
            })
    void saysWhatToDo(int status, String code, String message, String said) {
        assertThat(said(service(status, code, message))).contains(said);
    }

    @Test
    void namesThePermissionAndTheResourceThatAwsNames() {
        String denied =
                "User: arn:aws:iam::1:user/bob is not authorized to perform: states:StartExecution"
                        + " on resource: arn:aws:states:us-east-1:1:stateMachine:x because no"
                        + " identity-based policy allows the states:StartExecution action";

        assertThat(said(service(400, "AccessDeniedException", denied)))
                .startsWith(
                        "Access denied: you need states:StartExecution on"
                                + " arn:aws:states:us-east-1:1:stateMachine:x. AWS says: User: ");
    }

    @Test
    void namesThePermissionOfTheCallWhereAwsNamesNone() {
        assertThat(said(service(403, "AccessDenied", "Access Denied")))
                .isEqualTo(
                        "Access denied: you need lambda:InvokeFunction on the function web. AWS"
                                + " says: Access Denied");
    }

    @Test
    void asksForCredentials() {
        assertThat(said(client("Unable to load credentials from any of the providers", null)))
                .contains("No AWS credentials: set AWS_PROFILE or --profile");
    }

    @Test
    void saysThatASessionOfIdentityCenterIsOver() {
        assertThat(
                        said(
                                client(
                                        "The SSO session associated with this profile has expired"
                                                + " or is otherwise invalid",
                                        null)))
                .contains("Log in again, for example with 'aws sso login'");
    }

    @Test
    void saysAfterATimeOutThatNobodyKnows() {
        assertThat(said(client("Read timed out", new SocketTimeoutException("Read timed out"))))
                .contains("may have been carried out all the same");
    }

    @Test
    void saysWhereNothingListens() {
        assertThat(
                        said(
                                client(
                                        "Unable to execute HTTP request: Connection refused (SDK"
                                                + " Attempt Count: 4)",
                                        new ConnectException("Connection refused"))))
                .isEqualTo(
                        "No connection for lambda:InvokeFunction: Connection refused. If"
                                + " AWS_ENDPOINT_URL is set, something must listen there, such as"
                                + " ./guard sandbox");
    }

    private static String said(SdkException failure) {
        return String.valueOf(
                AwsFailure.of(failure, "lambda:InvokeFunction", "the function web").getMessage());
    }

    private static SdkException service(int status, String code, String message) {
        return ServiceErrors.of(AwsServiceException.builder(), "lambda", status, code, message);
    }

    private static SdkException client(String message, @Nullable Throwable cause) {
        return SdkClientException.builder().message(message).cause(cause).build();
    }
}
