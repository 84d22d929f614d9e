package dev.profileguard.sandbox.command.demo;

import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// A part of the demo, which runs on its own account.
interface Act {
    /// Runs all scenes.
    void play();

    /// What the demo needs to create and run an act.
    ///
    /// @param name the act as a chapter of the demo, such as `tags`
    /// @param function the function that the act shows
    /// @param about what the function does, as a heading
    /// @param parameters the template's parameters in the act
    /// @param act creates the act
    record Definition(
            String name,
            String function,
            String about,
            Map<String, String> parameters,
            Function<Stage, Act> act) {}

    /// What each function does.
    List<Definition> FUNCTIONS =
            List.of(
                    new Definition(
                            "guard",
                            "ProfileGuard",
                            "reverts changes by principals that are not trusted",
                            Map.of(
                                    "GuardMode", "enforce",
                                    "ProvisionMode", "off",
                                    "TagMode", "off",
                                    "GuardedProfiles", "prod-*",
                                    "TrustedPrincipals", "arn:aws:iam::*:role/ci/deployer",
                                    "BreakerReverts", "3"),
                            GuardAct::new),
                    new Definition(
                            "provision",
                            "ProfileProvisioner",
                            "creates the missing profile of a role that EC2 may assume",
                            ProvisionAct.PARAMETERS,
                            ProvisionAct::new),
                    new Definition(
                            "tags",
                            "TagEnforcer",
                            "sets the tags that the tag policy requires",
                            Map.of(
                                    "TagMode", "enforce",
                                    "GuardMode", "off",
                                    "ProvisionMode", "off",
                                    "TagPolicy", TagAct.POLICY,
                                    "TagDefaults", "Owner=${creator},CostCenter=unassigned",
                                    "InheritedTags", "CostCenter",
                                    "RoleTagsFromProfiles", "true"),
                            TagAct::new),
                    new Definition(
                            "node-roles",
                            "NodeRoleCheck",
                            "checks the node roles of EKS clusters, and repairs what somebody"
                                    + " broke",
                            Map.of(
                                    "NodeRoleMode", "enforce",
                                    "TrustedPrincipals", "arn:aws:iam::*:user/alice",
                                    "GuardMode", "off",
                                    "ProvisionMode", "off",
                                    "TagMode", "off"),
                            NodeRoleAct::new),
                    new Definition(
                            "rotation",
                            "ProfileRotation",
                            "replaces a profile that something runs on by a new one",
                            Map.of(
                                    "RotationMode", "enforce",
                                    "RotationRoles", "web-v2,nodes",
                                    "GuardMode", "enforce",
                                    "GuardedProfiles", "prod-*",
                                    "TrustedPrincipals", "arn:aws:iam::*:user/alice",
                                    "ProvisionMode", "off",
                                    "TagMode", "off"),
                            RotationAct::new),
                    new Definition(
                            "advice",
                            "FailureAdvisor",
                            "explains refused calls, with the commands that help",
                            Map.of("ProvisionMode", "off", "GuardMode", "off", "TagMode", "off"),
                            AdviceAct::new),
                    new Definition(
                            "backfill",
                            "Backfill",
                            "applies the same rules to existing resources, and after lost events",
                            Map.of(
                                    "GuardMode", "enforce",
                                    "GuardedProfiles", "prod-*",
                                    "TrustedPrincipals", "arn:aws:iam::*:user/deployer",
                                    "ProvisionMode", "enforce",
                                    "TagMode", "enforce",
                                    "TagPolicy", TagAct.POLICY,
                                    "TagDefaults", "Owner=unknown,CostCenter=unassigned",
                                    "InheritedTags", "CostCenter",
                                    "SweepMode", "off"),
                            SweepAct::new));

    /// All acts, in the order of the demo.
    List<Definition> ALL = Stream.concat(FUNCTIONS.stream(), AttackActs.ALL.stream()).toList();
}
