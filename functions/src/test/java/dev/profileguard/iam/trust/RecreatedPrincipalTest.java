package dev.profileguard.iam.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.iam.Arn;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecreatedPrincipalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'AWS': 'AROAOLD'} | {'AWS': 'arn:aws:iam::123456789012:role/team/web'}",
                "{'AWS': ['AROAOLD']} | {'AWS': ['arn:aws:iam::123456789012:role/team/web']}",
                "{'AWS': ['AROAA', 'AROAOLD', 'AIDAB'], 'Service': 'ec2.amazonaws.com'} |"
                        + " {'AWS': ['AROAA', 'arn:aws:iam::123456789012:role/team/web', 'AIDAB'],"
                        + " 'Service': 'ec2.amazonaws.com'}",
                "{'AWS': 'AROAOLD:ada@example.com'} |"
                        + " {'AWS': 'arn:aws:sts::123456789012:assumed-role/web/ada@example.com'}",
                "{'AWS': ['AROAOLD', 'arn:aws:iam::123456789012:role/team/web']} |"
                        + " {'AWS': ['arn:aws:iam::123456789012:role/team/web']}",
            })
    void namesTheNewRoleInsteadOfTheDeletedOne(String principal, String renewed)
            throws IOException {
        for (String element : new String[] {"Principal", "NotPrincipal"}) {
            for (String effect : new String[] {"Allow", "Deny"}) {
                assertThat(in(statement(effect, element, principal)))
                        .isEqualTo(json(statement(effect, element, renewed)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'AWS': 'AROAOLDER'}",
                "{'AWS': 'aroaold'}",
                "{'AWS': ['AROAOTHER', 'AROAOTHER:AROAOLD', '*']}",
                "{'AWS': 'arn:aws:iam::123456789012:role/team/web'}",
                "{'Service': 'ec2.amazonaws.com', 'Federated': 'AROAOLD'}",
                "'*'",
            })
    void leavesAPolicyThatDoesNotNameIt(String principal) throws IOException {
        assertThat(in(statement("Allow", "Principal", principal))).isNull();
    }

    @Test
    void writesTheNewIdWhereSomebodyWroteTheOldOneAndKeepsEverythingElse() throws IOException {
        String policy =
                """
                {'Version': '2012-10-17', 'Id': 'AROAOLD', 'Statement': [
                  {'Sid': 'AROAOLD', 'Effect': 'Allow', 'Principal': {'Service': 'ec2.amazonaws.com'},
                   'Action': 'sts:AssumeRole'},
                  {'Sid': 'B', 'Effect': 'Allow', 'Principal': {'AWS': 'AROAOLD'},
                   'Action': ['sts:AssumeRole', 'sts:TagSession'],
                   'Condition': {'StringLike': {'aws:userid': ['AROAOLD:*', 'a<b']},
                                 'Bool': {'aws:MultiFactorAuthPresent': 'true'}}}]}
                """;

        RecreatedPrincipal.Renewed renewed = Objects.requireNonNull(PRINCIPAL.in(json(policy)));

        assertThat(renewed.written()).containsExactly("aws:userid");
        assertThat(renewed.document())
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Id\":\"AROAOLD\",\"Statement\":["
                            + "{\"Sid\":\"AROAOLD\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                            + "\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"},"
                            + "{\"Sid\":\"B\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                            + "\"arn:aws:iam::123456789012:role/team/web\"},\"Action\":["
                            + "\"sts:AssumeRole\",\"sts:TagSession\"],\"Condition\":{\"StringLike\":"
                            + "{\"aws:userid\":[\"AROANEW:*\",\"a<b\"]},\"Bool\":"
                            + "{\"aws:MultiFactorAuthPresent\":\"true\"}}}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Resource': 'arn:aws:s3:::home/AROAOLD:i-1/*' |"
                        + " 'Resource': 'arn:aws:s3:::home/AROANEW:i-1/*' | Resource",
                "'NotResource': ['a', 'AROAOLD'] | 'NotResource': ['a', 'AROANEW'] | NotResource",
                "'Condition': {'StringNotLike': {'aws:userId': ['AROAOLD:*', 'AROAOLDER:*']}} |"
                        + " 'Condition': {'StringNotLike': {'aws:userId': ['AROANEW:*',"
                        + " 'AROAOLDER:*']}} | aws:userId",
            })
    void saysWhereSomebodyWroteTheId(String old, String renewed, String where) throws IOException {
        String policy = "{'Statement': [{'Effect': 'Deny', 'Principal': '*', %s}]}";

        RecreatedPrincipal.Renewed found =
                Objects.requireNonNull(PRINCIPAL.in(json(policy.formatted(old))));

        assertThat(found.written()).containsExactly(where);
        assertThat(JSON.std.mapFrom(found.document())).isEqualTo(json(policy.formatted(renewed)));
    }

    @Test
    void saysThatThePolicyOnlyHasToBeSavedWhereAwsShowsTheId() throws IOException {
        String policy = statement("Allow", "Principal", "{'AWS': 'AROAOLD'}");

        assertThat(Objects.requireNonNull(PRINCIPAL.in(json(policy))).written()).isEmpty();
    }

    private static final RecreatedPrincipal PRINCIPAL =
            new RecreatedPrincipal(
                    "AROAOLD",
                    Objects.requireNonNull(Arn.parse("arn:aws:iam::123456789012:role/team/web")),
                    "AROANEW");

    private static @Nullable Map<String, Object> in(String policy) throws IOException {
        RecreatedPrincipal.Renewed renewed = PRINCIPAL.in(json(policy));
        return renewed == null ? null : JSON.std.mapFrom(renewed.document());
    }

    private static String statement(String effect, String element, String principal) {
        return "{'Statement': {'Effect': '%s', '%s': %s, 'Action': 'sts:AssumeRole'}}"
                .formatted(effect, element, principal);
    }

    private static Map<String, Object> json(String text) throws IOException {
        return JSON.std.mapFrom(text.replace('\'', '"'));
    }
}
