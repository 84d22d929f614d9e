package dev.profileguard.core;

/// What Profile Guard watches over, a function each.
public enum Rule {
    /// Guarded profiles stay as their baseline has them.
    PROFILE_GUARD("ProfileGuard"),
    /// A role that EC2 may assume has a profile.
    PROFILE_PROVISIONER("ProfileProvisioner"),
    /// Roles and profiles carry the tags that the policy asks for.
    TAG_ENFORCER("TagEnforcer");

    private final String text;

    Rule(String text) {
        this.text = text;
    }

    /// As findings show it: the name of the function.
    public String text() {
        return text;
    }
}
