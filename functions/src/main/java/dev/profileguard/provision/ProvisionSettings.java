package dev.profileguard.provision;

import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.provision.rule.ProvisionFor;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// ProfileProvisioner's settings, read once from its environment.
///
/// @param table the baseline table's name
/// @param regions the regions in which EC2 is asked; empty: all that are enabled
public record ProvisionSettings(
        Mode mode,
        Provisioning provisioning,
        Retirement retirement,
        String table,
        List<String> regions) {
    /// IAM's last-used date of a role covers 400 days.
    private static final int MOST_HOURS = 400 * 24;

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with the template parameter, what is wrong with its value,
    ///   and a valid example
    public static ProvisionSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        return new ProvisionSettings(
                environment.mode("ProvisionMode"),
                new Provisioning(
                        environment.exemptions(),
                        environment.choice(
                                "ProvisionFor",
                                List.of(ProvisionFor.values()),
                                ProvisionFor::text,
                                "unless-iac"),
                        Duration.ofSeconds(
                                environment.number("ProvisionDelaySeconds", 0, 120, 900)),
                        environment.inheritedTags()),
                new Retirement(
                        environment.guardedProfiles(),
                        Duration.ofHours(
                                environment.number("RetireUnusedHours", 0, 24, MOST_HOURS)),
                        environment.globs(
                                "OwnRoles", "arn:aws:iam::*:role/ours", Pattern.compile("\\S+"))),
                environment.table(),
                environment.instanceRegions());
    }

    /// Asks EC2 which instances use a profile. The client is created at the first call.
    ProfileUsers users(Platform platform) {
        return names -> platform.audit().users(regions).of(names);
    }

    /// The task for an event or a manual request.
    Task task(ProvisionTrigger trigger) {
        return switch (trigger) {
            case ProvisionTrigger.Wanted wanted ->
                    new ProvisionTask(wanted, provisioning, retirement, lookup(wanted));
            case ProvisionTrigger.DeletionRefused refused ->
                    new RetireTask(refused, provisioning, retirement);
            case ProvisionTrigger.RoleDeleted deleted ->
                    new TidyTask(deleted, provisioning, retirement);
        };
    }

    /// A person or a launch that names the role wants its profile, whoever created the role.
    private ProvisionTask.CreatorLookup lookup(ProvisionTrigger.Wanted wanted) {
        return provisioning.scope() == ProvisionFor.UNLESS_IAC
                        && wanted.call().operation().equals("UpdateAssumeRolePolicy")
                ? ProvisionTask.CreatorLookup.EDITED
                : ProvisionTask.CreatorLookup.NONE;
    }

    /// Effects of the settings that people may not expect, as sentences; empty: none.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (mode == Mode.OFF) {
            warnings.add("ProvisionMode is off: no role gets a profile");
        }
        if (provisioning.exempt().names().matchEverything()) {
            warnings.add("ExemptNames contains *: every role is exempt, and none gets a profile");
        }
        if (provisioning.delay().isZero()) {
            warnings.add(
                    "ProvisionDelaySeconds is 0: tools that create a role and then its profile will"
                            + " fail with EntityAlreadyExists");
        }
        return List.copyOf(warnings);
    }
}
