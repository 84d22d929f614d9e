package dev.profileguard.sandbox.aws.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
    @ParameterizedTest
    @CsvSource({
        "iam:Get*, iam:GetRole, true",
        "iam:Get*, iam:Get, true",
        "iam:Get*, iam:ListRoles, false",
        "*Role, iam:GetRole, true",
        "*:*Role, iam:GetRole, true",
        "iam:Get?ole, iam:GetRole, true",
        "iam:Get?Role, iam:GetRole, false",
        "iam:GetRole, iam:GetRoles, false",
        "iam.GetRole, iam:GetRole, false",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "arn:aws:iam::*:role/ci/*, arn:aws:iam::123456789012:role/ci/deep/deployer, true",
        "'\\Eiam:*', iam:GetRole, false",
        "iam:get*, iam:GetRole, false"
    })
    void coversTheWholeText(String pattern, String text, boolean expected) {
        assertThat(new Wildcard(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void coversLineEnds() {
        assertThat(new Wildcard("a*b?c").matches("a\nb\nc")).isTrue();
    }

    @Test
    void comparesWithoutRegardToCaseOnRequest() {
        assertThat(new Wildcard("iam:GET*").matchesIgnoringCase("IAM:GetRole")).isTrue();
    }

    @Test
    void needsNoExponentialTimeForManyStars() {
        assertThat(new Wildcard("*a*a*a*a*a*a*a*a*b").matches("a".repeat(2000))).isFalse();
    }
}
