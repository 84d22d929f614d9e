package dev.profileguard.noderole.rule;

import dev.profileguard.event.Json;
import dev.profileguard.event.PolicyJson;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.trust.MalformedTrustPolicyException;
import dev.profileguard.iam.trust.TrustPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may assume a node role.
final class NodeTrust {
    private static final String TOPIC = "trust";

    private NodeTrust() {}

    static Check check(NodeRole node) {
        RoleDetail role = node.role();
        try {
            return switch (PolicyJson.trust(role.name(), role.trustPolicy())) {
                case TrustPolicy.Answer.Yes() ->
                        Check.right(TOPIC, "EC2 may assume the role.", List.of());
                case TrustPolicy.Answer.YesIf(String note) ->
                        Check.note(
                                TOPIC,
                                "EC2 may assume the role, but %s.".formatted(note),
                                List.of());
                case TrustPolicy.Answer.No(String why) -> broken(node, why);
            };
        } catch (MalformedTrustPolicyException e) {
            return broken(node, String.valueOf(e.getMessage()));
        }
    }

    private static Check broken(NodeRole node, String why) {
        return Check.wrong(
                TOPIC,
                "EC2 cannot assume the role: %s. Nodes with it get no credentials.".formatted(why),
                List.of(),
                new Check.Problem(
                        Finding.Kind.NODE_TRUST_WRONG,
                        todo(node),
                        Set.of(Check.Problem.TRUST_POLICY)));
    }

    private static List<String> todo(NodeRole node) {
        String repaired = repaired(node);
        return repaired == null
                ? List.of(
                        "Look for the statement that denies EC2: "
                                + Commands.showRole(node.role().name()))
                : List.of(
                        "If nodes use the role, add the statement for EC2: "
                                + Commands.updateTrust(node.role().name(), repaired));
    }

    /// The trust policy with one statement more, which lets EC2 assume the role; null: that does
    /// not help, or the policy cannot be read.
    static @Nullable String repaired(NodeRole node) {
        try {
            Map<String, Object> policy = Json.read("", node.role().trustPolicy());
            List<Object> statements = new ArrayList<>(elements(policy.get("Statement")));
            statements.add(statement(node.ec2()));
            Map<String, Object> repaired = new LinkedHashMap<>(policy);
            repaired.put("Statement", statements);
            return TrustPolicy.of(repaired).allowsEc2() instanceof TrustPolicy.Answer.No
                    ? null
                    : Json.text(repaired);
        } catch (UnreadableEventException | MalformedTrustPolicyException e) {
            return null;
        }
    }

    /// The trust policy of a node role.
    ///
    /// @param ec2 the name of EC2 as a principal
    static String document(String ec2) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", List.of(statement(ec2)));
        return Json.text(policy);
    }

    private static Map<String, Object> statement(String ec2) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", Map.of("Service", ec2));
        statement.put("Action", "sts:AssumeRole");
        return statement;
    }

    /// The services that the trust policy names; empty if it cannot be read.
    static Set<String> services(NodeRole node) {
        Set<String> services = new LinkedHashSet<>();
        try {
            Map<String, Object> policy = Json.read("", node.role().trustPolicy());
            for (Object statement : elements(policy.get("Statement"))) {
                if (statement instanceof Map<?, ?> fields
                        && fields.get("Principal") instanceof Map<?, ?> principal) {
                    elements(principal.get("Service"))
                            .forEach(each -> services.add(String.valueOf(each)));
                }
            }
        } catch (UnreadableEventException e) {
            return Set.of();
        }
        return services;
    }

    private static List<?> elements(@Nullable Object json) {
        if (json == null) {
            return List.of();
        }
        return json instanceof List<?> several ? several : List.of(json);
    }
}
