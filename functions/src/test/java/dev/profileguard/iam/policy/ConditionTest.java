package dev.profileguard.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    @Test
    void comparesTexts() {
        holds("StringEquals", "iam:PassedToService", "ec2.amazonaws.com");
        holds("StringEquals", "IAM:passedtoservice", "ec2.amazonaws.com");
        fails("StringEquals", "iam:PassedToService", "EC2.amazonaws.com");
        holds("StringEqualsIgnoreCase", "iam:PassedToService", "EC2.amazonaws.com");
        holds("StringLike", "iam:PassedToService", "ec?.*");
        fails("StringNotLike", "iam:PassedToService", "ec?.*");
        holds("StringNotEquals", "iam:PassedToService", "lambda.amazonaws.com");
        fails("StringNotEqualsIgnoreCase", "iam:PassedToService", "EC2.amazonaws.com");
        holds("StringEquals", "iam:PassedToService", "a", "ec2.amazonaws.com");
    }

    @Test
    void comparesArnsPartByPart() {
        holds("ArnLike", "iam:AssociatedResourceARN", "arn:aws:ec2:*:123456789012:instance/*");
        fails("ArnLike", "iam:AssociatedResourceARN", "arn:aws:ec2:*:instance/*");
        holds("ArnEquals", "iam:AssociatedResourceARN", "*");
        fails("ArnNotLike", "iam:AssociatedResourceARN", "arn:*:*:*:*:instance/i-*");
        holds("ArnNotEquals", "iam:AssociatedResourceARN", "arn:aws:ec2:eu-west-1:*:*");
    }

    @Test
    void comparesNumbersDatesAndFlags() {
        holds("NumericLessThan", "n", "10");
        fails("NumericGreaterThanEquals", "n", "10");
        holds("NumericEquals", "n", "9.0");
        holds("DateGreaterThan", "t", "2026-01-01T00:00:00Z");
        fails("DateLessThanEquals", "t", "2026-01-01T00:00:00Z");
        holds("Bool", "b", "TRUE");
        fails("Bool", "b", "false");
    }

    @Test
    void knowsWhatAMissingKeyMeans() {
        fails("StringEquals", "missing", "a");
        holds("StringEqualsIfExists", "missing", "a");
        holds("StringNotEquals", "missing", "a");
        holds("Null", "missing", "true");
        fails("Null", "n", "true");
        holds("Null", "n", "false");
        fails("ForAnyValue:StringEquals", "missing", "a");
        holds("ForAllValues:StringEquals", "missing", "a");
    }

    @Test
    void comparesSeveralValues() {
        holds("ForAnyValue:StringEquals", "aws:TagKeys", "team");
        fails("ForAllValues:StringEquals", "aws:TagKeys", "team");
        holds("ForAllValues:StringLike", "aws:TagKeys", "te*", "co*");
        fails("ForAnyValue:StringEquals", "aws:TagKeys", "other");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, true",
        "203.0.113.64/26, true",
        "203.0.113.128/26, false",
        "203.0.113.0/26, false",
        "203.0.113.77/32, true",
        "203.0.113.77, true",
        "203.0.113.78/32, false",
        "0.0.0.0/0, true",
        "203.0.113.0/33, false",
        "203.0.113.0/x, false",
        "2001:db8::/32, false",
        "example, false"
    })
    void comparesAddressesWithRanges(String range, boolean expected) {
        assertThat(holds("IpAddress", "aws:SourceIp", List.of(range))).isEqualTo(expected);
        assertThat(holds("NotIpAddress", "aws:SourceIp", List.of(range))).isEqualTo(!expected);
    }

    @Test
    void comparesLongAddresses() {
        holds("IpAddress", "six", "2001:db8:85a3::/48");
        fails("IpAddress", "six", "2001:db8:85a4::/48");
        fails("IpAddress", "six", "203.0.113.0/24");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-05T09:00:00Z",
                "2026-01-05T09:00:00.5Z",
                "2026-01-05t09:00z",
                "2026-01-05T10:00:00+01:00",
                "2026-01-05T10:00:00+0100",
                "1767603600"
            })
    void readsTheFormsOfATime(String time) {
        holds("DateEquals", "t", time);
        fails("DateGreaterThan", "t", time);
        holds("DateGreaterThanEquals", "t", time);
        holds("DateLessThanEquals", "t", time);
        fails("DateLessThan", "t", time);
        fails("DateNotEquals", "t", time);
    }

    @ParameterizedTest
    @CsvSource({
        "2026, 2026-01-01T00:00:00Z",
        "2026-02, 2026-02-01T00:00:00Z",
        "2026-02-03, 2026-02-03T00:00:00Z",
        "2026-02-03T04:05, 2026-02-03T04:05:00Z",
        "2026-13, ",
        "2026-02-30, ",
        "2026-01-01T25:00Z, ",
        "2026-01-01T09:00:00+99:00, ",
        "yesterday, "
    })
    void readsATimeOfAnyPrecision(String text, String expected) {
        assertThat(PolicyTime.parse(text))
                .isEqualTo(expected == null ? null : Instant.parse(expected));
    }

    /// The request's number is 9, its time is 09:00.
    @ParameterizedTest
    @CsvSource({
        "Equals, false, true, false",
        "NotEquals, true, false, true",
        "LessThan, false, false, true",
        "LessThanEquals, false, true, true",
        "GreaterThan, true, false, false",
        "GreaterThanEquals, true, true, false"
    })
    void ordersNumbersAndTimes(String operator, boolean before, boolean same, boolean after) {
        assertThat(List.of("8", "9", "10"))
                .extracting(value -> holds("Numeric" + operator, "n", List.of(value)))
                .containsExactly(before, same, after);
        assertThat(List.of("2026-01-05T08:59:59Z", "2026-01-05T09:00:00Z", "2026-01-05T09:00:01Z"))
                .extracting(value -> holds("Date" + operator, "t", List.of(value)))
                .containsExactly(before, same, after);
    }

    @Test
    void comparesTextsThatDiffer() {
        fails("StringEquals", "team", "web");
        fails("BinaryEquals", "team", "web");
        holds("BinaryEquals", "team", "app");
        fails("StringEqualsIgnoreCase", "team", "web");
        fails("StringLike", "team", "web*");
        fails("ArnEquals", "iam:AssociatedResourceARN", "arn:aws:ec2:*:*:instance/i-2");
        holds("ArnEquals", "iam:AssociatedResourceARN", "arn:aws:ec2:*:*:instance/i-*");
        fails("Bool", "team", "true");
    }

    @Test
    void isNotMetByAValueOfAnotherKind() {
        fails("NumericEquals", "b", "1");
        fails("NumericLessThan", "n", "ten");
        fails("DateLessThan", "n", "tomorrow");
        fails("DateLessThan", "b", "2027-01-01");
    }

    @Test
    void putsTheRequestsValuesInPlaceOfVariables() {
        holds("StringEquals", "team", "${team}");
        holds("StringEquals", "team", "${missing, 'app'}");
        fails("StringEquals", "team", "${missing}");
        fails("StringLike", "iam:PassedToService", "ec${*}");
        holds("StringLike", "star", "a${*}${?}${$}");
        assertThat(new Condition("StringEquals", "team", List.of("${team}"), false).holds(REQUEST))
                .isEqualTo(Match.NO);
    }

    @Test
    void isUndecidedWhereTheRequestDoesNotSayTheValue() {
        AccessRequest any =
                new AccessRequest("a:B", "*", REQUEST.context(), AccessRequest.Scope.ANY);

        assertThat(condition("StringEquals", "aws:SourceVpc", "vpc-1").holds(any))
                .isEqualTo(Match.PARTLY);
        assertThat(condition("Null", "aws:SourceVpc", "true").holds(any)).isEqualTo(Match.PARTLY);
        assertThat(condition("StringEquals", "team", "${aws:username}").holds(any))
                .isEqualTo(Match.PARTLY);
        assertThat(condition("StringEquals", "team", "app").holds(any)).isEqualTo(Match.FULLY);
        assertThat(condition("StringEquals", "team", "${team}").holds(any)).isEqualTo(Match.FULLY);
        assertThat(condition("StringEquals", "team", "${$}").holds(any)).isEqualTo(Match.NO);
        assertThat(condition("StringNotEquals", "team", "app").holds(any)).isEqualTo(Match.NO);
    }

    @Test
    void knowsIamsOperators() {
        assertThat(
                        List.of(
                                "StringNotEqualsIgnoreCase",
                                "ForAnyValue:StringLikeIfExists",
                                "ForAllValues:ArnNotLike",
                                "NotIpAddress",
                                "NumericNotEquals",
                                "BoolIfExists",
                                "Null"))
                .allMatch(Condition::isOperator);
        assertThat(List.of("StringMatches", "ForSome:Bool", "", "ForAnyValue:", "Not", "IfExists"))
                .noneMatch(Condition::isOperator);
    }

    private static void holds(String operator, String key, String... values) {
        assertThat(holds(operator, key, List.of(values))).as(operator).isTrue();
    }

    private static void fails(String operator, String key, String... values) {
        assertThat(holds(operator, key, List.of(values))).as(operator).isFalse();
    }

    private static boolean holds(String operator, String key, List<String> values) {
        Match match = new Condition(operator, key, values, true).holds(REQUEST);
        assertThat(match).isNotEqualTo(Match.PARTLY);
        return match == Match.FULLY;
    }

    private static Condition condition(String operator, String key, String value) {
        return new Condition(operator, key, List.of(value), true);
    }

    private static final AccessRequest REQUEST =
            new AccessRequest(
                    "iam:PassRole",
                    "arn:aws:iam::123456789012:role/app/web",
                    Map.ofEntries(
                            Map.entry("iam:PassedToService", List.of("ec2.amazonaws.com")),
                            Map.entry(
                                    "iam:AssociatedResourceARN",
                                    List.of("arn:aws:ec2:us-east-1:123456789012:instance/i-1")),
                            Map.entry("aws:TagKeys", List.of("team", "cost")),
                            Map.entry("aws:SourceIp", List.of("203.0.113.77")),
                            Map.entry("six", List.of("2001:db8:85a3::8a2e:370:7334")),
                            Map.entry("team", List.of("app")),
                            Map.entry("star", List.of("a*?$")),
                            Map.entry("n", List.of("9")),
                            Map.entry("t", List.of("2026-01-05T09:00:00Z")),
                            Map.entry("b", List.of("true"))));
}
