package dev.profileguard.guard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.lambda.RefusedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardBadInputTest extends RefusedInput {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{",
                "{\"detail\": {}, \"detail\": {}}",
                "{\"detail-type\": \"AWS API Call via CloudTrail\"}",
                "{\"detail\": {}}",
                "{\"detail-type\": \"AWS API Call via CloudTrail\", \"detail\": \"text\"}",
                "{\"detail-type\": \"AWS API Call via CloudTrail\", \"detail\": {\"eventName\":"
                        + " null}}",
                "{\"detail-type\": 7, \"detail\": {}}"
            })
    void whatIsNoEventFailsWithoutACall(String input) {
        assertThatThrownBy(() -> handle(input)).isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void aNameThatIamDoesNotAllowFailsWithoutACall() throws IOException {
        String event =
                Files.readString(Path.of("../events/ProfileGuard/role-added.json"))
                        .replace("\"prod-web\"", "\"prod web\"");

        assertThatThrownBy(() -> handle(event))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("'prod web' is not a valid instance profile name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | The request is empty",
                "{\"shwo\": {\"profile\": \"p\"}} | Invalid request: shwo",
                "{\"show\": {\"profile\": \"p\"}, \"adopt\": {\"profile\": \"p\"}} |"
                        + " Invalid request: [show, adopt]",
                "{\"show\": {\"profile\": \"p\", \"x\": 1}} | Invalid request: show.x",
                "{\"show\": {}} | show.profile is missing",
                "{\"show\": \"p\"} | show must be an object",
                "{\"show\": {\"profile\": 7}} | show.profile must be the name of an instance"
                        + " profile, not '7'",
                "{\"show\": {\"profile\": \"a b\"}} | show.profile: 'a b' is not a valid"
                        + " instance profile name",
                "{\"pause\": {\"reason\": \"r\"}} | pause.minutes is missing",
                "{\"pause\": {\"minutes\": 1441, \"reason\": \"r\"}} | from 0 to 1440",
                "{\"pause\": {\"minutes\": 60}} | pause.reason is missing",
                "{\"pause\": {\"minutes\": 60, \"reason\": \" \"}} | pause.reason must be",
                "{\"pause\": {\"minutes\": 60, \"reason\": \"r\", \"for\": 1}} | pause.for",
                "{\"show\": {\"settings\": false}} | Invalid request: show.settings",
                "{\"release\": {\"profile\": \"p\", \"reason\": \"r\"}} | release.minutes is"
                        + " missing",
                "{\"release\": {\"profile\": \"p\", \"minutes\": -1, \"reason\": \"r\"}} |"
                        + " release.minutes must be",
                "{\"release\": {\"profile\": \"p\", \"minutes\": 1441, \"reason\": \"r\"}} | from 0"
                        + " to 1440",
                "{\"release\": {\"profile\": \"p\", \"minutes\": \"5\", \"reason\": \"r\"}} |"
                        + " release.minutes must be",
                "{\"release\": {\"profile\": \"p\", \"minutes\": 5}} | release.reason is missing",
                "{\"release\": {\"profile\": \"p\", \"minutes\": 5, \"reason\": \" \"}} |"
                        + " release.reason must be"
            })
    void aRequestThatIsNotUnderstoodSaysWhatIs(String input, String message) {
        assertThatThrownBy(() -> handle(input))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsUnderstoodIsListed() {
        assertThatThrownBy(() -> handle("{\"help\": {}}"))
                .hasMessageContaining("\"release\"")
                .hasMessageContaining("\"adopt\"")
                .hasMessageContaining("\"show\"");
    }

    GuardBadInputTest() {
        super(
                ProfileGuardHandler::new,
                Map.of(
                        "GUARD_MODE", "enforce",
                        "TRUSTED_PRINCIPALS", "nobody",
                        "BASELINE_TABLE", "t",
                        "GUARDED_PROFILES", "*"));
    }
}
