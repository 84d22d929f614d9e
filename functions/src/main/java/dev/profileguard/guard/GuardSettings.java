package dev.profileguard.guard;

import dev.profileguard.guard.rule.Guard;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.reconcile.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// ProfileGuard's settings, read once from its environment.
///
/// @param table the baseline table's name
public record GuardSettings(Mode mode, Guard guard, String table) {
    /// An ARN of STS, such as a session's, is never compared: sessions are judged by their role.
    private static final Pattern PRINCIPAL_GLOB =
            Pattern.compile(
                    "[*?]+|arn:(?![^:]*:sts:)\\S+|[*?]\\S*[:/.]\\S*|[a-z0-9*?.-]+\\.[a-z.*?]+");

    private static final List<String> ANYBODY =
            List.of("arn:aws:iam::000000000000:role/a/b", "arn:aws:iam::000000000000:user/c");

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException naming the template parameter, what is wrong with its
    ///   value, and a good one
    public static GuardSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        return new GuardSettings(
                environment.mode("GuardMode"),
                new Guard(
                        environment.guardedProfiles(),
                        environment.exemptions(),
                        environment.globs(
                                "TrustedPrincipals",
                                "arn:aws:iam::*:role/deploy,cloudformation.amazonaws.com",
                                PRINCIPAL_GLOB),
                        environment.breaker()),
                environment.table());
    }

    /// What a person who set these would not expect, as sentences; empty: nothing.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (ANYBODY.stream().allMatch(guard.trusted()::match)) {
            warnings.add(
                    "TrustedPrincipals matches any ARN: everybody is trusted, so that every change"
                            + " is adopted and nothing is ever put back");
        }
        if (guard.exempt().names().matchEverything()) {
            warnings.add("ExemptNames has a lone *: every profile is exempt, nothing is guarded");
        }
        if (guard.guarded().names().isEmpty()) {
            warnings.add(
                    "GuardedProfiles is empty: by name nothing is guarded, only what carries the"
                            + " tag profile-guard=locked or has a recorded baseline");
        }
        if (mode == Mode.OFF) {
            warnings.add("GuardMode is off: nothing is guarded or recorded");
        }
        return List.copyOf(warnings);
    }
}
