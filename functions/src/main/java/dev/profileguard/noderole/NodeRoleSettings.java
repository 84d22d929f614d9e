package dev.profileguard.noderole;

import dev.profileguard.cluster.Clusters;
import dev.profileguard.iam.Globs;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// NodeRoleCheck's settings, read once from its environment.
///
/// @param table the baseline table's name
/// @param regions those in which EKS is asked; empty: all that are enabled in the account
public record NodeRoleSettings(Mode mode, String table, NodeRoleRule rule, List<String> regions) {
    /// The template parameter of the mode.
    static final String MODE = "NodeRoleMode";

    private static final String NAMES = "NodeRoleNames";
    private static final String NAMES_EXAMPLE = "eksNodeRole,*NodeInstanceRole*";

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with the template parameter, what is wrong with its value,
    ///   and a valid example
    public static NodeRoleSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        Mode mode = environment.mode(MODE);
        Globs names = environment.nameGlobs(NAMES, NAMES_EXAMPLE);
        if (mode == Mode.ENFORCE && names.matchEverything()) {
            throw environment.invalid(
                    NAMES,
                    "contains * while NodeRoleMode is enforce, so that EC2 would be allowed to"
                            + " assume every role",
                    NAMES_EXAMPLE);
        }
        return new NodeRoleSettings(
                mode,
                environment.table(),
                new NodeRoleRule(
                        names,
                        environment.exemptions(),
                        environment.partition(),
                        new NodeRoleRule.Repairs(
                                environment.trustedPrincipals(MODE, mode),
                                environment.breaker(),
                                mode == Mode.ENFORCE),
                        environment.isOn("ReadEksClusters", false)),
                environment.instanceRegions());
    }

    /// Asks EKS, if the settings say so.
    ///
    /// @param patience how long it may take
    public Clusters clusters(Platform platform, Clusters.Patience patience) {
        return rule.readsClusters() ? platform.clusters(regions, patience) : Clusters.NOT_ASKED;
    }

    /// The tasks for an event.
    List<Task> tasks(NodeRoleTrigger trigger) {
        return switch (trigger) {
            case NodeRoleTrigger.RoleChanged(NodeRoleChange change) -> List.of(role(change));
            case NodeRoleTrigger.TrustChanged(var role, var call) ->
                    List.of(new NodeRoleTask.OfHolders(role, call, rule));
            case NodeRoleTrigger.RoleAdded added -> added(added);
            case NodeRoleTrigger.PolicyChanged(String arn, var call) ->
                    List.of(new NodeRoleTask.OfPolicy(arn, call, rule));
        };
    }

    private List<Task> added(NodeRoleTrigger.RoleAdded added) {
        List<Task> tasks = new ArrayList<>();
        tasks.add(new NodeRoleTask.OfProfile(added.change(), rule));
        boolean isKnown = rule.isNodeRoleByName(added.role());
        if (isKnown || rule.readsClusters()) {
            tasks.add(
                    role(
                            new NodeRoleChange(
                                    added.role(),
                                    isKnown
                                            ? NodeRoleChange.Clue.NODE_ROLE
                                            : NodeRoleChange.Clue.CLUSTERS_DECIDE,
                                    Set.of(),
                                    Set.of(Part.TRUST, Part.PROFILES),
                                    added.change().call())));
        }
        return tasks;
    }

    /// The task for a role.
    Task role(NodeRoleChange change) {
        return new NodeRoleTask.OfRole(change, rule);
    }

    /// The settings for a request of a person: what the mode does not repair, a plan does not
    /// either, since the functions have no permission for it.
    NodeRoleSettings asRequested() {
        return mode == Mode.ENFORCE
                ? this
                : new NodeRoleSettings(mode, table, rule.withoutRepairs(), regions);
    }

    /// Effects of the settings that people may not expect, as sentences; empty: none.
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (mode == Mode.OFF) {
            warnings.add("NodeRoleMode is off: no node role is checked");
        }
        if (rule.exempt().names().matchEverything()) {
            warnings.add("ExemptNames contains *: every role is exempt, and none is checked");
        }
        if (rule.names().matchEverything()) {
            warnings.add("NodeRoleNames contains *: every role is taken for a node role");
        }
        return List.copyOf(warnings);
    }
}
