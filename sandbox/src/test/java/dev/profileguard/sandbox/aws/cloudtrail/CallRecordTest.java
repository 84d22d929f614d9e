package dev.profileguard.sandbox.aws.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

class CallRecordTest {
    private static final String ACCOUNT = "123456789012";
    private static final Caller.User ALICE = new Caller.User(ACCOUNT, "alice", "AKIAALICE");
    private static final Caller.RoleSession DEPLOY =
            new Caller.RoleSession(ACCOUNT, "/ci/", "deploy", "AROADEPLOY", "run-7", "ASIADEPLOY");
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final IamAccount account =
            new IamAccount(ACCOUNT, InstantSource.fixed(Instant.parse("2025-10-03T08:41:04.7Z")));
    private final List<CallRecord> records = new ArrayList<>();

    @BeforeEach
    void record() {
        account.observer((call, response, error, took) ->
                records.add(CallRecord.of(call, response, error, account::userId)));
    }

    @Test
    void hasTheFieldsOfADirectCall() {
        as(ALICE).createInstanceProfile(create -> create.instanceProfileName("web"));

        assertThat(last())
                .containsEntry("eventVersion", "1.11")
                .containsEntry("eventTime", "2025-10-03T08:41:04Z")
                .containsEntry("eventSource", "iam.amazonaws.com")
                .containsEntry("eventName", "CreateInstanceProfile")
                .containsEntry("awsRegion", "us-east-1")
                .containsEntry("sourceIPAddress", "198.51.100.1")
                .containsEntry("userAgent", "agent")
                .containsEntry("readOnly", false)
                .containsEntry("eventType", "AwsApiCall")
                .containsEntry("managementEvent", true)
                .containsEntry("recipientAccountId", ACCOUNT)
                .containsEntry("eventCategory", "Management")
                .containsKeys("requestID", "eventID", "tlsDetails")
                .doesNotContainKeys("errorCode", "errorMessage");
    }

    @Test
    void recordsANewProfileWithItsPathEmptyRolesAndAFormattedDate() {
        as(ALICE).createInstanceProfile(create -> create.instanceProfileName("web"));

        assertThat(map("requestParameters"))
                .isEqualTo(Map.of("instanceProfileName", "web", "path", "/"));
        assertThat(map(map("responseElements"), "instanceProfile"))
                .containsEntry("createDate", "Oct 3, 2025, 8:41:04\u202fAM")
                .containsEntry("roles", List.of())
                .containsKeys("path", "instanceProfileName", "instanceProfileId", "arn")
                .doesNotContainKey("tags");
    }

    @Test
    void writesTagsInLowerCamelCase() {
        as(ALICE).createInstanceProfile(create -> create.instanceProfileName("web"));
        as(ALICE)
                .tagInstanceProfile(tag ->
                        tag.instanceProfileName("web")
                                .tags(Tag.builder().key("Team").value("a").build()));

        assertThat(map("requestParameters"))
                .containsEntry("tags", List.of(Map.of("key", "Team", "value", "a")));
        assertThat(last()).containsEntry("responseElements", null);
    }

    @Test
    void recordsATrustPolicyPlainInTheRequestAndEncodedInTheResponse() {
        as(ALICE)
                .createRole(create ->
                        create.roleName("web")
                                .assumeRolePolicyDocument(TRUST)
                                .maxSessionDuration(7200)
                                .description("d"));

        assertThat(map("requestParameters"))
                .containsEntry("assumeRolePolicyDocument", TRUST)
                .containsEntry("maxSessionDuration", 7200)
                .doesNotContainKey("path");
        assertThat(map(map("responseElements"), "role"))
                .containsEntry(
                        "assumeRolePolicyDocument",
                        URLEncoder.encode(TRUST, StandardCharsets.UTF_8).replace("+", "%20"))
                .doesNotContainKeys("maxSessionDuration", "description");
    }

    @Test
    void spellsAnErrorAsCloudTrailDoes() {
        refused(() -> as(ALICE).deleteRole(delete -> delete.roleName("nobody")));

        assertThat(last())
                .containsEntry("errorCode", "NoSuchEntityException")
                .containsEntry("responseElements", null);
        assertThat(String.valueOf(last().get("errorMessage"))).contains("nobody");
        assertThat(map("requestParameters")).containsEntry("roleName", "nobody");
    }

    @Test
    void distinguishesReadsFromWrites() {
        as(ALICE).listRoles();

        assertThat(records.getLast().readOnly()).isTrue();
        assertThat(last())
                .containsEntry("responseElements", null)
                .containsEntry("requestParameters", null);
    }

    @Test
    void namesAUserByTheIdThatGetUserReturns() {
        String id = as(ALICE).getUser().user().userId();

        assertThat(map("userIdentity"))
                .containsEntry("type", "IAMUser")
                .containsEntry("principalId", id)
                .containsEntry("arn", "arn:aws:iam::123456789012:user/alice")
                .containsEntry("accessKeyId", "AKIAALICE")
                .containsEntry("userName", "alice")
                .doesNotContainKey("sessionContext");
    }

    @Test
    void recordsThePathOfARoleOnlyInTheIssuer() {
        as(DEPLOY).listRoles();

        assertThat(map("userIdentity"))
                .containsEntry("type", "AssumedRole")
                .containsEntry("principalId", "AROADEPLOY:run-7")
                .containsEntry("arn", "arn:aws:sts::123456789012:assumed-role/deploy/run-7")
                .doesNotContainKey("userName");
        assertThat(map(map(map("userIdentity"), "sessionContext"), "sessionIssuer"))
                .containsEntry("type", "Role")
                .containsEntry("principalId", "AROADEPLOY")
                .containsEntry("arn", "arn:aws:iam::123456789012:role/ci/deploy")
                .containsEntry("userName", "deploy");
    }

    @Test
    void namesTheServiceThatActsForACaller() {
        as(new Caller.Service("cloudformation.amazonaws.com", ALICE)).listRoles();

        assertThat(map("userIdentity"))
                .containsEntry("type", "IAMUser")
                .containsEntry("invokedBy", "cloudformation.amazonaws.com");
        assertThat(last())
                .containsEntry("sourceIPAddress", "cloudformation.amazonaws.com")
                .containsEntry("userAgent", "cloudformation.amazonaws.com")
                .doesNotContainKey("tlsDetails");
    }

    @Test
    void becomesAnEventOfEventBridge() {
        as(ALICE).createInstanceProfile(create -> create.instanceProfileName("web"));

        BusEvent event = BusEvent.of(records.getLast());

        assertThat(event.eventId()).isEqualTo(last().get("eventID"));
        assertThat(event.subject()).isEqualTo("instance-profile/web");
        assertThat(event.json())
                .contains("\"detail-type\":\"AWS API Call via CloudTrail\"")
                .contains("\"source\":\"aws.iam\"")
                .contains("\"resources\":[]");
    }

    private IamClient as(Caller caller) {
        return account.as(caller, "agent", "198.51.100.1");
    }

    private static void refused(Runnable call) {
        try {
            call.run();
        } catch (IamException refusal) {
            return;
        }
        throw new AssertionError("Not refused");
    }

    private Map<String, @Nullable Object> last() {
        return records.getLast().json();
    }

    private Map<String, @Nullable Object> map(String key) {
        return map(last(), key);
    }

    /// Empty if there is none.
    private static Map<String, @Nullable Object> map(
            Map<String, @Nullable Object> json, String key) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (json.get(key) instanceof Map<?, ?> found) {
            found.forEach((name, value) -> map.put(String.valueOf(name), value));
        }
        return map;
    }
}
