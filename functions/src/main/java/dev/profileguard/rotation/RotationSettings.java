package dev.profileguard.rotation;

import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.state.GuardedProfiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// ProfileRotation's settings, read once from its environment.
///
/// @param baselines the name of the baseline table
/// @param rotations the name of the table of rotations
/// @param regions those in which AWS is asked; empty: all that are enabled in the account
/// @param roles the roles that may get into a new profile besides the role that the old profile's
///   baseline records
record RotationSettings(
        Mode mode,
        String baselines,
        String rotations,
        List<String> regions,
        Globs roles,
        GuardedProfiles guarded,
        Exemptions exempt,
        String partition) {
    /// The template parameter of the mode.
    static final String MODE = "RotationMode";

    /// The template parameter of the roles.
    static final String ROLES = "RotationRoles";

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with the template parameter, what is wrong with its value,
    ///   and a valid example
    static RotationSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        String rotations = environment.text("RotationsTable");
        if (rotations.isBlank()) {
            throw new IllegalArgumentException(
                    "ROTATIONS_TABLE is not set: it must name the DynamoDB table of rotations, such"
                            + " as ROTATIONS_TABLE=profile-guard-RotationsTable");
        }
        return new RotationSettings(
                environment.mode(MODE),
                environment.table(),
                rotations,
                environment.instanceRegions(),
                environment.nameGlobs(ROLES, "prod-*,team-web"),
                environment.guardedProfiles(),
                environment.exemptions(),
                environment.partition());
    }

    /// Effects of the settings that people may not expect, as sentences; empty: none.
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (mode == Mode.OFF) {
            warnings.add("RotationMode is off: ProfileRotation takes only usage and mend");
        }
        if (mode == Mode.ENFORCE && roles.matchEverything()) {
            warnings.add(
                    "RotationRoles contains *: whoever may invoke ProfileRotation can give every"
                            + " role to instances");
        }
        return List.copyOf(warnings);
    }
}
