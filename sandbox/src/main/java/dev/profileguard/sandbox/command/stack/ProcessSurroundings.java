package dev.profileguard.sandbox.command.stack;

import java.io.Console;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The environment variables and the terminal of this process.
record ProcessSurroundings() implements Surroundings {
    @Override
    public Map<String, String> variables() {
        return System.getenv();
    }

    @Override
    public @Nullable String answerTo(String question) {
        return terminal().map(console -> console.readLine("%s", question)).orElse(null);
    }

    @Override
    public boolean isInteractive() {
        return terminal().isPresent();
    }

    private static Optional<Console> terminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
