package dev.profileguard.rotation.rule;

import dev.profileguard.compute.Manager;
import dev.profileguard.finding.ClusterCommands;
import dev.profileguard.iam.ProfileName;
import java.util.List;

/// The steps for what a tool made by a description of its own: people change the description.
/// Otherwise the tool would bring the old profile back, also after its deletion.
///
/// @param to the new profile
record ManagerSteps(Manager manager, ProfileName to) {
    RotationStep step(String title, String check) {
        return RotationStep.byHand(title, why(), commands(), check);
    }

    /// What to do, as sentences without the last end.
    ///
    /// See
    /// https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html#command-options-general-autoscalinglaunchconfiguration
    /// and https://karpenter.sh/docs/concepts/nodeclasses/#specinstanceprofile
    private String why() {
        return switch (manager) {
            case Manager.Stack(String name) ->
                    "It belongs to CloudFormation stack %s, which would bring the old profile back: change the profile in the stack's template to %s, and update the stack"
                            .formatted(name, to);
            case Manager.Environment(String name) ->
                    "It belongs to Elastic Beanstalk environment %s: set its option IamInstanceProfile in the namespace aws:autoscaling:launchconfiguration to %s"
                            .formatted(name, to);
            case Manager.NodeClass(String name) ->
                    "Karpenter started it as node class %s says: change that, and Karpenter replaces its nodes"
                            .formatted(name);
        };
    }

    private List<String> commands() {
        return switch (manager) {
            case Manager.Stack stack -> List.of();
            case Manager.Environment environment -> List.of();
            case Manager.NodeClass(String name) -> List.of(ClusterCommands.setProfile(name, to));
        };
    }
}
