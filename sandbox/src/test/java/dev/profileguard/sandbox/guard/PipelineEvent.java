package dev.profileguard.sandbox.guard;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Events which say that the pipeline made a call about `prod-web`. Nobody made it.
final class PipelineEvent {
    private PipelineEvent() {}

    /// @param parameters more fields of `requestParameters`, such as `"roleName": "web"`
    /// @param response `responseElements`
    static String of(
            String operation, String parameters, String response, Instant time, String id) {
        return """
        {"source": "aws.iam", "detail-type": "AWS API Call via CloudTrail",
         "account": "123456789012", "region": "us-east-1", "time": "%2$s", "detail": {
          "eventVersion": "1.10", "eventSource": "iam.amazonaws.com", "eventName": "%1$s",
          "eventTime": "%2$s", "eventID": "%5$s",
          "recipientAccountId": "123456789012", "awsRegion": "us-east-1",
          "userIdentity": {"type": "AssumedRole", "accountId": "123456789012",
           "arn": "arn:aws:sts::123456789012:assumed-role/deployer/ci",
           "sessionContext": {"sessionIssuer": {"type": "Role", "userName": "deployer",
            "arn": "arn:aws:iam::123456789012:role/ci/deployer"}}},
          "requestParameters": {"instanceProfileName": "prod-web", %3$s},
          "responseElements": %4$s}}\
        """
                .formatted(
                        operation, time.truncatedTo(ChronoUnit.SECONDS), parameters, response, id);
    }
}
