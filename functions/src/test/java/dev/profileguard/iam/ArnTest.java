package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {
    @Test
    void hasSixPartsOfWhichTheLastMayHaveColons() {
        assertThat(Arn.parse("arn:aws:lambda:us-east-1:123456789012:function:guard:3"))
                .isEqualTo(
                        new Arn("aws", "lambda", "us-east-1", "123456789012", "function:guard:3"));
        assertThat(Arn.parse("arn:aws-cn:s3:::bucket"))
                .isEqualTo(new Arn("aws-cn", "s3", "", "", "bucket"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "web",
                "arn",
                "arn:aws:iam",
                "arn:aws:iam::123456789012",
                "arn::iam::123456789012:role/web",
                "ARN:aws:iam::123456789012:role/web",
                "cloudformation.amazonaws.com",
                "a:b:c:d:e:f"
            })
    void parsesNothingElse(String text) {
        assertThat(Arn.parse(text)).isNull();
        assertThat(Arn.region(text)).isEmpty();
        assertThat(Arn.account(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::123456789012:role/web, web",
        "arn:aws:iam::123456789012:role/team/x/web, web",
        "arn:aws:iam::123456789012:root, root",
        "arn:aws:iam::123456789012:role/team/, ''",
        "arn:aws:events:us-east-1:123456789012:rule/bus/edited, edited"
    })
    void theNameFollowsTheLastSlash(String text, String name) {
        assertThat(arn(text).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::123456789012:role/web, true, false",
        "arn:aws-us-gov:iam::123456789012:instance-profile/x/web, false, true",
        "arn:aws:iam::123456789012:user/role/web, false, false",
        "arn:aws:iam::123456789012:role, false, false",
        "arn:aws:sts::123456789012:assumed-role/web/s, false, false",
        "arn:aws:sts::123456789012:role/web, false, false",
        "arn:aws:iam:us-east-1:123456789012:role/web, false, false"
    })
    void onlyArnsOfIamAreRolesOrProfiles(String text, boolean role, boolean profile) {
        assertThat(arn(text).names(TaggedType.ROLE)).isEqualTo(role);
        assertThat(arn(text).names(TaggedType.INSTANCE_PROFILE)).isEqualTo(profile);
    }

    @Test
    void givesRegionAndAccount() {
        String function = "arn:aws:lambda:us-gov-west-1:123456789012:function:guard";

        assertThat(Arn.region(function)).isEqualTo("us-gov-west-1");
        assertThat(Arn.account(function)).isEqualTo("123456789012");
    }

    private static Arn arn(String text) {
        return Objects.requireNonNull(Arn.parse(text));
    }
}
