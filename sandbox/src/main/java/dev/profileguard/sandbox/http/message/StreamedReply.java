package dev.profileguard.sandbox.http.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// An HTTP response with status 200, whose body is written while it is sent.
public record StreamedReply(Map<String, String> headers, Body body) implements Response {
    /// Writes a body.
    @FunctionalInterface
    public interface Body {
        /// Writes until there is no more, or the thread is interrupted.
        ///
        /// @throws IOException when the client is gone
        void writeTo(OutputStream out) throws IOException;
    }
}
