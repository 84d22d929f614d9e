package dev.profileguard.iam.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.iam.trust.TrustPolicy.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRole'",
                "'Principal': {'Service': ['ec2.amazonaws.com']}, 'Action': ['sts:AssumeRole']",
                "'Principal': {'Service': ['lambda.amazonaws.com', 'ec2.amazonaws.com']}, 'Action':"
                        + " 'sts:AssumeRole'",
                "'Principal': {'Service': 'ec2.amazonaws.com.cn'}, 'Action': 'sts:AssumeRole'",
                "'Principal': {'AWS': '123456789012', 'Service': 'ec2.amazonaws.com'}, 'Action':"
                        + " 'sts:AssumeRole'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'STS:assumerole'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:*'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:Assume*'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRol?'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': '*'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': ['sts:TagSession',"
                        + " 'sts:AssumeRole']",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'NotAction': 'sts:TagSession'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRole',"
                        + " 'Condition': {}"
            })
    void allowsEc2ByName(String statement) {
        assertThat(answer(allow(statement))).isEqualTo(new Answer.Yes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'StringEquals': {'aws:PrincipalOrgID': 'o-1'}",
                "'StringLike': {'AWS:principalorgid': '*'}",
                "'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': ['o-1/*']}",
                "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/deployer'}",
                "'StringEquals': {'aws:PrincipalAccount': '123456789012'}",
                "'StringEquals': {'aws:PrincipalTag/Team': 'a'}",
                "'StringEquals': {'sts:ExternalId': '12345'}",
                "'Bool': {'aws:MultiFactorAuthPresent': 'true'}",
                "'Null': {'aws:PrincipalOrgID': 'false'}",
                "'StringEquals': {'aws:RequestedRegion': 'us-east-1', 'aws:PrincipalOrgID': 'o-1'}",
                "'IpAddress': {'aws:SourceIp': '192.0.2.0/24'}, 'StringEquals': {'aws:username':"
                        + " 'a'}"
            })
    void deniesEc2UnderAConditionThatNoServiceMeets(String condition) {
        for (String principal : List.of("'*'", "{'AWS': '*'}", "{'Service': '*'}")) {
            String statement =
                    "'Principal': %s, 'Action': 'sts:AssumeRole', 'Condition': {%s}"
                            .formatted(principal, condition);
            assertThat(answer(allow(statement))).isInstanceOf(Answer.No.class);
        }
    }

    /// An operator that is met if the key is missing does not exclude a service.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'StringNotEquals': {'aws:PrincipalOrgID': 'o-1'}",
                "'StringEqualsIfExists': {'aws:PrincipalOrgID': 'o-1'}",
                "'ForAllValues:StringLike': {'aws:PrincipalOrgPaths': ['o-1/*']}",
                "'Null': {'aws:PrincipalOrgID': 'true'}",
                "'StringEquals': {'aws:SourceAccount': '123456789012'}"
            })
    void mayAllowEc2UnderOtherConditions(String condition) {
        String statement =
                "'Principal': '*', 'Action': 'sts:AssumeRole', 'Condition': {%s}"
                        .formatted(condition);
        assertThat(answer(allow(statement))).isInstanceOf(Answer.YesIf.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'",
                "'Principal': {'Service': 'ec2fleet.amazonaws.com'}, 'Action': 'sts:AssumeRole'",
                "'Principal': {'Service': []}, 'Action': 'sts:AssumeRole'",
                "'Principal': {'AWS': 'arn:aws:iam::123456789012:root'}, 'Action':"
                        + " 'sts:AssumeRole'",
                "'Principal': {'AWS': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRole'",
                "'Principal': {'Federated': 'cognito-identity.amazonaws.com'}, 'Action':"
                        + " 'sts:AssumeRoleWithWebIdentity'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action':"
                        + " 'sts:AssumeRoleWithSAML'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRole?'",
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'NotAction': 'sts:*'",
                "'NotPrincipal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRole'",
                "'NotPrincipal': '*', 'Action': 'sts:AssumeRole'"
            })
    void deniesEc2(String statement) {
        assertThat(answer(allow(statement))).isInstanceOf(Answer.No.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Principal': '*', 'Action': 'sts:AssumeRole'",
                "'Principal': {'AWS': '*'}, 'Action': 'sts:AssumeRole'",
                "'Principal': {'Service': '*'}, 'Action': 'sts:AssumeRole'",
                "'NotPrincipal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'"
            })
    void notesThatEveryPrincipalIsAllowed(String statement) {
        assertThat(answer(allow(statement)))
                .isEqualTo(
                        new Answer.YesIf("its trust policy allows every principal, including EC2"));
    }

    @Test
    void notesAConditionWithItsOperatorAndKeys() {
        assertThat(
                        answer(
                                allow(
                                        EC2
                                                + ", 'Condition': {'StringEquals':"
                                                + " {'aws:SourceAccount': '1'}}")))
                .isEqualTo(
                        new Answer.YesIf(
                                "its trust policy allows EC2 only under a condition (StringEquals"
                                        + " aws:SourceAccount)"));
    }

    @Test
    void notesNoConditionWhereAnotherStatementHasNone() {
        String conditional = EC2 + ", 'Condition': {'Bool': {'aws:SecureTransport': 'true'}}";

        assertThat(answer(allow(conditional), allow(EC2))).isEqualTo(new Answer.Yes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRole'",
                "'Principal': '*', 'Action': '*'",
                "'Principal': {'AWS': '*'}, 'Action': 'sts:*'",
                "'NotPrincipal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'",
                "'Principal': '*', 'NotAction': 'sts:TagSession'"
            })
    void aDenyOverridesAllowsInAnyOrder(String denial) {
        assertThat(answer(allow(EC2), deny(denial))).isInstanceOf(Answer.No.class);
        assertThat(answer(deny(denial), allow(EC2))).isInstanceOf(Answer.No.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'",
                "'Principal': '*', 'Action': 'sts:TagSession'",
                "'NotPrincipal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRole'"
            })
    void ignoresADenyOfOthers(String denial) {
        assertThat(answer(allow(EC2), deny(denial))).isEqualTo(new Answer.Yes());
    }

    @Test
    void notesADenyUnderACondition() {
        String denial = "'Principal': '*', 'Action': 'sts:AssumeRole', 'Condition':";

        assertThat(
                        answer(
                                allow(EC2),
                                deny(denial + "{'StringNotEquals': {'aws:PrincipalOrgID': 'o'}}")))
                .isEqualTo(
                        new Answer.YesIf(
                                "its trust policy denies EC2 under a condition (StringNotEquals"
                                        + " aws:PrincipalOrgID)"));
    }

    @Test
    void acceptsASingleStatement() {
        assertThat(TrustPolicy.of(parsed("{'Statement': " + allow(EC2) + "}")).allowsEc2())
                .isEqualTo(new Answer.Yes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | Statement must be",
                "{'Statement': 'Allow'} | Statement must be",
                "{'Statement': []} | Statement must be",
                "{'Statement': [7]} | Statement[0] must be an object",
                "{'Statement': {'Effect': 'allow'}} | Statement[0].Effect must be Allow or Deny",
                "{'Statement': {'Effect': 'Allow', 'Action': '*'}} | Statement[0] has no Principal",
                "{'Statement': {'Effect': 'Allow', 'Principal': 'x', 'Action': '*'}} |"
                        + " Statement[0].Principal must be * or an object",
                "{'Statement': {'Effect': 'Allow', 'Principal': {'Service': 7}, 'Action': '*'}} |"
                        + " Statement[0].Principal.Service must be a string or a list of strings",
                "{'Statement': {'Effect': 'Allow', 'Principal': {'Service': [null]}, 'Action':"
                        + " '*'}} | Statement[0].Principal.Service must be a string or a list of"
                        + " strings",
                "{'Statement': {'Effect': 'Allow', 'Principal': '*'}} | Statement[0] has no Action",
                "{'Statement': {'Effect': 'Allow', 'Principal': '*', 'Action': {}}} |"
                        + " Statement[0].Action must be a string or a list of strings",
                "{'Statement': {'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Condition':"
                        + " 'x'}} | Statement[0].Condition must be an object",
                "{'Statement': {'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Condition':"
                        + " {'Bool': 'x'}}} | Statement[0].Condition must contain objects"
            })
    void namesTheErrorAndItsPath(String document, String message) {
        assertThatThrownBy(() -> TrustPolicy.of(parsed(document)))
                .isInstanceOf(MalformedTrustPolicyException.class)
                .hasMessageContaining(message);
    }

    private static final String EC2 =
            "'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRole'";

    private static String allow(String statement) {
        return "{'Effect': 'Allow', " + statement + "}";
    }

    private static String deny(String statement) {
        return "{'Effect': 'Deny', " + statement + "}";
    }

    private static Answer answer(String... statements) {
        return TrustPolicy.of(
                        parsed("{'Statement': [" + String.join(", ", List.of(statements)) + "]}"))
                .allowsEc2();
    }

    private static Map<String, Object> parsed(String json) {
        try {
            return JSON.std.mapFrom(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
