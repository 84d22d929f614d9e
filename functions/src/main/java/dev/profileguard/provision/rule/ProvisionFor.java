package dev.profileguard.provision.rule;

/// Which roles get a profile.
public enum ProvisionFor {
    /// All roles.
    ALL("all"),
    /// All roles that infrastructure as code does not manage. Infrastructure as code creates its
    /// own profiles, or does not need any.
    UNLESS_IAC("unless-iac");

    private final String text;

    ProvisionFor(String text) {
        this.text = text;
    }

    /// The value of the setting, such as `unless-iac`.
    public String text() {
        return text;
    }
}
