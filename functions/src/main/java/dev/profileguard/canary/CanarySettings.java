package dev.profileguard.canary;

import dev.profileguard.iam.Canary;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.reconcile.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Canary's settings, from its environment.
///
/// @param canary the profile
/// @param guard ProfileGuard's mode
/// @param functions the aliases to call, such as `profile-guard-ProfileGuard:live`
record CanarySettings(Canary canary, Mode guard, List<String> functions) {
    /// @throws IllegalArgumentException when a setting is invalid
    static CanarySettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        return new CanarySettings(
                environment.canary(),
                environment.mode("GuardMode"),
                Arrays.stream(environment.text("CanaryFunctions").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    /// Whether ProfileGuard does anything about the canary's change.
    boolean isAnswered() {
        return guard != Mode.OFF;
    }

    /// Whether ProfileGuard sets the canary's tag again.
    boolean isRepaired() {
        return guard == Mode.ENFORCE;
    }
}
