package dev.profileguard.sandbox.command.demo.stage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// An event which says that the user `deployer` of an account made a call. Nobody made it.
///
/// @param account twelve digits
public record ForgedEvent(String account, String id, Instant time) {
    /// The event as EventBridge delivers it.
    ///
    /// @param parameters the call's parameters as JSON
    public String json(String operation, String parameters) {
        return """
        {"version": "0", "id": "1", "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam",
         "account": "%1$s", "time": "%2$s", "region": "us-east-1", "resources": [],
         "detail": {"eventVersion": "1.10", "eventTime": "%2$s", "eventID": "%3$s",
          "eventSource": "iam.amazonaws.com", "eventName": "%4$s",
          "awsRegion": "us-east-1", "recipientAccountId": "%1$s",
          "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::%1$s:user/deployer",
           "accountId": "%1$s", "userName": "deployer"},
          "requestParameters": %5$s,
          "responseElements": null}}\
        """
                .formatted(
                        account, time.truncatedTo(ChronoUnit.SECONDS), id, operation, parameters);
    }
}
