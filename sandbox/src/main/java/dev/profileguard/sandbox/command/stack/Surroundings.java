package dev.profileguard.sandbox.command.stack;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a command finds around it: environment variables, and a person or none.
public interface Surroundings {
    /// The environment variables.
    Map<String, String> variables();

    /// Asks the person at the terminal, and waits for a line.
    ///
    /// @return what was typed; null: there is no terminal, or its input ended
    @Nullable String answerTo(String question);

    /// Whether a person at a terminal can answer.
    boolean isInteractive();

    /// Those of this process.
    static Surroundings ofProcess() {
        return new ProcessSurroundings();
    }
}
