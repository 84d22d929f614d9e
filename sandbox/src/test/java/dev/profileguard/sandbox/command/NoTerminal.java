package dev.profileguard.sandbox.command;

import dev.profileguard.sandbox.command.stack.Surroundings;
import dev.profileguard.sandbox.http.SandboxServer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A process without a terminal.
///
/// @param variables of its environment
public record NoTerminal(Map<String, String> variables) implements Surroundings {
    /// One in which alice works, and whose AWS is the sandbox.
    public static NoTerminal at(SandboxServer server) {
        return at(server.url());
    }

    /// The same for a URL.
    public static NoTerminal at(String url) {
        return new NoTerminal(
                Map.of(
                        "AWS_ENDPOINT_URL", url,
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "alice",
                        "AWS_SECRET_ACCESS_KEY", "any"));
    }

    @Override
    public @Nullable String answerTo(String question) {
        return null;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }
}
