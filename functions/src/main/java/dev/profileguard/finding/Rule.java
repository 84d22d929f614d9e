package dev.profileguard.finding;

import java.util.Arrays;

/// What Profile Guard watches over, a function each.
public enum Rule {
    /// Guarded profiles stay as their baseline has them.
    PROFILE_GUARD("ProfileGuard", "guard"),
    /// A role that EC2 may assume has a profile.
    PROFILE_PROVISIONER("ProfileProvisioner", "provision"),
    /// Roles and profiles carry the tags that the policy asks for.
    TAG_ENFORCER("TagEnforcer", "tags");

    private final String text;
    private final String inSweeps;

    Rule(String text, String inSweeps) {
        this.text = text;
        this.inSweeps = inSweeps;
    }

    /// The rule that requests for sweeps name so.
    ///
    /// @throws IllegalArgumentException when they name none so
    public static Rule inSweeps(String name) {
        return Arrays.stream(values())
                .filter(rule -> rule.inSweeps.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no rule " + name));
    }

    /// As requests for sweeps name it, such as `guard`.
    public String inSweeps() {
        return inSweeps;
    }

    /// As findings show it: the name of the function.
    public String text() {
        return text;
    }
}
