package dev.profileguard.noderole;

import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.Part;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// NodeRoleCheck's settings, read once from its environment.
public record NodeRoleSettings(Mode mode, NodeRoleRule rule) {
    private static final String REGION = "AWS_REGION";

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with the template parameter, what is wrong with its value,
    ///   and a valid example
    public static NodeRoleSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        return new NodeRoleSettings(
                environment.choice(
                        "NodeRoleMode", List.of(Mode.OFF, Mode.OBSERVE), Mode::text, "observe"),
                new NodeRoleRule(
                        environment.nameGlobs("NodeRoleNames", "eksNodeRole,*NodeInstanceRole*"),
                        environment.exemptions(),
                        partition(variables.getOrDefault(REGION, ""))));
    }

    /// The partition of a region.
    ///
    /// See
    /// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
    private static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
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
        if (rule.isNodeRoleByName(added.role())) {
            tasks.add(
                    role(
                            new NodeRoleChange(
                                    added.role(),
                                    NodeRoleChange.Clue.NODE_ROLE,
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
