package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "prod-*, prod-web, true",
        "prod-*, prod-, true",
        "prod-*, prod, false",
        "*web, prod-web, true",
        "*-*-x, a-b-c-x, true",
        "p?d, pod, true",
        "p?d, pd, false",
        "prod-web, prod-web, true",
        "prod-web, prod-web2, false",
        "prod.web, prod-web, false",
        "*, '', true",
        "arn:aws:iam::*:role/ci/*, arn:aws:iam::123456789012:role/ci/deep/deployer, true",
        "arn:aws:iam::*:role/deployer, arn:aws:iam::123456789012:role/x/deployer, false",
        "[a-z], b, false",
        "'', '', true",
        "'', a, false",
        "'\\Eiam:*', iam:GetRole, false",
        "iam:get*, iam:GetRole, false"
    })
    void matchesTheWholeText(String pattern, String text, boolean expected) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void comparesWithoutRegardToCaseOnRequest() {
        assertThat(new Glob("iam:GET*").matchesIgnoringCase("IAM:GetRole")).isTrue();
        assertThat(new Glob("iam:GET*").matchesIgnoringCase("IAM:ListRoles")).isFalse();
    }

    @Test
    void coversLineEnds() {
        assertThat(new Glob("a*b?c").matches("a\nb\nc")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "repository/*, repository/app, true",
        "repository/*, repository/app/*, true",
        "repository/app*, repository/*web, true",
        "repository/app, repository/web*, false",
        "*app, *web, false",
        "*app, web*, true",
        "a*c, a?c, true",
        "a*c, a?d, false",
        "?, '', false",
        "?, ??, false",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "**, ?*?, true",
        "a*, *, true",
        "abc, abc, true",
        "abc, ab, false"
    })
    void overlapsAPatternWithWhichItSharesATextInBothDirections(
            String first, String second, boolean expected) {
        assertThat(new Glob(first).overlaps(new Glob(second))).isEqualTo(expected);
        assertThat(new Glob(second).overlaps(new Glob(first))).isEqualTo(expected);
    }

    @Test
    void isFastWithManyStars() {
        assertThat(new Glob("*a*a*a*a*a*a*a*a*b").matches("a".repeat(2000))).isFalse();
    }

    @Test
    void parsesAListAndIgnoresEmptyEntries() {
        Globs globs = Globs.parse(" a*, ,b ,");

        assertThat(globs.globs()).containsExactly(new Glob("a*"), new Glob("b"));
        assertThat(globs.match("abc")).isTrue();
        assertThat(globs.match("c")).isFalse();
        assertThat(Globs.parse("").isEmpty()).isTrue();
    }

    @Test
    void recognizesPatternsThatMatchEverything() {
        assertThat(Globs.parse("a,**").matchEverything()).isTrue();
        assertThat(Globs.parse("a*").matchEverything()).isFalse();
    }
}
