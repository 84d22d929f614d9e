package dev.profileguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.iam.RoleName;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandRequestTest {
    @Test
    void hasOneCommandWithItsFields() throws IOException {
        CommandRequest request = read("{\"check\": {\"role\": \"Web\"}}");

        assertThat(request.command()).isEqualTo("check");
        assertThat(request.only("role", "why").name("role", "a role's name", RoleName::new))
                .isEqualTo(new RoleName("web"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | The request is empty. Try check",
                "{\"a\": {}, \"b\": {}} | Invalid request: [a, b]. Try check",
                "{\"check\": 7} | check must be an object, not '7'. Try check",
                "{\"check\": null} | check must be an object, not 'null'. Try check",
                "{\"check\": {\"x\": 1}} | Invalid request: check.x. Try check",
                "{\"check\": {}} | check.role is missing: it must be a role's name. Try check",
                "{\"check\": {\"role\": null}} | check.role is missing: it must be a role's name."
                        + " Try check",
                "{\"check\": {\"role\": []}} | check.role must be a role's name, not '[]'. Try"
                        + " check"
            })
    void namesTheErrorAndTheValidRequests(String json, String message) throws IOException {
        assertThatThrownBy(
                        () -> read(json).only("role").name("role", "a role's name", RoleName::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void rejectsANameThatIamDoesNotAllowWithItsField() {
        assertThatThrownBy(() ->
                        read("{\"check\": {\"role\": \"a b\"}}")
                                .name("role", "a role's name", RoleName::new))
                .hasMessageStartingWith("check.role: 'a b' is not a valid role name");
    }

    @Test
    void anUnknownCommandIsNamed() throws IOException {
        assertThat(read("{\"chekc\": {}}").invalidRequest())
                .hasMessage("Invalid request: chekc. Try check");
    }

    @Test
    void aLongValueIsCut() throws IOException {
        assertThat(read("{\"check\": \"%s\"}".formatted("x".repeat(1_000))).wrong("an object"))
                .hasMessage(
                        "check must be an object, not '%s...'. Try check"
                                .formatted("x".repeat(80)));
    }

    private static CommandRequest read(String json) throws IOException {
        return CommandRequest.read(JSON.std.mapFrom(json), "Try check");
    }
}
