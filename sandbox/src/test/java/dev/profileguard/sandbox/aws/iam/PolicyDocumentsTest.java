package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;

class PolicyDocumentsTest {
    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @BeforeEach
    void aRole() {
        test.role("web");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{invalid | This policy contains invalid Json",
                "[] | This policy contains invalid Json",
                "{\"Version\":\"2012-10-17\"} | Missing required field Statement",
                "{\"Version\":\"2000-01-01\",\"Statement\":[]} | The policy must contain a valid"
                        + " version string",
                "{\"Version\":\"2012-10-17\",\"Statement\":[]} | Could not parse the policy:"
                        + " Statement is empty!",
            })
    void refusesAMalformedTrustPolicy(String document, String message) {
        assertThat(refusal(() -> trust(document)))
                .isEqualTo("400 MalformedPolicyDocument: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "'Action':'sts:AssumeRole' | Missing required field Effect",
                "'Effect':'Maybe' | Invalid effect: Maybe",
                "'Effect':'Allow','Action':'sts:AssumeRole' | Missing required field Principal",
                "'Effect':'Allow','Principal':{} | Missing required field Principal cannot be"
                        + " empty!",
                "'Effect':'Allow','Principal':'*' | AssumeRolepolicy contained an invalid"
                        + " principal: \"STAR\":\"*\".",
                "'Effect':'Allow','NotPrincipal':{'AWS':'*'} | Allow with NotPrincipal is not"
                        + " allowed.",
                "'Effect':'Allow','Principal':{'AWS':'*'} | Missing required field Action",
                "'Effect':'Allow','Principal':{'AWS':'*'},'Action':'*' | AssumeRole policy may only"
                        + " specify STS AssumeRole actions.",
                "'Effect':'Allow','Principal':{'AWS':'*'},'Action':'sts:AssumeRole','Resource':'*'"
                        + " | Has prohibited field Resource",
                "'Effect':'Allow','Principal':{'AWS':'*'},'Action':'sts:AssumeRole','NotResource':'*'"
                    + " | AssumeRole policy must not contain resources.",
                "'Effect':'Allow','Principal':{'Service':'nosuch.amazonaws.com'} | Invalid"
                        + " principal in policy: \"SERVICE\":\"nosuch.amazonaws.com\"",
                "'Effect':'Allow','Principal':{'Service':'ec2'} | Invalid principal in policy:"
                        + " \"SERVICE\":\"ec2\"",
                "'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::123456789012:role/none'} |"
                        + " Invalid principal in policy:"
                        + " \"AWS\":\"arn:aws:iam::123456789012:role/none\"",
                "'Effect':'Allow','Principal':{'AWS':'bob'} | Invalid principal in policy:"
                        + " \"AWS\":\"bob\"",
                "'Effect':'Allow','Principal':{'Nobody':'x'} | Invalid principal in policy:"
                        + " \"Nobody\"",
            })
    void refusesAnInvalidStatementOfATrustPolicy(String statement, String message) {
        assertThat(refusal(() -> trust(policy(statement))))
                .isEqualTo("400 MalformedPolicyDocument: " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sts:*", "sts:assumerole", "sts:Assume?ole", "sts:*Session", "sts:Set*"})
    void acceptsWildcardsThatCoverAnActionOfATrustPolicy(String action) {
        trust(policy(trustingAllFor(action)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sts:Foo*", "sts:Assume?Role", "sts:*Role?", "iam:*"})
    void refusesWildcardsThatCoverNoActionOfATrustPolicy(String action) {
        assertThat(refusal(() -> trust(policy(trustingAllFor(action)))))
                .isEqualTo(
                        "400 MalformedPolicyDocument: AssumeRole policy may only specify STS"
                                + " AssumeRole actions.");
    }

    private static String trustingAllFor(String action) {
        return "'Effect':'Allow','Principal':{'AWS':'*'},'Action':'%s'".formatted(action);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "'Service':'ec2.amazonaws.com'",
                "'Service':['eks.amazonaws.com','ec2.us-east-1.amazonaws.com','ec2.amazonaws.com.cn']",
                "'AWS':'*'",
                "'AWS':'210987654321'",
                "'AWS':['arn:aws:iam::123456789012:root','arn:aws:iam::123456789012:role/web']",
                "'AWS':'arn:aws:iam::123456789012:user/alice'",
                "'AWS':'arn:aws:iam::210987654321:role/anybody'",
                "'AWS':'arn:aws:sts::123456789012:assumed-role/web/session'",
                "'Federated':'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'",
                "'Federated':'cognito-identity.amazonaws.com'",
            })
    void acceptsExistingPrincipals(String principal) {
        trust(
                policy(
                        "'Effect':'Allow','Principal':{%s},'Action':['sts:AssumeRole','sts:TagSession'],'Condition':{'StringEquals':{'sts:ExternalId':'x'}}"
                                .formatted(principal)));
    }

    @Test
    void limitsTheSizeOfATrustPolicyWithoutWhiteSpace() {
        String wide = TestAccount.EC2_TRUST + " ".repeat(3000);
        trust(wide);

        String sid = "\"Sid\": \"%s\", \"Effect\"".formatted("x".repeat(2000));
        assertThat(refusal(() -> trust(TestAccount.EC2_TRUST.replace("\"Effect\"", sid))))
                .isEqualTo("409 LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "'Effect':'Allow','Action':'s3:*' | Policy statement must contain resources.",
                "'Effect':'Allow','Action':'s3:*','Resource':[] | Policy statement must contain"
                        + " resources.",
                "'Effect':'Allow','Resource':'*' | Policy statement must contain actions.",
                "'Effect':'allow','Action':'s3:*','Resource':'*' | The policy failed legacy"
                        + " parsing",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Extra':1 | Syntax errors in"
                        + " policy.",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Like':{'a':'b'}} |"
                        + " Syntax errors in policy.",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'*' | Policy document"
                        + " should not specify a principal.",
                "'Effect':'Allow','Action':'invalid','Resource':'*' | Actions/Conditions must be"
                        + " prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "'Effect':'Allow','Action':'a a:x','Resource':'*' | Vendor a a is not valid",
                "'Effect':'Allow','Action':'a:b:c','Resource':'*' | Actions/Condition can contain"
                        + " only one colon.",
                "'Effect':'Allow','Action':'s3:*','Resource':'adf' | Resource adf must be in ARN"
                        + " format or \"*\".",
                "'Effect':'Allow','Action':'s3:*','Resource':'arn:error:s3:::example_bucket' |"
                        + " Partition \"error\" is not valid for resource"
                        + " \"arn:error:s3:::example_bucket\".",
                "'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:us-east-1:1:x' | Resource"
                        + " arn:aws:s3:us-east-1:1:x can not contain region information.",
                "'Effect':'Allow','Action':'iam:*','Resource':'arn:aws:iam::1:roots' | IAM resource"
                        + " path must either be \"*\", root, or start with user/, federated-user/,"
                        + " role/, group/, instance-profile/, mfa/, server-certificate/, policy/,"
                        + " sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.",
                "'Effect':'Allow','Resource':'arn:aws:iam::1:roots' | Policy statement must contain"
                        + " actions.",
                "'Effect':'Allow','Action':[],'Resource':'arn:aws:sns::b' | The policy failed"
                        + " legacy parsing",
                "'Effect':'Allow','NotResource':'arn:aws::::x' | The policy failed legacy parsing",
                "'Effect':'Allow','Resource':'arn:aws::::x','Principal':'*' | The policy failed"
                        + " legacy parsing",
                "'Effect':'Allow','Action':'s3:*','Resource':['arn:aws::::x','adf'] | Resource adf"
                        + " must be in ARN format or \"*\".",
            })
    void refusesAStatementWithoutAValidActionOrResource(String statement, String message) {
        assertThat(refusal(() -> put(policy(statement))))
                .isEqualTo("400 MalformedPolicyDocument: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{not json | Syntax errors in policy.",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]} |"
                        + " Policy document must be version 2012-10-17 or greater.",
                "{\"Version\":\"2012-10-17\",\"Statement\":[]} | Syntax errors in policy.",
                "{\"Version\":\"2012-10-17\",\"Extra\":1,\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"
                    + " | Syntax errors in policy.",
            })
    void refusesAMalformedPolicy(String document, String message) {
        assertThat(refusal(() -> put(document)))
                .isEqualTo("400 MalformedPolicyDocument: " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::123456789012:root",
                "arn:aws:iam::*:root",
                "arn:aws:iam::*:*",
                "arn:aws:iam::123456789012:role/*"
            })
    void acceptsResourcesOfIam(String resource) {
        put(policy("'Effect':'Allow','Action':'iam:*','Resource':'%s'".formatted(resource)));
    }

    @Test
    void acceptsAValidPolicy() {
        put(
                policy(
                        "'Sid':'a','Effect':'Deny','NotAction':['iam:Get*','*'],'NotResource':['arn:aws:iam::*:role/x','arn:aws:s3:::b/*','*'],'Condition':{'ForAnyValue:StringLikeIfExists':{'aws:PrincipalTag/x':['y']}}"));
    }

    private void trust(String document) {
        iam.updateAssumeRolePolicy(r -> r.roleName("web").policyDocument(document));
    }

    private void put(String document) {
        iam.putRolePolicy(r -> r.roleName("web").policyName("p").policyDocument(document));
    }

    /// A policy with one statement, written here with single quotes.
    private static String policy(String statement) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{%s}]}"
                .formatted(statement.replace('\'', '"'));
    }
}
