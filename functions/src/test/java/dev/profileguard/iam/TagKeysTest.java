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
}
