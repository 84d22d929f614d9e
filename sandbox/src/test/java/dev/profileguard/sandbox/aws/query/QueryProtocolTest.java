package dev.profileguard.sandbox.aws.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;

class QueryProtocolTest {
    private static final String VERSION = "&Version=2010-05-08";
    private static final String TRUST =
            URLEncoder.encode(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                    """,
                    StandardCharsets.UTF_8);

    private final IamClient iam =
            new IamAccount(
                            "123456789012",
                            InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z")))
                    .as(
                            new Caller.User("123456789012", "alice", "alice"),
                            "test/1.0",
                            "192.0.2.1",
                            () -> "the-id");

    @Test
    void writesTheResponseAsIamDoes() {
        QueryResponse response =
                send(
                        "Action=CreateInstanceProfile&InstanceProfileName=web"
                                + "&Tags.member.1.Key=a&Tags.member.1.Value=b+c");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .containsEntry("Content-Type", "text/xml")
                .containsEntry("x-amzn-RequestId", "the-id");
        assertThat(response.body().replaceAll("AIPA[A-Z2-7]{17}", "AIPA"))
                .isEqualTo(
                        """
                        <CreateInstanceProfileResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                          <CreateInstanceProfileResult>
                            <InstanceProfile>
                              <Path>/</Path>
                              <InstanceProfileName>web</InstanceProfileName>
                              <InstanceProfileId>AIPA</InstanceProfileId>
                              <Arn>arn:aws:iam::123456789012:instance-profile/web</Arn>
                              <CreateDate>2026-03-01T10:00:00Z</CreateDate>
                              <Roles/>
                              <Tags>
                                <member>
                                  <Key>a</Key>
                                  <Value>b c</Value>
                                </member>
                              </Tags>
                            </InstanceProfile>
                          </CreateInstanceProfileResult>
                          <ResponseMetadata>
                            <RequestId>the-id</RequestId>
                          </ResponseMetadata>
                        </CreateInstanceProfileResponse>
                        """);
    }

    @Test
    void writesEmptyObjectsAndLeavesOutWhatIsNotSet() {
        send("Action=CreateRole&RoleName=web&AssumeRolePolicyDocument=" + TRUST);

        assertThat(send("Action=GetRole&RoleName=web").body())
                .contains("<RoleLastUsed/>", "<MaxSessionDuration>3600</MaxSessionDuration>")
                .contains("<AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%2C")
                .doesNotContain("<Tags", "<Description", "<PermissionsBoundary");
        assertThat(send("Action=ListRoleTags&RoleName=web").body())
                .contains("<Tags/>", "<IsTruncated>false</IsTruncated>")
                .doesNotContain("<Marker");
    }

    @Test
    void writesNoResultOrAnEmptyResultAsIamDoes() {
        send("Action=CreateRole&RoleName=web&AssumeRolePolicyDocument=" + TRUST);

        assertThat(send("Action=UpdateRole&RoleName=web&Description=x").body())
                .contains("<UpdateRoleResult/>");
        assertThat(send("Action=DeleteRole&RoleName=web").body())
                .contains("<DeleteRoleResponse", "<RequestId>the-id</RequestId>")
                .doesNotContain("Result");
    }

    @Test
    void writesMapsAsEntries() {
        assertThat(send("Action=GetAccountSummary").body().replaceAll("\\s+", ""))
                .contains("<entry><key>RolesQuota</key><value>1000</value></entry>");
    }

    @Test
    void readsListsInTheOrderOfTheirNumbers() {
        send(
                "Action=CreateInstanceProfile&InstanceProfileName=web"
                        + "&Tags.member.10.Key=j&Tags.member.10.Value=&Tags.member.2.Key=b"
                        + "&Tags.member.2.Value=2");

        assertThat(
                        iam.getInstanceProfile(p -> p.instanceProfileName("web"))
                                .instanceProfile()
                                .tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactly("b=2", "j=");
        send(
                "Action=UntagInstanceProfile&InstanceProfileName=web&TagKeys.member.1=j"
                        + "&TagKeys.member.2=b");
        assertThat(iam.listInstanceProfileTags(p -> p.instanceProfileName("web")).tags()).isEmpty();
    }

    @Test
    void readsAnEmptyListAsSet() {
        assertThat(send("Action=CreateInstanceProfile&InstanceProfileName=web&Tags=").status())
                .isEqualTo(200);
        assertThat(send("Action=TagInstanceProfile&InstanceProfileName=web").body())
                .contains("Value at 'tags' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void writesARefusalAsIamDoes() {
        QueryResponse response = send("Action=GetRole&RoleName=none");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers()).containsEntry("x-amzn-RequestId", "the-id");
        assertThat(response.body())
                .isEqualTo(
                        """
                        <ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                          <Error>
                            <Type>Sender</Type>
                            <Code>NoSuchEntity</Code>
                            <Message>The role with name none cannot be found.</Message>
                          </Error>
                          <RequestId>the-id</RequestId>
                        </ErrorResponse>
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action=ListRoles&MaxItems=abc",
                "Action=ListRoles&MaxItems=",
                "Action=ListRoles&MaxItems=99999999999",
                "Action=ListPolicies&OnlyAttached=maybe",
            })
    void refusesValuesThatAreNotOfTheirType(String form) {
        assertThat(send(form).status()).isEqualTo(400);
        assertThat(send(form).body()).contains("<Code>MalformedInput</Code>");
    }

    @Test
    void doesNotFindAnActionOfAnotherServiceOrVersion() {
        QueryResponse unknown = send("Action=RunInstances");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.body())
                .contains(
                        "<ErrorResponse"
                                + " xmlns=\"http://webservices.amazon.com/AWSFault/2005-15-09\">",
                        "<Code>InvalidAction</Code>",
                        "Could not find operation RunInstances for version 2010-05-08");
        assertThat(respond("Action=GetRole&Version=2012-01-01").body())
                .contains("Could not find operation GetRole for version 2012-01-01");
        assertThat(respond("Action=GetRole").body())
                .contains("Could not find operation GetRole for version NO_VERSION_SPECIFIED");
        assertThat(send("RoleName=web").body()).contains("<Code>MissingAction</Code>");
    }

    @Test
    void namesAnOperationThatTheSandboxDoesNotHave() {
        QueryResponse response = send("Action=CreateSAMLProvider&Name=x");

        assertThat(response.status()).isEqualTo(501);
        assertThat(response.body())
                .contains(
                        "<Type>Receiver</Type>",
                        "<Code>NotImplemented</Code>",
                        "The sandbox does not have the operation CreateSAMLProvider.");
    }

    @Test
    void replacesCharactersThatXmlDoesNotAllow() {
        assertThat(
                        send("Action=GetPolicy&PolicyArn=%3Cscript%3E%22%26%00%0D%EF%BF%BFaaaaaaaaaaa")
                                .body())
                .contains(
                        "ARN &lt;script&gt;&quot;&amp;\uFFFD&#xD;\uFFFDaaaaaaaaaaa is not valid.");
    }

    @Test
    void readsFormsAsBrowsersAndSdksWriteThem() {
        assertThat(QueryForm.parse("a=1&b=x%20y+z&a=2&c&&d=%C3%BC=1"))
                .hasToString("{a=[1, 2], b=[x y z], c=[], d=[ü=1]}");
        assertThat(QueryForm.parse("")).isEmpty();
    }

    private QueryResponse send(String form) {
        return respond(form + VERSION);
    }

    private QueryResponse respond(String form) {
        return QueryProtocol.respond(iam, QueryForm.parse(form), "the-id");
    }
}
