package dev.profileguard.lambda.rehearsal;

import java.util.ArrayList;
import java.util.List;

/// One event of each kind that the functions handle, by a caller whom nobody trusts. Each comes
/// with the state of the account in which it finds work.
final class RehearsedEvents {
    /// The account of the documentation's examples.
    static final String ACCOUNT = "123456789012";

    /// The guarded profile, its recorded role, and another one.
    static final String PROFILE = "rehearsal-web";

    static final String ROLE = "rehearsal-web";
    static final String OTHER_ROLE = "rehearsal-other";

    /// A role without a profile.
    static final String NEW_ROLE = "rehearsal-new";

    /// Makes the state of the account the baseline.
    static final String ADOPTION = "{\"adopt\": {\"profile\": \"" + PROFILE + "\"}}";

    private RehearsedEvents() {}

    /// A call in an account.
    ///
    /// @param parameters its request parameters, as JSON
    /// @param error the fields of its error, as JSON with a comma at the end; empty: none
    record Rehearsed(String call, String parameters, String error, String role) {
        /// Brings the account into the state after the call.
        void prepare(MemoryAws aws) {
            aws.tables().reset();
            aws.iam().remove(NEW_ROLE);
            if (call.equals("DeleteInstanceProfile")) {
                aws.iam().remove(PROFILE);
            } else {
                aws.iam().put(PROFILE, role.isEmpty() ? null : role);
            }
        }

        /// The event.
        ///
        /// @param time ISO 8601
        String json(int number, String time) {
            return """
            {"version": "0", "id": "rehearsal-%1$d", "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam",
             "account": "%2$s", "time": "%3$s", "region": "us-east-1", "resources": [],
             "detail": {"eventVersion": "1.10", "eventSource": "iam.amazonaws.com", "eventName": "%4$s",
              "eventID": "00000000-0000-4000-8000-%1$012d", "eventTime": "%3$s", "awsRegion": "us-east-1",
              "recipientAccountId": "%2$s", "sourceIPAddress": "192.0.2.1", "userAgent": "rehearsal", "readOnly": false,
              "userIdentity": {"type": "IAMUser", "principalId": "AIDAAAAAAAAAAAAAAAAAA", "accountId": "%2$s",
               "arn": "arn:aws:iam::%2$s:user/rehearsal", "userName": "rehearsal"}, %5$s
              "requestParameters": %6$s, "responseElements": null}}
            """
                    .formatted(number, ACCOUNT, time, call, error, parameters);
        }
    }

    /// All of them, those that find nothing to do last.
    static List<Rehearsed> all() {
        String profile = "\"instanceProfileName\": \"" + PROFILE + "\"";
        String tags = "\"tags\": [{\"key\": \"Note\", \"value\": \"rehearsal\"}]";
        List<Rehearsed> all = new ArrayList<>();
        all.add(
                event(
                        "AddRoleToInstanceProfile",
                        "{%s, \"roleName\": \"%s\"}".formatted(profile, OTHER_ROLE),
                        OTHER_ROLE));
        all.add(
                event(
                        "RemoveRoleFromInstanceProfile",
                        "{%s, \"roleName\": \"%s\"}".formatted(profile, ROLE),
                        ""));
        all.add(event("DeleteInstanceProfile", "{%s}".formatted(profile), ""));
        all.add(event("CreateRole", "{\"roleName\": \"%s\"}".formatted(NEW_ROLE), ROLE));
        all.add(
                event(
                        "UntagRole",
                        "{\"roleName\": \"%s\", \"tagKeys\": [\"Rehearsal\"]}".formatted(ROLE),
                        ROLE));
        all.add(
                event(
                        "UntagInstanceProfile",
                        "{%s, \"tagKeys\": [\"Rehearsal\"]}".formatted(profile),
                        ROLE));
        all.add(
                event(
                        "DetachRolePolicy",
                        "{\"roleName\": \"%s\", \"policyArn\": \"arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy\"}"
                                .formatted(ROLE),
                        ROLE));
        all.add(
                new Rehearsed(
                        "AddRoleToInstanceProfile",
                        "{%s, \"roleName\": \"%s\"}".formatted(profile, OTHER_ROLE),
                        "\"errorCode\": \"LimitExceededException\", \"errorMessage\": \"Cannot"
                                + " exceed quota for InstanceSessionsPerInstanceProfile: 1\",",
                        ROLE));
        all.add(event("TagInstanceProfile", "{%s, %s}".formatted(profile, tags), ROLE));
        all.add(event("TagRole", "{\"roleName\": \"%s\", %s}".formatted(ROLE, tags), ROLE));
        return List.copyOf(all);
    }

    private static Rehearsed event(String call, String parameters, String role) {
        return new Rehearsed(call, parameters, "", role);
    }
}
