package dev.profileguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.event.UnreadableEventException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;

/// Every function rejects or skips invalid input, without a call of AWS.
public abstract class RefusedInput {
    private final IamClient iam = mock(IamClient.class);
    private final DynamoDbClient dynamo = mock(DynamoDbClient.class);
    private final Function<Platform, RequestStreamHandler> function;
    private final Map<String, String> environment;

    public RefusedInput(
            Function<Platform, RequestStreamHandler> function, Map<String, String> environment) {
        this.function = function;
        this.environment = environment;
    }

    @Test
    void anEventOf10MegabytesFails() {
        String huge = "{\"detail\": \"" + "x".repeat(10 * 1024 * 1024) + "\"}";

        assertThatThrownBy(() -> handle(huge)).hasMessageContaining("larger than 1 MiB");
    }

    @Test
    void deepNestingFails() {
        String deep = "{\"detail\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> handle(deep))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("nesting");
    }

    @Test
    void anEventOfAnotherKindIsSkippedWithAReason() throws IOException {
        assertThat(handle("{\"detail-type\": \"Scheduled Event\", \"detail\": {}}"))
                .contains("\"decision\":\"not-for-us\"", "not an API call");
    }

    @AfterEach
    void noCallWasMade() {
        verifyNoInteractions(iam, dynamo);
    }

    public final String handle(String input) throws IOException {
        Platform platform =
                new Platform(
                        environment,
                        iam,
                        dynamo,
                        name -> name,
                        InstantSource.system(),
                        time -> {},
                        (context, result, warnings) -> {});
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        function.apply(platform)
                .handleRequest(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        output,
                        mock(Context.class));
        return output.toString(StandardCharsets.UTF_8);
    }
}
