package dev.profileguard.aws.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;

class FunctionCredentialsTest {
    @Test
    void areThoseThatLambdaSets() {
        assertThat(
                        FunctionCredentials.of(
                                Map.of(
                                        "AWS_ACCESS_KEY_ID", "ASIASOMEBODY",
                                        "AWS_SECRET_ACCESS_KEY", "secret")))
                .isInstanceOf(EnvironmentVariableCredentialsProvider.class);
    }

    /// With SnapStart there are none. Half of them, or empty ones, are no credentials either.
    @ParameterizedTest
    @CsvSource({"'', ''", "ASIASOMEBODY, ''", "'', secret", "' ', secret"})
    void areSearchedWhereTheyAreNotComplete(String key, String secret) {
        assertThat(
                        FunctionCredentials.of(
                                Map.of(
                                        "AWS_ACCESS_KEY_ID", key,
                                        "AWS_SECRET_ACCESS_KEY", secret)))
                .isInstanceOf(DefaultCredentialsProvider.class);
        assertThat(FunctionCredentials.of(Map.of())).isInstanceOf(DefaultCredentialsProvider.class);
    }
}
