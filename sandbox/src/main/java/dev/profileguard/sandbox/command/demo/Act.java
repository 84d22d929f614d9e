package dev.profileguard.sandbox.command.demo;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A part of the demo, which runs on its own account.
interface Act {
    /// Runs it, scene by scene.
    void play();

    /// What the demo needs to run an act.
    ///
    /// @param function the function that the act shows
    /// @param about what the function does, as a heading
    /// @param parameters the template's parameters in the act
    /// @param act creates the act
    record Definition(
            String function,
            String about,
            Map<String, String> parameters,
            Function<Stage, Act> act) {}

    /// All acts in their order.
    List<Definition> ALL =
            List.of(
                    new Definition(
                            "ProfileGuard",
                            "changes out of band are put back",
                            Map.of(
                                    "GuardMode", "enforce",
                                    "ProvisionMode", "off",
                                    "TagMode", "off",
                                    "GuardedProfiles", "prod-*",
                                    "TrustedPrincipals", "arn:aws:iam::*:role/ci/deployer",
                                    "BreakerReverts", "3"),
                            GuardAct::new),
                    new Definition(
                            "ProfileProvisioner",
                            "a role that EC2 may assume gets its profile",
                            Map.of(
                                    "ProvisionMode",
                                    "enforce",
                                    "GuardMode",
                                    "off",
                                    "TagMode",
                                    "off"),
                            ProvisionAct::new),
                    new Definition(
                            "TagEnforcer",
                            "roles and profiles carry the tags that the policy asks for",
                            Map.of(
                                    "TagMode", "enforce",
                                    "GuardMode", "off",
                                    "ProvisionMode", "off",
                                    "TagPolicy", TagAct.POLICY,
                                    "TagDefaults", "Owner=${creator},CostCenter=unassigned",
                                    "InheritedTags", "CostCenter"),
                            TagAct::new),
                    new Definition(
                            "Backfill",
                            "the same for existing resources, and after lost events",
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
}
