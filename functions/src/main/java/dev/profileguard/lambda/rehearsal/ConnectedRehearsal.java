package dev.profileguard.lambda.rehearsal;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.aws.LocalEndpoint;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Has functions ask an endpoint in place of AWS, by the clients that they have on Lambda: so that
/// what opens connections is loaded, too, unlike in a [Rehearsal].
public final class ConnectedRehearsal {
    /// Every function answers it, and reads what it always needs for that.
    private static final String REQUEST = "{\"show\": {\"settings\": true}}";

    private final Platform platform;
    private final Context context;

    private ConnectedRehearsal(Platform platform) {
        this.platform = platform;
        this.context = new RehearsedContext(platform.environment());
    }

    /// Connects to an endpoint. It is that of all clients of this process that are made from now
    /// on.
    ///
    /// @param environment the environment variables of the function
    /// @param endpoint a URL
    public static ConnectedRehearsal with(Map<String, String> environment, String endpoint) {
        Map<String, String> variables = new HashMap<>(RehearsedSettings.over(environment));
        variables.put(LocalEndpoint.VARIABLE, endpoint);
        return new ConnectedRehearsal(LambdaPlatform.live(variables));
    }

    /// Has a function answer one request. Standard output is silent meanwhile.
    ///
    /// @return the response, as JSON
    public String play(Function<Platform, ? extends RequestStreamHandler> function)
            throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        try (Silence _ = new Silence()) {
            function.apply(platform)
                    .handleRequest(
                            new ByteArrayInputStream(REQUEST.getBytes(StandardCharsets.UTF_8)),
                            response,
                            context);
        }
        return response.toString(StandardCharsets.UTF_8);
    }
}
