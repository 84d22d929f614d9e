package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.QueryProtocol;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/// IAM.
public record IamService(IamAccount account) implements Service {
    @Override
    public Reply handle(Request request, Caller caller) {
        IamClient client =
                account.as(
                        caller, request.header("user-agent"), request.remoteAddress(), request::id);
        return Reply.of(QueryProtocol.respond(client, request.form(), request.id()));
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        AwsErrorDetails details =
                AwsErrorDetails.builder()
                        .errorCode(refusal.code())
                        .errorMessage(refusal.text())
                        .build();
        IamException exception =
                (IamException)
                        IamException.builder()
                                .statusCode(refusal.status())
                                .awsErrorDetails(details)
                                .build();
        return Reply.of(QueryProtocol.refused(exception, request.id()));
    }
}
