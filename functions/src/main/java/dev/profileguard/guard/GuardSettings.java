package dev.profileguard.guard;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.guard.rule.Guard;
import dev.profileguard.guard.rule.GuardTask;
import dev.profileguard.guard.rule.Reassociation;
import dev.profileguard.guard.rule.RecordedChanges;
import dev.profileguard.guard.rule.Withholding;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Glob;
import dev.profileguard.iam.Globs;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.state.StackCanary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// ProfileGuard's settings, read once from its environment.
///
/// @param table the baseline table's name
/// @param own the roles of this stack, whose calls explain no drift: they only repair it
/// @param grace how long drift without a known cause is not repaired
/// @param withholds whether EC2 is asked before a role is put into a profile
/// @param associates whether instances of a deleted profile are associated again
/// @param regions the regions in which EC2 is asked; empty: all that are enabled
public record GuardSettings(
        Mode mode,
        Guard guard,
        String table,
        Globs own,
        Duration grace,
        Withholding.Switch withholds,
        Reassociation.Switch associates,
        List<String> regions) {
    private static final List<Actor> ANYBODY =
            List.of(
                    new Actor.RoleSession("arn:aws:iam::000000000000:role/a/b", null),
                    new Actor.User("arn:aws:iam::000000000000:user/c"));

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with the template parameter, what is wrong with its value,
    ///   and a valid example
    public static GuardSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        Mode mode = environment.mode("GuardMode");
        Globs own =
                environment.globs("OwnRoles", "arn:aws:iam::*:role/ours", Pattern.compile("\\S+"));
        return new GuardSettings(
                mode,
                new Guard(
                        environment.guardedProfiles(),
                        environment.exemptions(),
                        environment.trustedPrincipals("GuardMode", mode),
                        environment.breaker(),
                        own,
                        new StackCanary(environment.canary(), environment.text("CanaryRole"))),
                environment.table(),
                own,
                Duration.ofMinutes(environment.number("UnattributedGraceMinutes", 0, 30, 1440)),
                environment.isOn("WithholdRoles", true)
                        ? Withholding.Switch.ON
                        : Withholding.Switch.OFF,
                environment.isOn("RepairAssociations", false)
                        ? Reassociation.Switch.ON
                        : Reassociation.Switch.OFF,
                environment.instanceRegions());
    }

    /// Asks EC2 which instances use a profile. The client is created at the first call.
    public ProfileUsers users(Platform platform) {
        return platform.users(regions, table);
    }

    /// The ports with which instances are associated again, if that is wanted.
    Ports associating(Ports ports, Platform platform) {
        return associates == Reassociation.Switch.ON && mode == Mode.ENFORCE
                ? platform.associating(ports, regions, table)
                : ports;
    }

    /// The task for an event, or for a state that was found without one.
    GuardTask task(Change occasion) {
        return task(occasion, false);
    }

    /// The task for a state that a sweep found.
    GuardTask taskOfSweep(Change occasion) {
        return task(occasion, true);
    }

    private GuardTask task(Change occasion, boolean knowsRoles) {
        return new GuardTask(
                occasion,
                guard,
                new RecordedChanges(own),
                grace,
                withholds,
                associates,
                knowsRoles);
    }

    /// Effects of the settings that people may not expect, as sentences; empty: none.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (ANYBODY.stream().allMatch(guard.trusted()::trust)) {
            warnings.add(
                    "TrustedPrincipals matches every ARN: every change becomes the baseline, and"
                            + " nothing is ever restored");
        }
        if (guard.exempt().names().matchEverything()) {
            warnings.add("ExemptNames contains *: every profile is exempt, and nothing is guarded");
        }
        if (guard.guarded().names().isEmpty()) {
            warnings.add(
                    "GuardedProfiles is empty: only profiles with the tag profile-guard=locked or a"
                            + " recorded baseline are guarded");
        }
        if (withholds == Withholding.Switch.OFF) {
            warnings.add(
                    "WithholdRoles is off: whoever can change a guarded profile and associate an"
                            + " instance with it gets the recorded role by the repair");
        }
        guard.guarded().names().globs().forEach(glob -> warnings.addAll(ofPattern(glob)));
        if (mode == Mode.OFF) {
            warnings.add("GuardMode is off: nothing is guarded or recorded");
        }
        return List.copyOf(warnings);
    }

    /// What a pattern in `GuardedProfiles` matches and does not guard. Only `*` is meant to leave
    /// out what is not the operator's.
    private List<String> ofPattern(Glob glob) {
        if (glob.matchesEverything()) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        String example = Exemptions.exampleOf(glob);
        if (example != null) {
            warnings.add(
                    "GuardedProfiles has %s, which also matches names that AWS services give, such as %s: a profile that a service made is not guarded, and the finding guard-exempt reports it"
                            .formatted(glob.pattern(), example));
        }
        if (!guard.exempt().names().matchEverything()
                && guard.exempt().names().match(glob.pattern())) {
            warnings.add(
                    "GuardedProfiles has %s, which ExemptNames exempts: it is not guarded"
                            .formatted(glob.pattern()));
        }
        return warnings;
    }
}
