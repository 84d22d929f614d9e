package dev.profileguard.iam.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleName;
import java.io.IOException;
import java.util.LinkedHashMap;
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
    void keepsEverythingElse() throws IOException {
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

        String renewed = PRINCIPAL.in(TrustDocument.of(json(policy)));

        assertThat(renewed)
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Id\":\"AROAOLD\",\"Statement\":["
                            + "{\"Sid\":\"AROAOLD\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                            + "\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"},"
                            + "{\"Sid\":\"B\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                            + "\"arn:aws:iam::123456789012:role/team/web\"},\"Action\":["
                            + "\"sts:AssumeRole\",\"sts:TagSession\"],\"Condition\":{\"StringLike\":"
                            + "{\"aws:userid\":[\"AROAOLD:*\",\"a<b\"]},\"Bool\":"
                            + "{\"aws:MultiFactorAuthPresent\":\"true\"}}}]}");
    }

    @Test
    void findsTheRolesThatTrustIt() throws IOException {
        Map<RoleName, TrustDocument> policies = new LinkedHashMap<>();
        policies.put(new RoleName("deploy"), policy("{'AWS': 'AROAOLD'}"));
        policies.put(new RoleName("web"), policy("{'Service': 'ec2.amazonaws.com'}"));
        policies.put(new RoleName("broken"), TrustDocument.unreadable("it is no JSON"));
        policies.put(new RoleName("audit"), policy("{'AWS': ['AIDAB', 'AROAOLD']}"));

        assertThat(PRINCIPAL.renewed(policies).keySet())
                .containsExactly(new RoleName("deploy"), new RoleName("audit"));
    }

    private static final RecreatedPrincipal PRINCIPAL =
            new RecreatedPrincipal(
                    "AROAOLD",
                    Objects.requireNonNull(Arn.parse("arn:aws:iam::123456789012:role/team/web")));

    private static TrustDocument policy(String principal) throws IOException {
        return TrustDocument.of(json(statement("Allow", "Principal", principal)));
    }

    private static @Nullable Map<String, Object> in(String policy) throws IOException {
        String renewed = PRINCIPAL.in(TrustDocument.of(json(policy)));
        return renewed == null ? null : JSON.std.mapFrom(renewed);
    }

    private static String statement(String effect, String element, String principal) {
        return "{'Statement': {'Effect': '%s', '%s': %s, 'Action': 'sts:AssumeRole'}}"
                .formatted(effect, element, principal);
    }

    private static Map<String, Object> json(String text) throws IOException {
        return JSON.std.mapFrom(text.replace('\'', '"'));
    }
}
