package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagKeysTest {
    @Test
    void aListMayHaveBlanksAndEmptyEntries() {
        assertThat(TagKeys.parse(" a, B ,")).containsExactly("a", "B");
        assertThat(TagKeys.parse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,A | has a twice",
                "a,b,a | has a twice",
                "a;b | has 'a;b', which is not a valid tag key: IAM allows 1 to 128",
                "a,aws:b | has 'aws:b', which starts with aws:, which AWS reserves"
            })
    void namesTheErrorInAList(String list, String message) {
        assertThatThrownBy(() -> TagKeys.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void allowsKeysAndValuesUpToTheLimitsOfIam() {
        assertThat(TagKeys.keyError("k".repeat(128))).isNull();
        assertThat(TagKeys.keyError("k".repeat(129))).contains("not a valid tag key");
        assertThat(TagKeys.keyError(" ")).contains("not a valid tag key");
        assertThat(TagKeys.valueError("v".repeat(256))).isNull();
        assertThat(TagKeys.valueError("v".repeat(257))).contains("not a valid tag value");
        assertThat(TagKeys.valueError("")).isNull();
    }

    @Test
    void makesAValueThatIamAllows() {
        assertThat(TagKeys.nearestValue("a,b;c d")).isEqualTo("a_b_c d");
        assertThat(TagKeys.nearestValue("v".repeat(256))).isEqualTo("v".repeat(256));
        assertThat(TagKeys.nearestValue("v".repeat(256) + "w")).isEqualTo("v".repeat(256));
    }
}
