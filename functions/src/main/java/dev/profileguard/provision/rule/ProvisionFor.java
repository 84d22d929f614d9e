package dev.profileguard.provision.rule;

/// Whose roles get a profile.
public enum ProvisionFor {
    /// Everybody's.
    ALL("all"),
    /// All but those that infrastructure as code makes: it makes its own profiles, or wants none.
    UNLESS_IAC("unless-iac");

    private final String text;

    ProvisionFor(String text) {
        this.text = text;
    }

    /// As the setting has it, such as `unless-iac`.
    public String text() {
        return text;
    }
}
