package dev.profileguard.finding.delivery;

/// The format of messages to the SNS topic.
public enum TopicFormat {
    /// Plain text for people.
    EMAIL("email"),
    /// Custom notifications of Amazon Q Developer in chat applications.
    CHAT("chat");

    private final String text;

    TopicFormat(String text) {
        this.text = text;
    }

    /// The value of the parameter `FindingsFormat`, such as `email`.
    public String text() {
        return text;
    }
}
