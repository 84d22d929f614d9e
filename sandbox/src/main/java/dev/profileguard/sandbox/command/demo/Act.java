package dev.profileguard.sandbox.command.demo;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A part of the story, played on an account of its own.
interface Act {
    /// Plays it, scene by scene.
    void play();

    /// An act before it is played.
    ///
    /// @param function whose act it is
    /// @param parameters the template's parameters that it is played with
    record Billing(
            String function,
            String about,
            Map<String, String> parameters,
            Function<Stage, Act> act) {}

    /// All acts, in their order.
    List<Billing> PROGRAMME =
            List.of(
                    new Billing(
                            "ProfileGuard",
                            "what was changed out of band is put back",
                            Map.of(
                                    "GuardMode", "enforce",
                                    "ProvisionMode", "off",
                                    "TagMode", "off",
                                    "GuardedProfiles", "prod-*",
                                    "TrustedPrincipals", "arn:aws:iam::*:role/ci/deployer",
                                    "BreakerReverts", "3"),
                            GuardAct::new),
                    new Billing(
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
                    new Billing(
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
                    new Billing(
                            "Backfill",
                            "all of it for what was there before, and for what an event missed",
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
