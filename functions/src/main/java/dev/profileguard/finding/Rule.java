package dev.profileguard.finding;

import dev.profileguard.text.VisibleText;
import java.util.Arrays;
import java.util.List;

/// The rules of Profile Guard. Each is applied by one function.
public enum Rule {
    /// Guarded profiles match their baseline.
    PROFILE_GUARD("ProfileGuard", "guard"),
    /// A role that EC2 may assume has a profile.
    PROFILE_PROVISIONER("ProfileProvisioner", "provision"),
    /// Roles and profiles have the tags that the policy requires.
    TAG_ENFORCER("TagEnforcer", "tags"),
    /// The node roles of EKS clusters have what nodes need, and EC2 may assume the role in a
    /// profile.
    NODE_ROLE_CHECK("NodeRoleCheck", "nodes"),
    /// A refused call is explained.
    FAILURE_ADVISOR("FailureAdvisor", "failures"),
    /// A profile that something runs on is replaced by a new one.
    PROFILE_ROTATION("ProfileRotation", "rotations"),
    /// A sweep goes through the whole account, and events reach the functions. It is not one of the
    /// rules that a sweep applies to roles and profiles.
    BACKFILL("Backfill", "sweeps"),
    /// Events arrive, repairs follow, and each function answers.
    CANARY("Canary", "canary");

    private final String text;
    private final String inSweeps;

    Rule(String text, String inSweeps) {
        this.text = text;
        this.inSweeps = inSweeps;
    }

    /// The rules that a sweep knows, in order.
    public static List<Rule> ofSweeps() {
        return Arrays.stream(values()).filter(rule -> rule != BACKFILL && rule != CANARY).toList();
    }

    /// The rule with this name in requests for sweeps.
    ///
    /// @throws IllegalArgumentException if there is no such rule
    public static Rule inSweeps(String name) {
        return ofSweeps().stream()
                .filter(rule -> rule.inSweeps.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "There is no rule " + VisibleText.excerpt(name)));
    }

    /// The name of the rule in requests for sweeps, such as `guard`.
    public String inSweeps() {
        return inSweeps;
    }

    /// The name of the rule in findings: the name of its function.
    public String text() {
        return text;
    }
}
