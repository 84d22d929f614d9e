package dev.profileguard.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.event.UnreadableEventException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;

class BadInputTest {
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
    void anEventOf10MegabytesFailsWithoutACall() {
        String huge = "{\"detail\": \"" + "x".repeat(10 * 1024 * 1024) + "\"}";

        assertThatThrownBy(() -> handle(huge)).hasMessageContaining("larger than 1 MiB");
    }

    @Test
    void deepNestingFailsWithoutACall() {
        String deep = "{\"detail\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> handle(deep))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("nesting");
    }

    @Test
    void aNameThatIamDoesNotAllowFailsWithoutACall() throws IOException {
        String event =
                Files.readString(Path.of("../events/ProfileGuard/role-added.json"))
                        .replace("\"prod-web\"", "\"prod web\"");

        assertThatThrownBy(() -> handle(event))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("'prod web' is no instance profile name");
    }

    @Test
    void anEventOfAnotherKindIsSkippedWithAReason() throws IOException {
        assertThat(handle("{\"detail-type\": \"Scheduled Event\", \"detail\": {}}"))
                .contains("\"decision\":\"not-for-us\"")
                .contains("no API call");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | The request is empty",
                "{\"shwo\": {\"profile\": \"p\"}} | Not understood: shwo",
                "{\"show\": {\"profile\": \"p\"}, \"adopt\": {\"profile\": \"p\"}} | Not"
                        + " understood: [show, adopt]",
                "{\"show\": {\"profile\": \"p\", \"x\": 1}} | Not understood: show.x",
                "{\"show\": {}} | show.profile is missing",
                "{\"show\": \"p\"} | show must be an object",
                "{\"show\": {\"profile\": 7}} | show.profile must be the name of an instance"
                        + " profile, not '7'",
                "{\"show\": {\"profile\": \"a b\"}} | show.profile: 'a b' is no instance profile"
                        + " name",
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

    private final IamClient iam = mock(IamClient.class);
    private final DynamoDbClient dynamo = mock(DynamoDbClient.class);

    @AfterEach
    void noCallWasMade() {
        verifyNoInteractions(iam, dynamo);
    }

    private String handle(String input) throws IOException {
        Surroundings surroundings =
                new Surroundings(
                        Map.of(
                                "GUARD_MODE",
                                "enforce",
                                "BASELINE_TABLE",
                                "t",
                                "GUARDED_PROFILES",
                                "*"),
                        iam,
                        dynamo,
                        name -> name,
                        InstantSource.system(),
                        time -> {},
                        (context, result, warnings) -> {});
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new ProfileGuardHandler(surroundings)
                .handleRequest(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        output,
                        mock(Context.class));
        return output.toString(StandardCharsets.UTF_8);
    }
}
