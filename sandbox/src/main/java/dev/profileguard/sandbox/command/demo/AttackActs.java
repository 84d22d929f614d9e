package dev.profileguard.sandbox.command.demo;

import dev.profileguard.sandbox.command.demo.Act.Definition;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The acts in which an attacker tries what docs/security.md describes.
final class AttackActs {
    private static final String DEPLOYER = "arn:aws:iam::*:user/deployer";
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:findings";

    /// All of them, in the order of the demo.
    static final List<Definition> ALL =
            List.of(
                    guard(GuardAttackAct::new, Map.of()),
                    guard(TrustAttackAct::new, Map.of("TrustedPrincipals", TrustAttackAct.TRUSTED)),
                    guard(EvasionAttackAct::new, Map.of("GuardedProfiles", "prod-*,eks-*")),
                    guard(RequestAttackAct::new, Map.of("ManualRequests", "show")),
                    text(TextAttackAct.Outlet.EMAIL, "email"),
                    text(TextAttackAct.Outlet.CHAT, "chat"),
                    new Definition(
                            "ProfileProvisioner",
                            "what an attacker tries (docs/security.md)",
                            Map.of(
                                    "ProvisionMode",
                                    "enforce",
                                    "GuardMode",
                                    "off",
                                    "TagMode",
                                    "off"),
                            ProvisionAttackAct::new),
                    new Definition(
                            "TagEnforcer",
                            "what an attacker tries (docs/security.md)",
                            Map.of(
                                    "TagMode", "enforce",
                                    "GuardMode", "off",
                                    "ProvisionMode", "off",
                                    "TagPolicy", TagAttackAct.POLICY,
                                    "InheritedTags", "Team"),
                            TagAttackAct::new));

    private AttackActs() {}

    private static Definition text(TextAttackAct.Outlet outlet, String format) {
        return guard(
                stage -> new TextAttackAct(stage, outlet),
                Map.of("FindingsTopic", TOPIC, "FindingsFormat", format));
    }

    /// An act about ProfileGuard.
    ///
    /// @param parameters they replace the usual ones
    private static Definition guard(Function<Stage, Act> act, Map<String, String> parameters) {
        Map<String, String> all =
                new HashMap<>(
                        Map.of(
                                "GuardMode", "enforce",
                                "ProvisionMode", "off",
                                "TagMode", "off",
                                "GuardedProfiles", "prod-*",
                                "TrustedPrincipals", DEPLOYER));
        all.putAll(parameters);
        return new Definition(
                "ProfileGuard", "what an attacker tries (docs/security.md)", all, act);
    }
}
