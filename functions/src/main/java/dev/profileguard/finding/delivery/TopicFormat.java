package dev.profileguard.finding.delivery;

/// How messages to the topic look.
public enum TopicFormat {
    /// Plain text for people.
    EMAIL("email"),
    /// The custom notifications of Amazon Q Developer in chat applications.
    CHAT("chat");

    private final String text;

    TopicFormat(String text) {
        this.text = text;
    }

    /// As the parameter has it, such as `email`.
    public String text() {
        return text;
    }
}
