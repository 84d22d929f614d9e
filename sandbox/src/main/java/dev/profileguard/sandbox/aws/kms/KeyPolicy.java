package dev.profileguard.sandbox.aws.kms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.resource.PolicyAccess;
import dev.profileguard.sandbox.aws.resource.StoredPolicy;

/// What KMS checks before it saves the policy of a key. That of an invalid principal is AWS's
/// [sentence](https://github.com/terraform-aws-modules/terraform-aws-kms/issues/30).
record KeyPolicy(IamAccount account, RecordedService service) {
    /// https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
    private static final int LONGEST = 32 * 1024;

    private static final String MALFORMED = "MalformedPolicyDocumentException";

    /// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    String byDefault() {
        return """
        {
          "Version" : "2012-10-17",
          "Id" : "key-default-1",
          "Statement" : [ {
            "Sid" : "Enable IAM User Permissions",
            "Effect" : "Allow",
            "Principal" : {
              "AWS" : "arn:aws:iam::%s:root"
            },
            "Action" : "kms:*",
            "Resource" : "*"
          } ]
        }\
        """
                .formatted(account.accountId());
    }

    /// @param bypass whether the caller may lose the right to change the policy again
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException if KMS refuses it
    StoredPolicy checked(String document, Caller caller, boolean bypass) {
        if (document.length() > LONGEST) {
            throw service.refusal(
                    "LimitExceededException", "The key policy is longer than 32 kilobytes.");
        }
        JsonNode policy =
                PolicyText.parsed(document)
                        .filter(each -> !each.path("Statement").isEmpty())
                        .orElseThrow(() -> service.refusal(MALFORMED, "Syntax errors in policy."));
        if (StoredPolicy.invalidPrincipal(policy, account).isPresent()) {
            throw service.refusal(
                    MALFORMED, "Policy contains a statement with one or more invalid principals.");
        }
        if (!bypass
                && !new PolicyAccess(document, caller)
                        .allows("kms:PutKeyPolicy", account.accountId())) {
            throw service.refusal(
                    MALFORMED,
                    "The new key policy will not allow you to update the key policy in the"
                            + " future.");
        }
        return StoredPolicy.of(document, account);
    }
}
