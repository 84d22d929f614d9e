package dev.profileguard.sandbox.command.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsAccessTest {
    @ParameterizedTest
    @CsvSource({
        "us-east-1, '', us-east-1",
        "eu-west-1, '', us-east-1",
        "eu-west-1, eu-central-1, eu-central-1",
        "us-gov-east-1, '', us-gov-west-1",
        "cn-northwest-1, '', cn-north-1",
        "eusc-de-east-1, '', eusc-de-east-1",
        "eusc-de-east-7, '', eusc-de-east-1",
        "us-iso-west-1, '', us-iso-west-1"
    })
    void looksForTheStackWhereIamsEventsArrive(String usual, String given, String expected) {
        for (String name : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
            AwsAccess access = AwsAccess.of(Map.of(name, usual), "", given);

            assertThat(access.region().id()).isEqualTo(expected);
        }
    }
}
