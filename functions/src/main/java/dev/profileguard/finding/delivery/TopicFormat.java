package dev.profileguard.finding.delivery;

import java.util.Locale;

/// How messages to the topic look.
public enum TopicFormat {
    /// Plain text for people.
    EMAIL,
    /// The custom notifications of Amazon Q Developer in chat applications.
    CHAT;

    /// As the parameter has it, such as `email`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
