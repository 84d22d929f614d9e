package dev.profileguard.sandbox.aws.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleTrustTest {
    private static final String EC2 = "ec2.amazonaws.com";
    private static final String ALLOW =
            "{'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'}";
    private static final String DENY = ALLOW.replace("Allow", "Deny");
    private static final String IN_ACCOUNT =
            "{'Effect':'%s','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole',"
                    + "'Condition':{'StringEquals':{'aws:SourceAccount':'123456789012'}}}";

    @Test
    void findsAServiceAmongOthersAndBehindWildcards() {
        assertThat(names(ALLOW)).isTrue();
        assertThat(
                        names(
                                ALLOW.replace(
                                        "'ec2.amazonaws.com'",
                                        "['lambda.amazonaws.com','ec2.amazonaws.com']")))
                .isTrue();
        assertThat(names(ALLOW.replace("sts:AssumeRole", "sts:Assume*"))).isTrue();
    }

    @Test
    void doesNotTakeAnotherServiceActionOrKindOfPrincipal() {
        assertThat(names(ALLOW.replace("ec2.", "eks."))).isFalse();
        assertThat(names(ALLOW.replace("AssumeRole", "TagSession"))).isFalse();
        assertThat(names(ALLOW.replace("'Service':'ec2.amazonaws.com'", "'AWS':'123456789012'")))
                .isFalse();
    }

    @Test
    void letsADenyWinWhereItAlwaysHolds() {
        assertThat(names(ALLOW, DENY)).isFalse();
        assertThat(names(DENY)).isFalse();
        assertThat(names(ALLOW, IN_ACCOUNT.formatted("Deny"))).isTrue();
        assertThat(lets(context("123456789012"), ALLOW, IN_ACCOUNT.formatted("Deny"))).isFalse();
        assertThat(lets(context("999999999999"), ALLOW, IN_ACCOUNT.formatted("Deny"))).isTrue();
    }

    @Test
    void evaluatesConditionsOnlyWhereTheServiceTries() {
        String conditional = IN_ACCOUNT.formatted("Allow");

        assertThat(names(conditional)).isTrue();
        assertThat(lets(context("123456789012"), conditional)).isTrue();
        assertThat(lets(context("999999999999"), conditional)).isFalse();
        assertThat(lets(Map.of(), conditional)).isFalse();
    }

    private static Map<String, List<String>> context(String account) {
        return Map.of("aws:SourceAccount", List.of(account));
    }

    private static boolean names(String... statements) {
        return RoleTrust.names(document(statements), EC2);
    }

    private static boolean lets(Map<String, List<String>> context, String... statements) {
        return RoleTrust.lets(document(statements), EC2, context);
    }

    private static String document(String... statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}"
                .formatted(String.join(",", statements).replace('\'', '"'));
    }
}
