package dev.profileguard.provision.rule;

import java.util.Locale;

/// Whose roles get a profile.
public enum ProvisionFor {
    /// Everybody's.
    ALL,
    /// All but those that infrastructure as code makes: it makes its own profiles, or wants none.
    UNLESS_IAC;

    /// As the setting has it, such as `unless-iac`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
