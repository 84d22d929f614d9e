package dev.profileguard.sandbox.command.stack;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment variables and the terminal of this process.
record ProcessSurroundings() implements Surroundings {
    @Override
    public Map<String, String> variables() {
        return System.getenv();
    }

    @Override
    public @Nullable String answerTo(String question) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return null;
        }
        return console.readLine("%s", question);
    }

    @Override
    public boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
