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
                    guard("attack-role", "1, 3, 4, 5", GuardAttackAct::new, Map.of()),
                    guard(
                            "attack-trust",
                            "6",
                            TrustAttackAct::new,
                            Map.of("TrustedPrincipals", TrustAttackAct.TRUSTED)),
                    guard(
                            "attack-evasion",
                            "8, 9, 12",
                            EvasionAttackAct::new,
                            Map.of("GuardedProfiles", "prod-*,eks-*")),
                    guard(
                            "attack-request",
                            "11",
                            RequestAttackAct::new,
                            Map.of("ManualRequests", "show")),
                    text(TextAttackAct.Destination.EMAIL, "email"),
                    text(TextAttackAct.Destination.CHAT, "chat"),
                    new Definition(
                            "attack-profile",
                            "ProfileProvisioner",
                            about("2"),
                            ProvisionAct.PARAMETERS,
                            ProvisionAttackAct::new),
                    new Definition(
                            "attack-tag",
                            "TagEnforcer",
                            about("7"),
                            Map.of(
                                    "TagMode", "enforce",
                                    "GuardMode", "off",
                                    "ProvisionMode", "off",
                                    "TagPolicy", TagAttackAct.POLICY,
                                    "InheritedTags", "Team"),
                            TagAttackAct::new),
                    new Definition(
                            "attack-node-role",
                            "NodeRoleCheck",
                            about("13"),
                            Map.of(
                                    "NodeRoleMode", "enforce",
                                    "TrustedPrincipals", "nobody",
                                    "GuardMode", "off",
                                    "ProvisionMode", "off",
                                    "TagMode", "off"),
                            NodeRoleAttackAct::new));

    private AttackActs() {}

    private static Definition text(TextAttackAct.Destination destination, String format) {
        return guard(
                "attack-" + format,
                "10",
                stage -> new TextAttackAct(stage, destination),
                Map.of("FindingsTopic", TOPIC, "FindingsFormat", format));
    }

    /// @param attacks their numbers in docs/security.md
    private static String about(String attacks) {
        return "what an attacker tries (docs/security.md: %s)".formatted(attacks);
    }

    /// An act about ProfileGuard.
    ///
    /// @param parameters they replace the usual ones
    private static Definition guard(
            String name, String attacks, Function<Stage, Act> act, Map<String, String> parameters) {
        Map<String, String> all =
                new HashMap<>(
                        Map.of(
                                "GuardMode", "enforce",
                                "ProvisionMode", "off",
                                "TagMode", "off",
                                "GuardedProfiles", "prod-*",
                                "TrustedPrincipals", DEPLOYER));
        all.putAll(parameters);
        return new Definition(name, "ProfileGuard", about(attacks), all, act);
    }
}
