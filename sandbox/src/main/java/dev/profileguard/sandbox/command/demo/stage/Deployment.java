package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What is deployed in an act.
///
/// @param parameters the values of the template's parameters; others have their defaults
public record Deployment(Path template, Map<String, String> parameters) {
    /// Takes a copy.
    public Deployment {
        parameters = Map.copyOf(parameters);
    }

    /// Deploys it to another sandbox, and creates the functions.
    ///
    /// @param changed other values of some parameters
    /// @return the error with which a function refuses to start; empty: all start
    public String errorWith(Map<String, String> changed) {
        Map<String, String> all = new HashMap<>(parameters);
        all.putAll(changed);
        try (Sandbox sandbox = Sandbox.start(template, all, Sandbox.Mode.TEST_CLOCK)) {
            sandbox.onWarning(warning -> {});
            sandbox.lambda().warm();
            return "";
        } catch (RuntimeException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
